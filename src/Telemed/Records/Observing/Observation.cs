using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Observing;

/// <summary>
/// One measure of a patient, in the unit of its <see cref="Vital"/>. Never changed and never deleted (triggers on both databases); an error
/// is marked, with a reason. FHIR Observation, category vital-signs or laboratory.
/// </summary>
public sealed class Observation : ITenantOwned
{
    public const int ReasonLimit = 300;

    /// <summary>Values are whole hundredths, so that both databases keep and compare them without rounding.</summary>
    public const int Scale = 100;

    public required TenantId TenantId { get; init; }
    public required ObservationId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public required ObservationKind Kind { get; init; }

    /// <summary>In hundredths of the unit; of a blood pressure the systolic one.</summary>
    public required int Hundredths { get; init; }

    /// <summary>The diastolic pressure in hundredths; set exactly for blood pressure.</summary>
    public int? SecondHundredths { get; init; }

    /// <summary>When it was measured.</summary>
    public required Instant At { get; init; }
    public required ObservationSource Source { get; init; }
    public required AccountId By { get; init; }
    public required Instant RecordedAt { get; init; }

    /// <summary>The visit in which it was measured; null outside of one.</summary>
    public EncounterId? EncounterId { get; init; }

    /// <summary>Of a body-mass index, the measures that it was computed from; an error of either is one of it.</summary>
    public ObservationId? FromWeight { get; init; }
    public ObservationId? FromHeight { get; init; }
    public Instant? InErrorAt { get; set; }
    public AccountId? InErrorBy { get; set; }
    public string? InErrorBecause { get; set; }

    public decimal Value => (decimal)Hundredths / Scale;

    public decimal? Second => (decimal?)SecondHundredths / Scale;
}

/// <summary>Who measured.</summary>
public enum ObservationSource
{
    Practitioner,

    /// <summary>At home.</summary>
    Patient,

    /// <summary>A program or device that sends for either.</summary>
    Program,
}

public enum ObservationKind
{
    BloodPressure,
    Pulse,
    Temperature,
    Saturation,
    Respiration,
    Weight,
    Height,

    /// <summary>Computed only.</summary>
    BodyMassIndex,
    Glucose,
    Pain,
}
