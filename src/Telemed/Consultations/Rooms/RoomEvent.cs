using Telemed.Platform;
using NodaTime;

namespace Telemed.Consultations.Rooms;

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

    /// <summary>With Arrived and TakenOver: the connection, and the browser tab that opened it. Never shown to anyone.</summary>
    public string? Connection { get; init; }
    public string? Tab { get; init; }

    /// <summary>With Arrived and TakenOver: which of the tab's joins.</summary>
    public int? Attempt { get; init; }

    /// <summary>With Ended: why.</summary>
    public EndReason? Reason { get; init; }

    /// <summary>
    /// With the first event of a step: the call that made it, unique within the encounter. The same call again, because its answer was
    /// lost with a node or Orleans runs the room twice for a moment, changes nothing.
    /// </summary>
    public Guid? Operation { get; init; }
}

public enum RoomEventKind
{
    /// <summary>Someone came for the first time.</summary>
    Opened,
    Arrived,
    Left,

    /// <summary>The same participant came by a newer connection, which replaced the older.</summary>
    TakenOver,
    Admitted,

    /// <summary>Practitioner and patient are both there: the room is live.</summary>
    Started,

    /// <summary>The live part closed (empty, or held); the visit goes on until ended.</summary>
    LiveClosed,

    /// <summary>Half an hour alone: whoever waits was told, and asked "no-show?" if practitioner.</summary>
    NoShowAsked,

    /// <summary>The warning before the longest active time is over.</summary>
    EndingSoon,

    /// <summary>The practitioner is away for a moment: neither picture nor sound goes either way.</summary>
    Paused,
    Resumed,
    Ended,

    /// <summary>The practitioner invited a guest, who belongs here from now on.</summary>
    Invited,

    /// <summary>The practitioner removed a guest, for good.</summary>
    Removed,
}
