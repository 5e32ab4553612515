using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Ending;

/// <summary>A patient's one answer to how picture and sound were. No free text: nothing medical belongs here.</summary>
public sealed class VisitRating : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required VisitRatingId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required ParticipantId ParticipantId { get; init; }
    public required VisitQuality Answer { get; init; }
    public required Instant At { get; init; }
}

public enum VisitQuality
{
    Good,
    Fair,
    Poor,
}
