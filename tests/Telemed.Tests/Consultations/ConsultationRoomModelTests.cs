using CsCheck;
using NodaTime;
using Telemed.Consultations;
using Telemed.Platform;

namespace Telemed.Tests.Consultations;

/// <summary>Thousands of random lives of a room: whatever happens in whatever order, these hold.</summary>
public sealed class ConsultationRoomModelTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 23, 12, 0);
    private static readonly ParticipantId Alice = ParticipantId.New();
    private static readonly ParticipantId Bob = ParticipantId.New();

    private sealed record Move(int Kind, int Who, int Connection, int Pause, bool Elsewhere);

    private static readonly Gen<Move[]> Lives = Gen.Select(Gen.Int[0, 10], Gen.Int[0, 2], Gen.Int[0, 3],
        Gen.OneOf(Gen.Int[0, 40_000], Gen.Int[0, 4_000_000]), Gen.Bool, (kind, who, connection, pause, elsewhere) => new Move(kind, who, connection, pause, elsewhere))
        .Array[1, 40];

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
        var who = move.Who switch { 0 => Alice, 1 => Bob, _ => ParticipantId.New() };
        var connection = new RoomConnection($"{move.Who}-{move.Connection}", $"tab-{move.Connection % 2}");
        return move.Kind switch
        {
            <= 3 => room.Arrive(who, connection, now, move.Elsewhere),
            4 or 5 => room.Leave(connection.Id, now),
            6 => room.Admit(connection.Id, who, now, move.Elsewhere),
            7 => room.End(connection.Id, EndReason.ByPractitioner, now),
            8 => move.Connection is 0 ? room.Hold(now) : room.Release(now - Duration.FromMilliseconds(move.Pause), now),
            9 => room.Reconsider(now, move.Elsewhere),
            _ => room.Lose(_ => move.Connection is 0, now),
        };
    }

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

            Assert.InRange(happening.At, was.LastAt ?? Instant.MinValue, now);
            at = at.After(happening);
        }

        Assert.Equal(state.Number, was.Number + step.Happenings.Count);
        Assert.All(state.Present.Keys, who => Assert.True(who == Alice || who == Bob));
        Assert.Equal(state.Present.Count, state.Present.Values.Select(c => c.Id).Distinct().Count());
        Assert.True(step.Room.DueAt is not { } due || due >= now, "A timer that was due has not fired.");
        Assert.True(state.Status is not RoomStatus.Active || now - state.StartedAt < RoomRules.Default.LongestLive);
        Assert.True(state.Status is not RoomStatus.Active || !state.Present.IsEmpty || now - state.EmptySince < RoomRules.Default.EmptyGrace);

        // Nothing about a room reaches a page that is not in it, save the one that is sent away.
        foreach (var message in step.Messages.Where(m => m.News is not (RoomNews.TakenOver or RoomNews.Ended or RoomNews.Welcome)))
        {
            Assert.All(message.To, to => Assert.Contains(to, was.Present.Values.Concat(at.Present.Values).Concat(Now(step)).Select(c => c.Id)));
        }

        var welcome = step.Messages.Where(m => m.News is RoomNews.Welcome).ToList();
        Assert.Equal(move.Kind <= 3 && move.Who < 2 ? 1 : 0, welcome.Count);
        Assert.All(welcome, w => Assert.Equal((step.Messages[0], $"{move.Who}-{move.Connection}"), (w, Assert.Single(w.To))));
    }

    private static IEnumerable<RoomConnection> Now(RoomStep step) => step.Happenings.Where(h => h.Connection is not null).Select(h => h.Connection!);
}
