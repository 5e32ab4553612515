using NodaTime;

namespace Telemed.Consultations.Rooms;

/// <summary>The bounds and times of a room. One set for all; a clinic may get its own.</summary>
public sealed record RoomRules
{
    public static readonly RoomRules Default = new();

    /// <summary>Everyone sends to everyone (mesh): more would not fit a home's upstream.</summary>
    public const int MostParticipants = 4;

    /// <summary>Beside practitioner and patient.</summary>
    public const int MostGuests = MostParticipants - 2;

    /// <summary>How long a live room may stand empty (a restart, both in a tunnel) before its live part closes.</summary>
    public Duration EmptyGrace { get; init; } = Duration.FromSeconds(30);

    /// <summary>The next room's arrival may be told this long before the last room's departure.</summary>
    public Duration ArrivalOvertakes { get; init; } = Duration.FromSeconds(2);

    /// <summary>After the planned start, or the opening of an instant room: asked "no-show?", or expired when nobody is there.</summary>
    public Duration NoShowAfter { get; init; } = Duration.FromMinutes(30);

    /// <summary>Longest live part; waiting does not count.</summary>
    public Duration LongestLive { get; init; } = Duration.FromHours(2);

    public Duration WarningBefore { get; init; } = Duration.FromMinutes(5);

    /// <summary>A link admits from this long before the planned start.</summary>
    public Duration OpensBefore { get; init; } = Duration.FromMinutes(30);

    /// <summary>A link admits until this long after the planned end, if the visit has not ended.</summary>
    public Duration AdmitsAfter { get; init; } = Duration.FromHours(2);

    /// <summary>An instant visit's link admits this long after its creation, unless someone joined.</summary>
    public Duration InstantAdmits { get; init; } = Duration.FromHours(1);

    /// <summary>How long the page after the visit can be read.</summary>
    public Duration AfterPage { get; init; } = Duration.FromDays(7);
}
