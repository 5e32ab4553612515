using Telemed.Platform;
using NodaTime;

namespace Telemed.Scheduling;

/// <summary>
/// The plan to meet. While <see cref="AppointmentStatus.Pending"/>, <see cref="AppointmentStatus.Booked"/> or
/// <see cref="AppointmentStatus.Arrived"/> it holds its practitioner's time (see <see cref="BusyTime"/>): the database refuses an overlap. FHIR Appointment.
/// </summary>
public sealed class Appointment : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required AppointmentId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required Instant StartsAt { get; set; }

    /// <summary>Exclusive; after <see cref="StartsAt"/>.</summary>
    public required Instant EndsAt { get; set; }

    /// <summary>Null: booked at a free length of the clinic's own choice.</summary>
    public VisitTypeId? VisitTypeId { get; init; }

    /// <summary>Kept free before the start, as the visit type asked when it was booked.</summary>
    public int MinutesBefore { get; init; }

    /// <summary>Kept free after the end.</summary>
    public int MinutesAfter { get; init; }

    /// <summary>Made by the form that asked for it: the same request twice is one booking.</summary>
    public Guid? Request { get; init; }

    /// <summary>Why the patient comes, in the clinic's words, at most 200 characters.</summary>
    public required string Reason { get; set; }
    public required Modality Modality { get; set; }
    public required AppointmentStatus Status { get; set; }
    public required Instant CreatedAt { get; init; }
    public required AccountId BookedBy { get; init; }

    /// <summary>Why it was cancelled: declined by the practitioner, or cancelled by whom.</summary>
    public CancellationReason? CancelledBecause { get; set; }

    /// <summary>What was said about the cancellation, at most <see cref="AppointmentMoves.MaxNote"/> characters: read by the clinic and the patient.</summary>
    public string? CancellationNote { get; set; }

    /// <summary>Grows with every change; a stale writer is refused.</summary>
    public int Version { get; set; }
}

public enum Modality
{
    Video,
    Audio,
}

/// <summary>FHIR appointmentstatus, those that Telemed uses.</summary>
public enum AppointmentStatus
{
    Pending,
    Booked,
    Arrived,
    Fulfilled,
    NoShow,
    Cancelled,
    EnteredInError,
}

public enum CancellationReason
{
    Declined,
    ByPatient,
    ByClinic,
}
