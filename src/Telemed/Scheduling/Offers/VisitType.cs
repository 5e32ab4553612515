using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Offers;

/// <summary>What one may be booked for in a clinic, and how long it takes. FHIR HealthcareService.</summary>
public sealed class VisitType : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required VisitTypeId Id { get; init; }

    /// <summary>As patients read it, at most <see cref="MaxName"/> characters.</summary>
    public required string Name { get; set; }
    public required int Minutes { get; set; }

    /// <summary>Kept free before the start, to prepare.</summary>
    public int MinutesBefore { get; set; }

    /// <summary>Kept free after the end, to write up.</summary>
    public int MinutesAfter { get; set; }
    public required Modality Modality { get; set; }

    /// <summary>Patients book it themselves; else the clinic's staff alone.</summary>
    public bool ForPatients { get; set; }

    /// <summary>What a patient books stands at once; else the practitioner confirms it first.</summary>
    public bool StandsAtOnce { get; set; }

    /// <summary>No longer offered since; what is booked stays.</summary>
    public Instant? RetiredAt { get; set; }

    public int Version { get; set; }

    public VisitLength Length => new(Duration.FromMinutes(Minutes), Duration.FromMinutes(MinutesBefore), Duration.FromMinutes(MinutesAfter));

    public const int MaxName = 80;

    /// <summary>Minutes before and after, each.</summary>
    public const int MaxAround = 60;
}
