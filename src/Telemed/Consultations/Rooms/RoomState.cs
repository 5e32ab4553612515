using System.Collections.Immutable;
using NodaTime;
using Telemed.Consultations.Quality;
using Telemed.Platform;

namespace Telemed.Consultations.Rooms;

public enum RoomStatus
{
    Waiting,
    Active,
    Ended,
}

/// <summary>One open page of a participant.</summary>
/// <param name="Id">Its node and the hub's id of the connection; never shown to anyone.</param>
/// <param name="Tab">The browser tab's own id: the same tab that reconnects takes nothing over.</param>
/// <param name="Attempt">Which of the tab's joins brought it; a later one has a higher number.</param>
/// <param name="Silent">For how long its page had heard nothing over the line before, as it says; zero: that one still spoke, and the page moves to another node.</param>
public sealed record RoomConnection(string Id, string Tab, int Attempt = 0, TimeSpan? Silent = null)
{
    public const int LongestTab = 64;

    /// <summary>An IPv6 address, a port and a start of the node; 22 characters of the hub.</summary>
    public const int LongestId = 120;
}

/// <summary>Something that happened in a room; stored as a <see cref="RoomEvent"/>.</summary>
/// <param name="Leave">With Left: how; kept as an incident where it was not wanted.</param>
public sealed record RoomHappening(RoomEventKind Kind, Instant At, ParticipantId? Participant = null,
    RoomConnection? Connection = null, EndReason? Reason = null, LeaveKind Leave = LeaveKind.Wanted);

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

    /// <summary>The latest join of every page that ever came.</summary>
    public ImmutableDictionary<(ParticipantId, string Tab), int> Attempts { get; init; } = ImmutableDictionary<(ParticipantId, string Tab), int>.Empty;

    /// <summary>Who was here and is not, and since when.</summary>
    public ImmutableDictionary<ParticipantId, Instant> GoneSince { get; init; } = ImmutableDictionary<ParticipantId, Instant>.Empty;

    /// <summary>Who was invited and not removed, and in which seat.</summary>
    public ImmutableDictionary<ParticipantId, int> Guests { get; init; } = ImmutableDictionary<ParticipantId, int>.Empty;

    /// <summary>Guests who were removed: they never come back.</summary>
    public ImmutableHashSet<ParticipantId> Removed { get; init; } = [];

    /// <summary>Since when neither practitioner nor patient is there; null while one is, or none ever came. Guests do not count.</summary>
    public Instant? EmptySince { get; init; }
    /// <summary>Since when the live part is paused; null while it is not.</summary>
    public Instant? PausedSince { get; init; }
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
            RoomEventKind.LiveClosed => next with { Status = RoomStatus.Waiting, LiveBefore = LiveUntil(EmptySince ?? at), PausedSince = null },
            RoomEventKind.NoShowAsked => next with { NoShowAsked = true },
            RoomEventKind.EndingSoon => next with { Warned = true },
            RoomEventKind.Paused => next with { PausedSince = at },
            RoomEventKind.Resumed => next with { PausedSince = null },
            RoomEventKind.Ended => next with
            {
                Status = RoomStatus.Ended, EndedAt = at, EndedBecause = happening.Reason, LiveBefore = LiveUntil(at), Present = Present.Clear(), PausedSince = null,
            },
            RoomEventKind.Invited => next with { Guests = Guests.Add(happening.Participant!.Value, FreeSeat()) },
            RoomEventKind.Removed => next with
            {
                Guests = Guests.Remove(happening.Participant!.Value), Removed = Removed.Add(happening.Participant.Value), Present = Present.Remove(happening.Participant.Value),
                GoneSince = GoneSince.Remove(happening.Participant.Value),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happening), happening.Kind, "unknown"),
        };
    }

    /// <summary>
    /// A join from before what is known: the same page has joined since by another connection, or it was replaced by a page that came
    /// later and is here. It was long on its way, or comes from a page whose network was away while the person went on in another.
    /// </summary>
    public bool IsPast(ParticipantId who, RoomConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var page = (who, connection.Tab);
        return (Attempts.TryGetValue(page, out var latest) && connection.Attempt < latest)
            || (Present.TryGetValue(who, out var present) && Pages.TryGetValue(page, out var came) && came < Pages[(who, present.Tab)]);
    }

    /// <summary>Live time in all, up to <paramref name="now"/>.</summary>
    public Duration LiveUntil(Instant now) => Status is RoomStatus.Active ? LiveBefore + (now - StartedAt!.Value) : LiveBefore;

    private RoomState With(ParticipantId participant, RoomConnection connection, Instant at) => this with
    {
        Present = Present.SetItem(participant, connection),
        Pages = Pages.ContainsKey((participant, connection.Tab)) ? Pages : Pages.Add((participant, connection.Tab), at),
        Attempts = Attempts.SetItem((participant, connection.Tab), connection.Attempt),
        GoneSince = GoneSince.Remove(participant),
        EmptySince = Guests.ContainsKey(participant) ? EmptySince : null,
    };

    private RoomState Without(ParticipantId participant, Instant at)
    {
        var present = Present.Remove(participant);
        var empty = Guests.ContainsKey(participant) ? EmptySince : present.Keys.All(Guests.ContainsKey) ? at : null;
        return this with { Present = present, GoneSince = GoneSince.SetItem(participant, at), EmptySince = empty };
    }

    /// <summary>The lowest that nobody has; practitioner and patient sit in 0 and 1.</summary>
    private int FreeSeat() => Enumerable.Range(2, Guests.Count + 1).First(seat => !Guests.ContainsValue(seat));
}
