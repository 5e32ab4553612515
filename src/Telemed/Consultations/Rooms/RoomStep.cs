using System.Collections.Immutable;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Rooms;

/// <summary>What the room says. A closed hierarchy.</summary>
public abstract record RoomNews
{
    private RoomNews()
    {
    }

    /// <summary>To a page that has just come in, before anything else: the whole state, as this participant may see it. News that follow start from it.</summary>
    public sealed record Welcome(ParticipantId Who) : RoomNews;

    public sealed record Arrived(ParticipantId Participant) : RoomNews;

    /// <param name="Dropped">Their connection broke; nobody said that they go.</param>
    public sealed record Left(ParticipantId Participant, bool Dropped = false) : RoomNews;

    /// <summary>A guest was removed for good; to the others, and to the guest.</summary>
    public sealed record Removed(ParticipantId Participant) : RoomNews;

    public sealed record Started(Instant At) : RoomNews;

    /// <summary>The live part closed: back to waiting.</summary>
    public sealed record LiveClosed : RoomNews;

    /// <summary>Nobody else came since the planned start.</summary>
    public sealed record NobodyCame : RoomNews;

    /// <summary>The practitioner is away for a moment.</summary>
    public sealed record Paused(Instant Since) : RoomNews;

    public sealed record Resumed : RoomNews;

    public sealed record EndingSoon(Instant EndsAt) : RoomNews;

    public sealed record Ended(Instant At, EndReason Reason, Duration Live) : RoomNews;

    /// <summary>To the older page of a participant: a newer one goes on.</summary>
    public sealed record TakenOver : RoomNews;
}

/// <summary>One piece of news and the connections that hear it.</summary>
public sealed record RoomMessage(RoomNews News, ImmutableArray<string> To);

public enum RoomRefusal
{
    /// <summary>Not a participant of this room.</summary>
    NotFound,

    /// <summary>Not from this participant, or not in this state.</summary>
    NotAllowed,

    /// <summary>There is no place left in the room.</summary>
    Full,

    /// <summary>Another page of this participant is in the room in its place.</summary>
    TakenOver,

    /// <summary>The connection is not in the room, nor is another page of this participant: taken for dead, perhaps. The page may come back.</summary>
    Away,

    /// <summary>Somebody else shows their screen; one at a time.</summary>
    ScreenTaken,
}

/// <summary>What a command did: the room after it, what happened and what to tell whom; or why not.</summary>
public sealed record RoomStep(ConsultationRoom Room, ImmutableList<RoomHappening> Happenings, ImmutableList<RoomMessage> Messages, RoomRefusal? Refusal = null)
{
    internal static RoomStep Begin(ConsultationRoom room) => new(room, [], []);

    internal RoomStep Refuse(RoomRefusal refusal) => this with { Refusal = refusal };

    /// <summary>Something happened; <paramref name="news"/> goes to those present after it, save the one it is about.</summary>
    internal RoomStep Then(RoomHappening happening, RoomNews? news = null)
    {
        // Ended clears the room, so its news goes to those present before.
        var hearers = happening.Kind is RoomEventKind.Ended ? Room.State.Present : Room.State.After(happening).Present;
        var about = happening.Kind is RoomEventKind.Arrived or RoomEventKind.TakenOver or RoomEventKind.Left ? happening.Participant : null;
        var step = this with { Room = Room.After(happening), Happenings = Happenings.Add(happening) };
        return news is null ? step : step.Tell(news, [.. hearers.Where(p => p.Key != about).Select(p => p.Value.Id)]);
    }

    internal RoomStep Tell(RoomNews news, params ImmutableArray<string> to) =>
        to.IsEmpty ? this : this with { Messages = Messages.Add(new RoomMessage(news, to)) };

    /// <summary>To whoever may have missed something: the whole state, before any news.</summary>
    internal RoomStep Remind(IEnumerable<KeyValuePair<ParticipantId, RoomConnection>> those) => those.DistinctBy(one => one.Value.Id)
        .Aggregate(this, (step, one) => step.Greet(one.Key, one.Value.Id));

    /// <summary>The first thing that this connection hears.</summary>
    internal RoomStep Greet(ParticipantId who, string connection) =>
        this with { Messages = Messages.Insert(0, new RoomMessage(new RoomNews.Welcome(who), [connection])) };
}
