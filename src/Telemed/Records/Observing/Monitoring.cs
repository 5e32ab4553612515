using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Observing;

/// <summary>
/// A practitioner follows from afar what a patient measures at home: outside of these thresholds they are told. A change of the thresholds
/// is a new row; at most one of a patient is open (unique index).
/// </summary>
public sealed class Monitoring : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required MonitoringId Id { get; init; }
    public required PatientId PatientId { get; init; }

    /// <summary>Who switched it on, and is told.</summary>
    public required PractitionerId PractitionerId { get; init; }
    public required Instant Since { get; init; }

    /// <summary>mm[Hg]; above either the practitioner is told.</summary>
    public required int MostSystolic { get; init; }
    public required int MostDiastolic { get; init; }

    /// <summary>mg/dL; below the one or above the other.</summary>
    public required int LeastGlucose { get; init; }
    public required int MostGlucose { get; init; }
    public Instant? StoppedAt { get; set; }
    public AccountId? StoppedBy { get; set; }

    public Thresholds Thresholds => new(MostSystolic, MostDiastolic, LeastGlucose, MostGlucose);
}

/// <summary>Between what a monitored patient's measures may lie without anybody being told. mm[Hg] and mg/dL.</summary>
public sealed record Thresholds(int MostSystolic, int MostDiastolic, int LeastGlucose, int MostGlucose)
{
    /// <summary>Hypertension from 140/90, and the glucose of the consensus on time in range: see <see cref="Vital.All"/>.</summary>
    public static readonly Thresholds Default = new(140, 90, 70, 180);

    public bool IsSound => Within(ObservationKind.BloodPressure, MostSystolic) && Vital.LikelyDiastolic.Holds(MostDiastolic) && MostDiastolic < MostSystolic
        && Within(ObservationKind.Glucose, LeastGlucose) && Within(ObservationKind.Glucose, MostGlucose) && LeastGlucose < MostGlucose;

    public bool IsPassedBy(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return observation.Kind switch
        {
            ObservationKind.BloodPressure => observation.Value > MostSystolic || observation.Second > MostDiastolic,
            ObservationKind.Glucose => observation.Value < LeastGlucose || observation.Value > MostGlucose,
            _ => false,
        };
    }

    private static bool Within(ObservationKind kind, int value) => Vital.Of(kind).Likely.Holds(value);
}
