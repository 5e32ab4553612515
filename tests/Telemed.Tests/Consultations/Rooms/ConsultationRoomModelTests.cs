using CsCheck;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Rooms;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>Thousands of random lives of a room: whatever happens in whatever order, these hold.</summary>
public sealed class ConsultationRoomModelTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 23, 12, 0);
    private static readonly ParticipantId Alice = ParticipantId.New();
    private static readonly ParticipantId Bob = ParticipantId.New();

    /// <summary>One more than find a place.</summary>
    private static readonly ParticipantId[] Guests = [ParticipantId.New(), ParticipantId.New(), ParticipantId.New()];

    private sealed record Move(int Kind, int Who, int Connection, int Pause, bool Elsewhere, int Attempt);

    private static readonly Gen<Move[]> Lives = Gen.Select(Gen.Int[0, 15], Gen.Int[0, 5], Gen.Int[0, 3],
        Gen.OneOf(Gen.Int[0, 40_000], Gen.Int[0, 4_000_000]), Gen.Bool, Gen.Int[0, 4],
        (kind, who, connection, pause, elsewhere, attempt) => new Move(kind, who, connection, pause, elsewhere, attempt))
        .Array[1, 60];

    [Fact]
    public void Whatever_happens_the_rules_of_the_room_hold() =>
        Gen.Select(Lives, Gen.Bool, Gen.Bool).Sample((life, byHand, instant) => Live(life, byHand, instant), iter: 5_000);

    private static void Live(Move[] life, bool byHand, bool instant)
    {
        var room = new ConsultationRoom(instant ? new RoomPlan(Noon, null, null, byHand, Alice, Bob)
            : new RoomPlan(Noon - Duration.FromDays(1), Noon + Duration.FromMinutes(10), Noon + Duration.FromMinutes(40), byHand, Alice, Bob),
            RoomState.Empty, RoomRules.Default);
        var (now, all) = (Noon, new List<RoomHappening>());
        foreach (var move in life)
        {
            now += Duration.FromMilliseconds(move.Pause);
            var step = Make(room, move, now);
            Check(room, step, move, now, byHand);
            all.AddRange(step.Happenings);
            room = step.Room;
        }

        // The rows alone give the same room, and the times in them never go back.
        Assert.Equivalent(room.State, all.Aggregate(RoomState.Empty, (state, happening) => state.After(happening)), strict: true);
        Assert.Equal(all.Select(h => h.At).Order(), all.Select(h => h.At));
    }

    private static RoomStep Make(ConsultationRoom room, Move move, Instant now)
    {
        var who = WhoIs(move);
        var connection = new RoomConnection($"{move.Who}-{move.Connection}", $"tab-{move.Connection % 2}", move.Attempt);
        return move.Kind switch
        {
            <= 3 => room.Arrive(who, connection, now, move.Elsewhere),
            4 => room.Leave(connection.Id, now),
            5 => room.Leave(connection.Id, now, LeaveKind.LineLost),
            6 => room.Admit(connection.Id, who, now, move.Elsewhere),
            7 => room.End(connection.Id, EndReason.ByPractitioner, now),
            8 => move.Connection is 0 ? room.Hold(now) : room.Release(now - Duration.FromMilliseconds(move.Pause), now),
            9 => room.Reconsider(now, move.Elsewhere),
            10 or 11 => room.Invite($"{(move.Elsewhere ? move.Connection % 2 : 0)}-{move.Connection}", who, now),
            12 => room.Remove($"{(move.Elsewhere ? move.Connection % 2 : 0)}-{move.Connection}", who, now),
            13 => room.Pause(connection.Id, now),
            14 => room.Resume(connection.Id, now),
            _ => room.Lose(_ => move.Connection is 0, now),
        };
    }

    private static ParticipantId WhoIs(Move move) => move.Who switch { 0 => Alice, 1 => Bob, 2 => Stranger, var guest => Guests[guest - 3] };

    private static readonly ParticipantId Stranger = ParticipantId.New();

    private static void Check(ConsultationRoom before, RoomStep step, Move move, Instant now, bool byHand)
    {
        var (was, state) = (before.State, step.Room.State);
        if (was.Status is RoomStatus.Ended)
        {
            Assert.Empty(step.Happenings);
            Assert.Same(was, state);
        }

        // Started only with both there, admitted where that is asked for, and the practitioner not live elsewhere.
        var at = was;
        foreach (var happening in step.Happenings)
        {
            if (happening.Kind is RoomEventKind.Started)
            {
                Assert.True(at.Present.ContainsKey(Alice) && at.Present.ContainsKey(Bob) && at.Status is RoomStatus.Waiting);
                Assert.True(at.Admitted || !byHand);
                Assert.False(move.Elsewhere);
            }

            // Paused by the practitioner alone, only while live, and resumed only when paused.
            if (happening.Kind is RoomEventKind.Paused or RoomEventKind.Resumed)
            {
                Assert.Equal((Alice, RoomStatus.Active), (happening.Participant, at.Status));
                Assert.Equal(happening.Kind is RoomEventKind.Resumed, at.PausedSince is not null);
            }

            Assert.InRange(happening.At, was.LastAt ?? Instant.MinValue, now);
            CheckTime(before.Plan, at, happening, move, now);
            at = at.After(happening);
        }

        // The joins of a page never go back, whoever is present; a page is not put out by one that came before it.
        foreach (var (page, latest) in was.Attempts)
        {
            Assert.True(state.Attempts[page] >= latest);
        }

        foreach (var (who, connection) in state.Present.Where(p => was.Present.TryGetValue(p.Key, out var before) && before.Tab != p.Value.Tab))
        {
            Assert.True(state.Pages[(who, connection.Tab)] >= was.Pages[(who, was.Present[who].Tab)]);
        }

        Assert.Equal(state.Number, was.Number + step.Happenings.Count);
        Assert.All(state.Present.Keys, who => Assert.True(who == Alice || who == Bob || state.Guests.ContainsKey(who)));
        CheckGuests(was, step);
        Assert.Equal(state.Present.Count, state.Present.Values.Select(c => c.Id).Distinct().Count());
        Assert.True(step.Room.DueAt is not { } due || due >= now, "A timer that was due has not fired.");
        Assert.True(state.Status is not RoomStatus.Active || now - state.StartedAt < RoomRules.Default.LongestLive);
        Assert.True(state.Status is not RoomStatus.Active || state.Present.ContainsKey(Alice) || state.Present.ContainsKey(Bob) || now - state.EmptySince < RoomRules.Default.EmptyGrace);

        Assert.True(state.PausedSince is not { } since || state.Status is RoomStatus.Active && since >= state.StartedAt);

        // Nothing about a room reaches a page that is not in it, save the one that is sent away.
        foreach (var message in step.Messages.Where(m => m.News is not (RoomNews.TakenOver or RoomNews.Ended or RoomNews.Welcome or RoomNews.Removed)))
        {
            Assert.All(message.To, to => Assert.Contains(to, was.Present.Values.Concat(at.Present.Values).Concat(Now(step)).Select(c => c.Id)));
        }

        var welcome = step.Messages.Where(m => m.News is RoomNews.Welcome).ToList();
        Assert.Equal(move.Kind <= 3 && before.Knows(WhoIs(move)) && step.Refusal is null ? 1 : 0, welcome.Count);
        Assert.All(welcome, w => Assert.Equal((step.Messages[0], $"{move.Who}-{move.Connection}"), (w, Assert.Single(w.To))));
    }

    /// <summary>What a room does by itself happens at the very instant of its rule, however late anybody looks; what somebody does, now.</summary>
    private static void CheckTime(RoomPlan plan, RoomState was, RoomHappening happening, Move move, Instant now)
    {
        Instant? exact = happening switch
        {
            { Kind: RoomEventKind.EndingSoon } => was.StartedAt + Duration.FromMinutes(115),
            { Kind: RoomEventKind.Ended, Reason: EndReason.MaxDuration } => was.StartedAt + Duration.FromHours(2),
            { Kind: RoomEventKind.LiveClosed } when move.Kind is not 8 || happening.At != now => was.EmptySince + Duration.FromSeconds(30),
            // What came due while it could not happen happens with what let it.
            { Kind: RoomEventKind.NoShowAsked } => Later(NobodyCameBy(plan, was), was.LastAt),
            { Kind: RoomEventKind.Ended, Reason: EndReason.Expired } => Later(ExpiresAt(plan, was), was.LastAt),
            _ => now,
        };
        Assert.Equal(exact, happening.At);
    }

    /// <summary>Half an hour after the plan, or after an instant room was opened; that one is open for an hour if nobody ever comes.</summary>
    private static Instant? NobodyCameBy(RoomPlan plan, RoomState was) => plan.StartsAt + Duration.FromMinutes(30)
        ?? was.OpenedAt + Duration.FromMinutes(30) ?? plan.CreatedAt + Duration.FromHours(1);

    /// <summary>Before it was ever live, as long after the last one went; afterwards where its links stop admitting.</summary>
    private static Instant? ExpiresAt(RoomPlan plan, RoomState was) => was.StartedAt is null
        ? was.EmptySince > NobodyCameBy(plan, was) ? was.EmptySince + Duration.FromMinutes(30) : NobodyCameBy(plan, was)
        : plan.EndsAt is { } ends ? Later(ends + Duration.FromHours(2), was.EmptySince) : was.EmptySince + Duration.FromHours(2);

    private static Instant? Later(Instant? one, Instant? other) => other > one ? other : one;

    private static void CheckGuests(RoomState was, RoomStep step)
    {
        var state = step.Room.State;
        Assert.InRange(state.Present.Count, 0, RoomRules.MostParticipants);
        Assert.InRange(state.Guests.Count, 0, RoomRules.MostGuests);
        Assert.All(state.Guests.Values, seat => Assert.InRange(seat, 2, RoomRules.MostParticipants - 1));
        Assert.Equal(state.Guests.Count, state.Guests.Values.Distinct().Count());
        Assert.All(state.Guests.Keys, guest => Assert.Contains(guest, Guests.Append(Stranger)));
        Assert.True(was.Removed.IsSubsetOf(state.Removed), "Who was removed came back.");
        Assert.DoesNotContain(state.Guests.Keys.Concat(state.Present.Keys), state.Removed.Contains);

        // Empty is a room without its two, whoever else is in it.
        var ever = state.Pages.Keys.Any(page => page.Item1 == Alice || page.Item1 == Bob);
        var here = state.Present.ContainsKey(Alice) || state.Present.ContainsKey(Bob);
        Assert.True(state.Status is RoomStatus.Ended || (ever && !here) == state.EmptySince is not null, "Guests moved the time at which the room fell empty.");
        if (was.EmptySince is { } empty && !step.Happenings.Exists(h => h.Participant == Alice || h.Participant == Bob))
        {
            Assert.Equal(empty, state.EmptySince);
        }
    }

    private static IEnumerable<RoomConnection> Now(RoomStep step) => step.Happenings.Where(h => h.Connection is not null).Select(h => h.Connection!);
}
