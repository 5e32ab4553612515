using NodaTime;
using Telemed.Consultations.Rooms;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Consultations;

/// <summary>When the links of a visit admit. Always computed from the rows, so moving the appointment moves it.</summary>
/// <param name="AdmitsUntil">Exclusive; null: until the visit ends (an instant visit that was joined).</param>
/// <param name="ReadableUntil">End of the after-page; null while the visit has no end in sight.</param>
public sealed record VisitWindow(Instant OpensAt, Instant? AdmitsUntil, Instant? ReadableUntil)
{
    public static VisitWindow Of(Encounter encounter, Appointment? appointment, bool joined, RoomRules rules)
    {
        ArgumentNullException.ThrowIfNull(encounter);
        ArgumentNullException.ThrowIfNull(rules);
        var opens = appointment is null ? encounter.CreatedAt : appointment.StartsAt - rules.OpensBefore;
        Instant? closes = appointment is not null ? appointment.EndsAt + rules.AdmitsAfter
            : joined ? null
            : encounter.CreatedAt + rules.InstantAdmits;
        var over = encounter.EndedAt ?? closes;
        return new VisitWindow(opens, over, over + rules.AfterPage);
    }

    public LinkState At(Instant now) =>
        now < OpensAt ? LinkState.Early
        : AdmitsUntil is not { } closes || now < closes ? LinkState.Open
        : now < ReadableUntil ? LinkState.Ended
        : LinkState.Dead;
}

public enum LinkState
{
    Open,

    /// <summary>Before its window.</summary>
    Early,

    /// <summary>Bound to another browser.</summary>
    OtherDevice,

    /// <summary>The visit is over; its page can still be read by whoever was there.</summary>
    Ended,

    /// <summary>Unknown, expired or revoked: one and the same answer.</summary>
    Dead,
}
