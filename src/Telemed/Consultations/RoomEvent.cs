using Telemed.Platform;
using NodaTime;

namespace Telemed.Consultations;

/// <summary>One transition of a room: who, what, when. Folding a room's events in order gives its state, on any node.</summary>
public sealed class RoomEvent : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required RoomEventId Id { get; init; }
    public required EncounterId EncounterId { get; init; }

    /// <summary>1, 2, 3 … within the encounter; unique, so two activations cannot both append.</summary>
    public required int Number { get; init; }
    public required RoomEventKind Kind { get; init; }
    public ParticipantId? ParticipantId { get; init; }
    public required Instant At { get; init; }
}

public enum RoomEventKind
{
    Opened,
    Arrived,
    Left,
    TakenOver,
    Admitted,
    Started,
    LiveClosed,
    Ended,
}
