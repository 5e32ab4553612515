using Telemed.Platform;
using NodaTime;

namespace Telemed.Consultations;

/// <summary>One line said in the room. The sender's own id for it makes a repeat harmless.</summary>
public sealed class ChatMessage : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ChatMessageId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required ParticipantId ParticipantId { get; init; }

    /// <summary>Chosen by the sender's page; unique per participant.</summary>
    public required Guid ClientId { get; init; }

    /// <summary>1 to 2,000 characters.</summary>
    public required string Text { get; init; }
    public required Instant At { get; init; }
}
