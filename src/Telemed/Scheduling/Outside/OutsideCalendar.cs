using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Outside;

/// <summary>
/// A practitioner's calendar elsewhere, one each. When it is busy is kept as <see cref="BusyKind.Outside"/>; what it says is not.
/// </summary>
public sealed class OutsideCalendar : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required OutsideCalendarId Id { get; init; }
    public required PractitionerId PractitionerId { get; init; }

    /// <summary>Whoever knows it may read that calendar: never logged, and of it only the host is shown, to its practitioner.</summary>
    public required string Address { get; init; }
    public required Instant GivenAt { get; init; }

    /// <summary>When it is to be read again; whoever moves it on reads it, of all nodes one.</summary>
    public required Instant NextReadAt { get; set; }

    /// <summary>When it was last read to its end; null: never yet.</summary>
    public Instant? ReadAt { get; set; }

    /// <summary>Since then it could not be read; null: the last reading went well.</summary>
    public Instant? FailedAt { get; set; }

    public CalendarFault? Fault { get; set; }

    public const int MaxAddress = 1000;
}

/// <summary>Why a calendar elsewhere could not be read. What was busy in it before stays.</summary>
public enum CalendarFault
{
    /// <summary>Its address leads into a network that is not the internet.</summary>
    NotPublic,
    Unreachable,
    TooSlow,
    TooLarge,

    /// <summary>It is no calendar, or one with a rule that nobody could follow.</summary>
    Unreadable,

    /// <summary>More busy times than anybody can have: a rule that repeats without end.</summary>
    TooMany,
}
