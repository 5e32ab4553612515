using Telemed.Platform;
using NodaTime;

namespace Telemed.Consultations.Links;

/// <summary>A link that lets one person into one room. Only the SHA-256 of its 256-bit token is stored.</summary>
public sealed class MagicLink : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required MagicLinkId Id { get; init; }
    public required ParticipantId ParticipantId { get; init; }
    public required byte[] TokenHash { get; init; }
    public required Instant IssuedAt { get; init; }

    /// <summary>
    /// A link that was asked for anew and sent to the address on file: like a code, its first redemption may move the visit to the
    /// browser that redeems it.
    /// </summary>
    public bool MovesVisit { get; init; }
    public Instant? RedeemedAt { get; set; }
    public Instant? RevokedAt { get; set; }
}
