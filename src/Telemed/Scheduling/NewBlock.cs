using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling.Hours;

namespace Telemed.Scheduling;

/// <summary>A wish to keep a piece of a practitioner's time from being booked: a meeting, an errand. Days off belong to the hours.</summary>
/// <param name="Id">Made by the form: sent again, it is the same block.</param>
/// <param name="Note">Why, for the clinic's own eyes; may be empty.</param>
public sealed record NewBlock(BusyTimeId Id, PractitionerId Practitioner, Instant StartsAt, Instant EndsAt, string Note)
{
    /// <summary>Longer is a day off.</summary>
    public static readonly Duration MaxLength = Duration.FromHours(24);

    /// <summary>What is wrong with it by itself, or null.</summary>
    internal BlockOutcome.Invalid? Fault(Instant now) => this switch
    {
        _ when EndsAt <= StartsAt => new("ends", "before"),
        _ when EndsAt - StartsAt > MaxLength => new("ends", "too-long"),
        _ when EndsAt <= now => new("starts", "past"),
        _ when StartsAt > now + NewAppointment.Horizon => new("starts", "too-far"),
        _ when Note.Length > 0 && PlainText.Fault(Note, HoursChange.MaxNote) is { } code => new("note", code),
        _ => null,
    };
}

/// <summary>What became of a wish to block a time.</summary>
public abstract record BlockOutcome
{
    private BlockOutcome() { }

    public sealed record Blocked(BusyTime Time) : BlockOutcome;

    /// <summary>An appointment, a hold or another block has some of it. Nothing was written.</summary>
    public sealed record Taken : BlockOutcome;

    /// <summary>No such practitioner, or not this actor's to plan: the same answer.</summary>
    public sealed record NotFound : BlockOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Field">starts, ends or note.</param>
    /// <param name="Code">before, too-long, past, too-far or characters.</param>
    public sealed record Invalid(string Field, string Code) : BlockOutcome;
}
