using NodaTime;
using Telemed.Platform;

namespace Telemed.Records;

/// <summary>A moment of a visit that its practitioner may want in the note: marked by a press, or by a clinical word in the chat.</summary>
public sealed class Moment : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    /// <summary>Of a press chosen by the page, so that a repeat marks nothing twice.</summary>
    public required MomentId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required Instant At { get; init; }

    /// <summary>What the call's clock showed, in seconds; null while the call was not live.</summary>
    public required int? Second { get; init; }
    public required MomentSource Source { get; init; }

    /// <summary>With a keyword: the line in which it stood.</summary>
    public ChatMessageId? ChatMessageId { get; init; }

    /// <summary>Kept into the note or dropped, by whom and when; all null while that is open.</summary>
    public MomentDecision? Decision { get; set; }
    public AccountId? DecidedBy { get; set; }
    public Instant? DecidedAt { get; set; }
}

public enum MomentSource
{
    Button,
    Keyword,
}

public enum MomentDecision
{
    Kept,
    Dropped,
}
