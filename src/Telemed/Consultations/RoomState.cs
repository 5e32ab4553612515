using System.Collections.Immutable;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations;

public enum RoomStatus
{
    Waiting,
    Active,
    Ended,
}

/// <summary>One open page of a participant.</summary>
/// <param name="Id">The hub's id of the connection; never shown to anyone.</param>
/// <param name="Tab">The browser tab's own id: the same tab that reconnects takes nothing over.</param>
public sealed record RoomConnection(string Id, string Tab)
{
    public const int LongestTab = 64;
}

/// <summary>Something that happened in a room; stored as a <see cref="RoomEvent"/>.</summary>
public sealed record RoomHappening(RoomEventKind Kind, Instant At, ParticipantId? Participant = null,
    RoomConnection? Connection = null, EndReason? Reason = null);

/// <summary>What the events of a room come to. Folding them in order gives the same state on any node.</summary>
public sealed record RoomState
{
    public static readonly RoomState Empty = new();

    public RoomStatus Status { get; init; } = RoomStatus.Waiting;

    /// <summary>The number of the last event.</summary>
    public int Number { get; init; }
    public Instant? LastAt { get; init; }
    public Instant? OpenedAt { get; init; }

    /// <summary>Start of the present live part, or of the last one.</summary>
    public Instant? StartedAt { get; init; }

    /// <summary>Live parts that are over, in all.</summary>
    public Duration LiveBefore { get; init; }

    public ImmutableDictionary<ParticipantId, RoomConnection> Present { get; init; } = ImmutableDictionary<ParticipantId, RoomConnection>.Empty;

    /// <summary>Every page that ever came, and when it first did.</summary>
    public ImmutableDictionary<(ParticipantId, string Tab), Instant> Pages { get; init; } = ImmutableDictionary<(ParticipantId, string Tab), Instant>.Empty;

    /// <summary>Who was here and is not, and since when.</summary>
    public ImmutableDictionary<ParticipantId, Instant> GoneSince { get; init; } = ImmutableDictionary<ParticipantId, Instant>.Empty;

    /// <summary>Since when nobody is there; null while someone is, or nobody ever came.</summary>
    public Instant? EmptySince { get; init; }
    public bool Admitted { get; init; }
    public bool NoShowAsked { get; init; }
    public bool Warned { get; init; }
    public Instant? EndedAt { get; init; }
    public EndReason? EndedBecause { get; init; }

    public RoomState After(RoomHappening happening)
    {
        ArgumentNullException.ThrowIfNull(happening);
        var at = happening.At;
        var next = this with { Number = Number + 1, LastAt = at };
        return happening.Kind switch
        {
            RoomEventKind.Opened => next with { OpenedAt = at },
            RoomEventKind.Arrived or RoomEventKind.TakenOver => next.With(happening.Participant!.Value, happening.Connection!, at),
            RoomEventKind.Left => next.Without(happening.Participant!.Value, at),
            RoomEventKind.Admitted => next with { Admitted = true },
            RoomEventKind.Started => next with { Status = RoomStatus.Active, StartedAt = at, Warned = false },
            RoomEventKind.LiveClosed => next with { Status = RoomStatus.Waiting, LiveBefore = LiveUntil(EmptySince ?? at) },
            RoomEventKind.NoShowAsked => next with { NoShowAsked = true },
            RoomEventKind.EndingSoon => next with { Warned = true },
            RoomEventKind.Ended => next with
            {
                Status = RoomStatus.Ended, EndedAt = at, EndedBecause = happening.Reason, LiveBefore = LiveUntil(at), Present = Present.Clear(),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happening), happening.Kind, "unknown"),
        };
    }

    /// <summary>Live time in all, up to <paramref name="now"/>.</summary>
    public Duration LiveUntil(Instant now) => Status is RoomStatus.Active ? LiveBefore + (now - StartedAt!.Value) : LiveBefore;

    private RoomState With(ParticipantId participant, RoomConnection connection, Instant at) => this with
    {
        Present = Present.SetItem(participant, connection),
        Pages = Pages.ContainsKey((participant, connection.Tab)) ? Pages : Pages.Add((participant, connection.Tab), at),
        GoneSince = GoneSince.Remove(participant),
        EmptySince = null,
    };

    private RoomState Without(ParticipantId participant, Instant at)
    {
        var present = Present.Remove(participant);
        return this with { Present = present, GoneSince = GoneSince.SetItem(participant, at), EmptySince = present.IsEmpty ? at : null };
    }
}
