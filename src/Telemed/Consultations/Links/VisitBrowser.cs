using Telemed.Platform;
using NodaTime;

namespace Telemed.Consultations.Links;

/// <summary>The browser that a participant is bound to: the visit cookie holds a 256-bit secret, the row its SHA-256. One live row a participant.</summary>
public sealed class VisitBrowser : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required VisitBrowserId Id { get; init; }
    public required ParticipantId ParticipantId { get; init; }
    public required byte[] SecretHash { get; init; }
    public required Instant BoundAt { get; init; }

    /// <summary>Set when another device took over, or the visit's links were revoked.</summary>
    public Instant? SteppedDownAt { get; set; }
}

/// <summary>A six-digit code to the address on file that lets a participant go on in another browser.</summary>
public sealed class ContinuationCode : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ContinuationCodeId Id { get; init; }
    public required ParticipantId ParticipantId { get; init; }

    /// <summary>Null until the mail is sent: the sender mints the code.</summary>
    public byte[]? CodeHash { get; set; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; set; }
    public int Tries { get; set; }
    public Instant? UsedAt { get; set; }
}
