using NodaTime;
using Telemed.Consultations.Ending;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>
/// The visit that will happen, is happening or happened; its own status, never inferred from the appointment. FHIR Encounter, class VR.
/// </summary>
public sealed class Encounter : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required EncounterId Id { get; init; }

    /// <summary>Null for an instant consultation. At most one encounter an appointment.</summary>
    public AppointmentId? AppointmentId { get; init; }
    public required PatientId PatientId { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required EncounterStatus Status { get; set; }
    public required Instant CreatedAt { get; init; }

    /// <summary>The first arrival of anyone in the room.</summary>
    public Instant? OpenedAt { get; set; }

    /// <summary>The instant at which practitioner and patient were first both in the room.</summary>
    public Instant? StartedAt { get; set; }
    public Instant? EndedAt { get; set; }
    public EndReason? EndedBecause { get; set; }

    /// <summary>How long the room was live in all, in seconds; set when it ends.</summary>
    public int? DurationSeconds { get; set; }

    /// <summary>When a timer of the room is due next; null: none. Stored, so that it fires after a restart too.</summary>
    public Instant? DueAt { get; set; }

    /// <summary>When the patient was told that the turn is near; null: not yet. Once a visit.</summary>
    public Instant? TurnToldAt { get; set; }

    /// <summary>Since when a visit that took place lacks its <see cref="Closure"/>; null: it has one, or owes none.</summary>
    public Instant? ClosingOwedSince { get; set; }

    /// <summary>Grows with every change; two activations of one room cannot both write.</summary>
    public int Version { get; set; }
}

/// <summary>FHIR encounter-status, those that Telemed uses.</summary>
public enum EncounterStatus
{
    Planned,
    InProgress,
    Completed,
    Cancelled,
}

public enum EndReason
{
    ByPractitioner,
    MaxDuration,
    NoShow,
    Expired,
}
