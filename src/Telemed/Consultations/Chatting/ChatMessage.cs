using Telemed.Platform;
using NodaTime;

namespace Telemed.Consultations.Chatting;

/// <summary>One line said in the room. The sender's own id for it makes a repeat harmless.</summary>
public sealed class ChatMessage : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ChatMessageId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required ParticipantId ParticipantId { get; init; }

    /// <summary>Chosen by the sender's page; unique per participant.</summary>
    public required Guid ClientId { get; init; }

    /// <summary>1 to 2,000 characters; of a file its name.</summary>
    public required string Text { get; init; }
    public required Instant At { get; init; }

    /// <summary>The file that was sent, when it is one.</summary>
    public DocumentId? DocumentId { get; init; }

    /// <summary>When the page of somebody else in the room first had it; null: of nobody yet.</summary>
    public Instant? DeliveredAt { get; set; }

    /// <summary>When it first stood before somebody else's eyes: their chat was open.</summary>
    public Instant? SeenAt { get; set; }
}
