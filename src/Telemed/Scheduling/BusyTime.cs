using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>
/// A piece of a practitioner's time that nobody else may have: of an appointment with what is kept free around it, held while somebody
/// fills in a form, or blocked. The database refuses an overlap, and writes those of appointments itself. FHIR Slot, busy or busy-tentative.
/// </summary>
public sealed class BusyTime : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>That of the appointment has its id.</summary>
    public required BusyTimeId Id { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required Instant StartsAt { get; init; }

    /// <summary>Exclusive.</summary>
    public required Instant EndsAt { get; init; }
    public required BusyKind Kind { get; init; }

    /// <summary>A hold counts until then; null: no hold.</summary>
    public Instant? HeldUntil { get; init; }

    /// <summary>Who holds it: only that account's booking may take its place.</summary>
    public AccountId? HeldBy { get; init; }

    /// <summary>Why it is blocked, for the clinic's own eyes; at most 100 characters.</summary>
    public string? Note { get; init; }

    /// <summary>Of the row that the database keeps for an appointment.</summary>
    public static BusyTimeId IdOf(AppointmentId appointment) => new(appointment.Value);
}

public enum BusyKind
{
    Appointment,
    Hold,
    Blocked,
}
