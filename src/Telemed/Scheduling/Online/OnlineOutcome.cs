using Telemed.Scheduling.Offers;

namespace Telemed.Scheduling.Online;

/// <summary>What became of a step of somebody who books without an account.</summary>
public abstract record OnlineOutcome
{
    private OnlineOutcome() { }

    /// <summary>A mail with a code is on its way; whether or not the address is known here.</summary>
    public sealed record CodeSent : OnlineOutcome;

    /// <summary>The address is theirs: what they chose may be booked.</summary>
    public sealed record Proved(Newcomer Newcomer) : OnlineOutcome;

    /// <summary>Wrong, too old, tried too often or never sent: nobody is told which.</summary>
    public sealed record WrongCode : OnlineOutcome;

    /// <summary>No such browser, or it was forgotten: they begin anew.</summary>
    public sealed record Unknown : OnlineOutcome;

    /// <summary>The form was about another time than the one chosen since, in another tab. Nothing was done.</summary>
    public sealed record OtherTime : OnlineOutcome;

    /// <summary>Their ten minutes were over, and somebody else has the time now, or it is not offered any more.</summary>
    public sealed record Lost(Newcomer Newcomer) : OnlineOutcome;

    /// <param name="Faults">A code per field. Nothing was written.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Faults) : OnlineOutcome;

    public sealed record TooMany : OnlineOutcome;
}
