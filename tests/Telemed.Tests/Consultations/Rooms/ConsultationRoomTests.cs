using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Rooms;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>The table of the room's rules, line by line, without a server.</summary>
public sealed class ConsultationRoomTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 23, 12, 0);
    private static readonly ParticipantId Alice = ParticipantId.New();
    private static readonly ParticipantId Bob = ParticipantId.New();
    private static readonly RoomConnection A = new("a", "tab-a");
    private static readonly RoomConnection B = new("b", "tab-b");

    [Fact]
    public void It_starts_at_the_instant_at_which_both_are_there()
    {
        var step = Planned().Arrive(Bob, B, Noon, false);
        Assert.Equal(RoomStatus.Waiting, step.Room.State.Status);
        step = step.Room.Arrive(Alice, A, Noon + Seconds(7), false);
        Assert.Equal((RoomStatus.Active, Noon + Seconds(7)), (step.Room.State.Status, step.Room.State.StartedAt));
        // Whoever comes in hears the whole state first: news that overtook it would be undone by it.
        Assert.Equal([new RoomNews.Welcome(Alice), new RoomNews.Arrived(Alice), new RoomNews.Started(Noon + Seconds(7))], step.Messages.Select(m => m.News));
        Assert.Equal(["a"], step.Messages[0].To);
        Assert.Equal(["b"], step.Messages[1].To);
        Assert.Equal(["a", "b"], step.Messages[2].To.Order());
    }

    [Fact]
    public void Where_the_clinic_admits_by_hand_it_starts_when_the_practitioner_admits()
    {
        var room = Both(Planned(byHand: true));
        Assert.Equal(RoomStatus.Waiting, room.State.Status);
        Assert.Equal(RoomRefusal.NotAllowed, room.Admit("b", Bob, Noon, false).Refusal);
        Assert.Equal(RoomRefusal.NotFound, room.Admit("a", ParticipantId.New(), Noon, false).Refusal);
        Assert.Equal(Noon + Seconds(9), room.Admit("a", Bob, Noon + Seconds(9), false).Room.State.StartedAt);
    }

    [Fact]
    public void It_never_starts_while_the_practitioner_is_live_elsewhere()
    {
        var room = Planned().Arrive(Bob, B, Noon, true).Room.Arrive(Alice, A, Noon, true).Room;
        Assert.Equal(RoomStatus.Waiting, room.State.Status);
        Assert.Equal(RoomStatus.Active, room.Reconsider(Noon + Seconds(1), false).Room.State.Status);
    }

    [Fact]
    public void Held_it_waits_again_and_the_practitioner_s_page_stops()
    {
        var step = Both(Planned()).Hold(Noon + Seconds(60));
        Assert.Equal(RoomStatus.Waiting, step.Room.State.Status);
        Assert.Contains(step.Messages, m => m.News is RoomNews.TakenOver && m.To.SequenceEqual(["a"]));
        Assert.Equal(Seconds(60), step.Room.State.LiveBefore);
        Assert.Equal(RoomStatus.Active, step.Room.Arrive(Alice, A, Noon + Seconds(90), false).Room.State.Status);
    }

    [Fact]
    public void Paused_it_stays_live_with_its_timers_until_the_practitioner_is_back()
    {
        var room = Both(Planned());
        Assert.Equal(RoomRefusal.NotAllowed, room.Pause("b", Noon).Refusal);
        Assert.Equal(RoomRefusal.NotAllowed, Planned().Arrive(Alice, A, Noon, false).Room.Pause("a", Noon).Refusal);
        var paused = room.Pause("a", Noon + Seconds(60));
        Assert.Equal((RoomStatus.Active, Noon + Seconds(60), room.DueAt), (paused.Room.State.Status, paused.Room.State.PausedSince, paused.Room.DueAt));
        Assert.Equal(["a", "b"], Assert.Single(paused.Messages, m => m.News is RoomNews.Paused).To.Order());
        Assert.Empty(paused.Room.Pause("a", Noon + Seconds(61)).Happenings);
        // A refresh of either side changes nothing.
        var refreshed = paused.Room.Leave("a", Noon + Seconds(62)).Room.Arrive(Alice, new("a2", "tab-a2"), Noon + Seconds(63), false).Room;
        Assert.Equal(Noon + Seconds(60), refreshed.State.PausedSince);
        var back = refreshed.Resume("a2", Noon + Seconds(70));
        Assert.Null(back.Room.State.PausedSince);
        Assert.Contains(back.Messages, m => m.News is RoomNews.Resumed);
        Assert.Empty(back.Room.Resume("a2", Noon + Seconds(71)).Happenings);
    }

    [Fact]
    public void A_pause_ends_with_the_live_part_and_with_the_visit()
    {
        var paused = Both(Planned()).Pause("a", Noon).Room;
        var ended = paused.End("a", EndReason.ByPractitioner, Noon + Minutes(3)).Room.State;
        Assert.Equal((RoomStatus.Ended, null, Minutes(3)), (ended.Status, ended.PausedSince, ended.LiveBefore));
        var empty = paused.Leave("a", Noon).Room.Leave("b", Noon).Room.Elapse(Noon + Minutes(1)).Room;
        Assert.Equal((RoomStatus.Waiting, null), (empty.State.Status, empty.State.PausedSince));
    }

    [Fact]
    public void A_room_with_the_practitioner_in_it_is_not_released_and_one_without_is()
    {
        var room = Both(Planned());
        Assert.Equal(RoomStatus.Active, room.Release(Noon, Noon).Room.State.Status);
        var left = room.Leave("a", Noon + Minutes(3)).Room;
        // They went there from here; the word of their leaving may come a little later than that of their arriving.
        Assert.Equal(RoomStatus.Waiting, left.Release(Noon + Minutes(3) - Seconds(1), Noon + Minutes(3)).Room.State.Status);
        // They had that other page open all the while and only lost this one: it waits for them.
        Assert.Equal(RoomStatus.Active, left.Release(Noon + Minutes(1), Noon + Minutes(3)).Room.State.Status);
    }

    [Theory, InlineData(29_999, RoomStatus.Active), InlineData(30_000, RoomStatus.Waiting)]
    public void An_empty_room_closes_its_live_part_after_30_seconds(int milliseconds, RoomStatus expected)
    {
        var empty = Both(Planned()).Leave("a", Noon + Seconds(10)).Room.Leave("b", Noon + Seconds(10)).Room;
        Assert.Equal(Noon + Seconds(40), empty.DueAt);
        Assert.Equal(expected, empty.Elapse(Noon + Seconds(10) + Duration.FromMilliseconds(milliseconds)).Room.State.Status);
    }

    [Fact]
    public void After_its_live_part_closed_the_visit_can_be_entered_again_and_starts_anew()
    {
        var room = Both(Planned()).Leave("a", Noon + Seconds(10)).Room.Leave("b", Noon + Seconds(10)).Room;
        var back = room.Arrive(Bob, B, Noon + Minutes(5), false).Room.Arrive(Alice, A, Noon + Minutes(6), false).Room;
        Assert.Equal((RoomStatus.Active, Noon + Minutes(6)), (back.State.Status, back.State.StartedAt));
        Assert.Equal(Seconds(10), back.State.LiveBefore);
    }

    [Fact]
    public void Whoever_comes_back_within_the_grace_finds_the_same_call()
    {
        var room = Both(Planned()).Leave("a", Noon).Room.Leave("b", Noon).Room.Arrive(Bob, new("b2", "tab-b"), Noon + Seconds(29), false).Room;
        Assert.Equal((RoomStatus.Active, Noon), (room.State.Status, room.State.StartedAt));
        Assert.Equal(RoomStatus.Active, room.Elapse(Noon + Minutes(10)).Room.State.Status);
    }

    [Fact]
    public void Half_an_hour_after_the_planned_start_whoever_is_alone_is_told_and_never_closed()
    {
        var room = Planned().Arrive(Bob, B, Noon - Minutes(20), false).Room;
        Assert.Equal(Noon + Minutes(30), room.DueAt);
        var step = room.Elapse(Noon + Minutes(30));
        Assert.Equal([new RoomNews.NobodyCame()], step.Messages.Select(m => m.News));
        Assert.Null(step.Room.DueAt);
        Assert.Equal(RoomStatus.Waiting, step.Room.Elapse(Noon + Duration.FromHours(9)).Room.State.Status);
    }

    [Fact]
    public void With_nobody_in_it_the_room_expires_half_an_hour_after_the_planned_start()
    {
        var step = Planned().Elapse(Noon + Duration.FromHours(3));
        Assert.Equal((RoomStatus.Ended, Noon + Minutes(30), EndReason.Expired), (step.Room.State.Status, step.Room.State.EndedAt, step.Room.State.EndedBecause));
        Assert.Equal(RoomStatus.Waiting, Planned().Elapse(Noon + Minutes(30) - Duration.FromMilliseconds(1)).Room.State.Status);
    }

    [Fact]
    public void An_instant_room_counts_from_its_opening()
    {
        var room = Instantly().Arrive(Alice, A, Noon + Minutes(4), false).Room;
        Assert.Equal(Noon + Minutes(34), room.DueAt);
        Assert.Equal(Noon + Minutes(60), Instantly().DueAt);
    }

    [Fact]
    public void After_two_hours_it_ends_and_five_minutes_before_both_are_warned()
    {
        var room = Both(Planned().Arrive(Bob, B, Noon - Minutes(25), false).Room);
        Assert.Equal(Noon + Minutes(115), room.DueAt);
        var warned = room.Elapse(Noon + Minutes(115));
        Assert.Equal([new RoomNews.EndingSoon(Noon + Minutes(120))], warned.Messages.Select(m => m.News));
        Assert.Equal(Noon + Minutes(120), warned.Room.DueAt);
        var ended = warned.Room.Elapse(Noon + Duration.FromHours(20));
        Assert.Equal([new RoomNews.Ended(Noon + Minutes(120), EndReason.MaxDuration, Minutes(120))], ended.Messages.Select(m => m.News));
        Assert.Equal(Noon + Minutes(120), ended.Room.State.EndedAt);
    }

    [Fact]
    public void The_practitioner_ends_it_and_nobody_else_does()
    {
        var room = Both(Planned());
        Assert.Equal(RoomRefusal.NotAllowed, room.End("b", EndReason.ByPractitioner, Noon).Refusal);
        Assert.Equal(RoomRefusal.TakenOver, room.End("x", EndReason.ByPractitioner, Noon).Refusal);
        var step = room.End("a", EndReason.ByPractitioner, Noon + Minutes(12));
        Assert.Equal(new RoomNews.Ended(Noon + Minutes(12), EndReason.ByPractitioner, Minutes(12)), Assert.Single(step.Messages).News);
        var late = step.Room.Arrive(Bob, B, Noon + Minutes(13), false);
        Assert.Empty(late.Happenings);
        Assert.Equal([new RoomNews.Welcome(Bob), new RoomNews.Ended(Noon + Minutes(12), EndReason.ByPractitioner, Minutes(12))], late.Messages.Select(m => m.News));
        Assert.Null(step.Room.DueAt);
    }

    [Fact]
    public void A_newer_page_takes_over_and_the_older_one_is_told_and_powerless()
    {
        var step = Both(Planned()).Arrive(Alice, new("a2", "tab-2"), Noon + Seconds(5), false);
        Assert.Contains(step.Messages, m => m.News is RoomNews.TakenOver && m.To.SequenceEqual(["a"]));
        Assert.Equal("a2", step.Room.State.Present[Alice].Id);
        Assert.Empty(step.Room.Leave("a", Noon + Seconds(6)).Happenings);
        Assert.Equal(RoomRefusal.TakenOver, step.Room.End("a", EndReason.ByPractitioner, Noon + Seconds(6)).Refusal);
        Assert.Equal(RoomStatus.Active, step.Room.State.Status);
    }

    [Fact]
    public void The_same_tab_that_connects_again_takes_nothing_over()
    {
        var step = Both(Planned()).Arrive(Alice, new("a2", "tab-a"), Noon + Seconds(5), false);
        Assert.DoesNotContain(step.Messages, m => m.News is RoomNews.TakenOver);
    }

    [Fact]
    public void A_join_that_was_long_on_its_way_never_takes_the_place_of_a_later_one_of_its_page()
    {
        var room = Both(Planned()).Arrive(Alice, new("a3", "tab-a", 3), Noon + Seconds(5), false).Room;
        var late = room.Arrive(Alice, new("a2", "tab-a", 2), Noon + Seconds(6), false);
        Assert.Equal((RoomRefusal.TakenOver, 0, 0), (late.Refusal, late.Happenings.Count, late.Messages.Count));
        // Nor when the later one has gone meanwhile: whoever comes then has a higher number.
        room = room.Leave("a3", Noon + Seconds(7), LeaveKind.LineLost).Room;
        Assert.Equal(RoomRefusal.TakenOver, room.Arrive(Alice, new("a2", "tab-a", 2), Noon + Seconds(8), false).Refusal);
        Assert.Equal("a4", room.Arrive(Alice, new("a4", "tab-a", 4), Noon + Seconds(8), false).Room.State.Present[Alice].Id);
    }

    [Fact]
    public void A_page_whose_network_was_away_while_another_took_over_does_not_take_it_back_by_itself()
    {
        var room = Both(Planned()).Leave("a", Noon + Seconds(5), LeaveKind.LineLost).Room.Arrive(Alice, new("n1", "newer"), Noon + Seconds(9), false).Room;
        Assert.Equal(RoomRefusal.TakenOver, room.Arrive(Alice, new("a2", "tab-a", 2), Noon + Seconds(12), false).Refusal);
        Assert.Equal(RoomRefusal.TakenOver, room.RefusalOf(Alice, "a", "tab-a"));
        Assert.Equal(RoomRefusal.Away, room.RefusalOf(Alice, "another line", "newer"));
        // With the newer page gone it comes back: a place is never lost.
        var back = room.Leave("n1", Noon + Seconds(20), LeaveKind.LineLost).Room.Arrive(Alice, new("a3", "tab-a", 3), Noon + Seconds(21), false);
        Assert.Equal("a3", back.Room.State.Present[Alice].Id);
    }

    [Fact]
    public void Whose_connection_broke_is_told_apart_from_who_left()
    {
        var room = Both(Planned());
        Assert.Contains(room.Leave("b", Noon, LeaveKind.LineLost).Messages, m => m.News is RoomNews.Left { Dropped: true } && m.To.SequenceEqual(["a"]));
        Assert.Contains(room.Leave("b", Noon).Messages, m => m.News is RoomNews.Left { Dropped: false } && m.To.SequenceEqual(["a"]));
    }

    [Fact]
    public void A_stranger_is_not_found()
    {
        var step = Planned().Arrive(ParticipantId.New(), A, Noon, false);
        Assert.Equal((RoomRefusal.NotFound, 0), (step.Refusal, step.Happenings.Count));
    }

    [Fact]
    public void After_a_restart_those_of_the_process_that_is_gone_have_left()
    {
        var step = Both(Planned()).Lose(connection => connection == "b", Noon + Seconds(3));
        Assert.Equal([Bob], step.Room.State.Present.Keys);
        Assert.Equal(RoomStatus.Active, step.Room.State.Status);
    }

    [Fact]
    public void Guests_neither_start_a_room_nor_keep_it_alive()
    {
        var marie = ParticipantId.New();
        var alone = Planned().Arrive(Alice, A, Noon, false).Room.Invite("a", marie, Noon).Room.Arrive(marie, new RoomConnection("m", "tab-m"), Noon, false).Room;
        Assert.Equal(RoomStatus.Waiting, alone.State.Status);
        var live = alone.Arrive(Bob, B, Noon + Seconds(5), false).Room;
        Assert.Equal(RoomStatus.Active, live.State.Status);
        var left = live.Leave("a", Noon + Seconds(10)).Room.Leave("b", Noon + Seconds(20)).Room;
        // Coming and going of guests moves nothing: the room has been empty since the second of the two left.
        left = left.Leave("m", Noon + Seconds(30)).Room.Arrive(marie, new RoomConnection("m2", "tab-m"), Noon + Seconds(40), false).Room;
        Assert.Equal(Noon + Seconds(50), left.DueAt);
        var closed = left.Elapse(Noon + Seconds(50)).Room.State;
        Assert.Equal((RoomStatus.Waiting, Seconds(15)), (closed.Status, closed.LiveBefore));
        Assert.Contains(marie, closed.Present);
    }

    [Fact]
    public void A_room_with_only_a_guest_in_it_expires_as_an_empty_one_does()
    {
        var marie = ParticipantId.New();
        var room = Planned().Arrive(Alice, A, Noon, false).Room.Invite("a", marie, Noon).Room.Leave("a", Noon + Minutes(1)).Room;
        room = room.Arrive(marie, new RoomConnection("m", "tab-m"), Noon + Minutes(2), false).Room;
        Assert.Equal(EndReason.Expired, room.Elapse(room.DueAt!.Value).Room.State.EndedBecause);
    }

    [Fact]
    public void Four_find_a_place_and_a_fifth_none_until_a_guest_is_removed_for_good()
    {
        ParticipantId[] guests = [ParticipantId.New(), ParticipantId.New(), ParticipantId.New()];
        var room = Both(Planned());
        Assert.Equal(RoomRefusal.NotAllowed, room.Invite("b", guests[0], Noon).Refusal);
        room = room.Invite("a", guests[0], Noon).Room.Invite("a", guests[1], Noon).Room;
        Assert.Equal(RoomRefusal.Full, room.Invite("a", guests[2], Noon).Refusal);
        Assert.Equal(RoomRefusal.NotFound, room.Arrive(guests[2], new RoomConnection("z", "z"), Noon, false).Refusal);
        room = room.Arrive(guests[0], new RoomConnection("m", "m"), Noon, false).Room;
        var step = room.Remove("a", guests[0], Noon + Seconds(1));
        Assert.Equal(["a", "b", "m"], step.Messages.Where(m => m.News == new RoomNews.Removed(guests[0])).SelectMany(m => m.To).Order());
        Assert.Equal(RoomRefusal.NotFound, step.Room.Arrive(guests[0], new RoomConnection("m", "m"), Noon + Seconds(2), false).Refusal);
        Assert.Equal(RoomRefusal.NotFound, step.Room.Invite("a", guests[0], Noon + Seconds(2)).Refusal);
        Assert.Equal(RoomRefusal.NotFound, step.Room.Remove("a", Bob, Noon + Seconds(2)).Refusal);
        // The seat that is free again, so that of any two one has the higher.
        Assert.Equal(2, step.Room.Invite("a", guests[2], Noon + Seconds(2)).Room.State.Guests[guests[2]]);
    }

    private static ConsultationRoom Planned(bool byHand = false) =>
        new(new RoomPlan(Noon - Duration.FromDays(1), Noon, Noon + Minutes(30), byHand, Alice, Bob), RoomState.Empty, RoomRules.Default);

    private static ConsultationRoom Instantly() => new(new RoomPlan(Noon, null, null, false, Alice, Bob), RoomState.Empty, RoomRules.Default);

    private static ConsultationRoom Both(ConsultationRoom room) => room.Arrive(Bob, B, Noon, false).Room.Arrive(Alice, A, Noon, false).Room;

    private static Duration Seconds(long seconds) => Duration.FromSeconds(seconds);

    private static Duration Minutes(long minutes) => Duration.FromMinutes(minutes);
}
