namespace Telemed.Scheduling.Hours;

/// <summary>What became of a wish to change somebody's hours.</summary>
public abstract record HoursOutcome
{
    private HoursOutcome() { }

    public sealed record Saved : HoursOutcome;

    /// <summary>Not there, or not this actor's to plan: the same answer.</summary>
    public sealed record NotFound : HoursOutcome;

    /// <summary>Somebody else changed them since they were shown. Nothing was written.</summary>
    public sealed record Stale : HoursOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Field">The day of the week in English, from, until, first, last, times, note, zone, notice, change, farthest or most.</param>
    /// <param name="Code">required, unreadable, backwards, overlap, past, unknown, out-of-range, too-long or characters.</param>
    public sealed record Invalid(string Field, string Code) : HoursOutcome;
}
