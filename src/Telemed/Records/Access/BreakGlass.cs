using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Access;

/// <summary>A practitioner opened the record of somebody who is not their patient, and said why. Append-only; the right ends by itself.</summary>
public sealed class BreakGlass : ITenantOwned
{
    public const int MaxReason = 300;

    /// <summary>A letter is no reason: the patient and the administrator read it.</summary>
    public const int MinReason = 8;

    /// <summary>How long it opens the record.</summary>
    public static readonly Duration Lasts = Duration.FromHours(4);

    public required TenantId TenantId { get; init; }
    public required BreakGlassId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required AccountId AccountId { get; init; }
    public required string Reason { get; init; }
    public required Instant At { get; init; }
    public required Instant EndsAt { get; init; }
}
