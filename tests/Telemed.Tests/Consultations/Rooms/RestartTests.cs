using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Rooms;
using Telemed.Scheduling;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>A server that goes down in mid-visit and comes back on the same rows.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task After_a_restart_the_room_is_rebuilt_and_the_call_goes_on()
    {
        await using var first = new TelemedApp();
        await first.InitializeAsync();
        var visit = await VisitScene.Book(first);
        var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await bob.Call("Say", new { clientId = Guid.CreateVersion7(), text = "Bonjour" });
        await first.DisposeAsync();

        await using var second = first.Again();
        second.Time.Advance(TimeSpan.FromSeconds(5));
        var again = visit with { App = second };
        await using var back = await RoomPage.Open(second, visit.Bob, bob.Cookies);
        var snapshot = await back.Join();
        Assert.Equal(VisitStatus.Active, snapshot.Status);
        Assert.Equal(TelemedApp.Start, snapshot.StartedAt);
        Assert.Equal("Bonjour", Assert.Single(snapshot.Chat).Text);
        await using var aliceBack = await again.SignedIn(visit.Doctor, visit.Alice);
        Assert.Equal(TelemedApp.Start, (await aliceBack.Join()).StartedAt);
        await back.Hears<RoomParticipant>("ParticipantArrived");
        await aliceBack.Call("Signal", new { to = visit.Bob, kind = "offer", sdp = "v=0" });
        await back.Hears<IncomingSignal>("Signal");
    }

    [Fact]
    public async Task Timers_survive_a_restart_and_fire_when_they_say()
    {
        await using var first = new TelemedApp();
        await first.InitializeAsync();
        var visit = await VisitScene.Book(first);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await first.DisposeAsync();

        await using var second = first.Again();
        var again = visit with { App = second };
        // By link: a jump of two hours is more than a staff session may idle.
        await using var back = await RoomPage.Open(second, visit.Bob, bob.Cookies);
        await back.Join();
        second.Time.Advance(TimeSpan.FromMinutes(115));
        Assert.Equal(TelemedApp.Start + Duration.FromHours(2), (await back.Hears<RoomEndingSoon>("EndingSoon")).EndsAt);
        second.Time.Advance(TimeSpan.FromMinutes(5));
        var ended = await back.Hears<RoomEnded>("Ended");
        Assert.Equal((TelemedApp.Start + Duration.FromHours(2), EndReason.MaxDuration, 7200), (ended.EndedAt, ended.Reason, ended.DurationSeconds));
        Assert.Equal(AppointmentStatus.Fulfilled, await again.PlanStatus());
    }

    [Fact]
    public async Task A_timer_that_fell_due_while_the_server_was_down_fires_at_the_instant_it_was_due()
    {
        await using var first = new TelemedApp();
        await first.InitializeAsync();
        var visit = await VisitScene.Book(first);
        await first.DisposeAsync();

        await using var second = first.Again();
        second.Time.Advance(TimeSpan.FromHours(5));
        var again = visit with { App = second };
        var row = await again.UntilEnded();
        Assert.Equal((TelemedApp.Start + Duration.FromMinutes(40), EndReason.Expired), (row.EndedAt, row.EndedBecause));
        Assert.Equal(EncounterStatus.Cancelled, row.Status);
        Assert.Equal(AppointmentStatus.NoShow, await again.PlanStatus());
    }

    [Fact]
    public async Task After_a_crash_whoever_was_connected_has_left_and_the_empty_room_closes_in_time()
    {
        await using var first = new TelemedApp();
        await first.InitializeAsync();
        var visit = await VisitScene.Book(first);
        await first.InClinic(first.Cast.North, async db =>
        {
            var found = (await db.LoadRoom(visit.Encounter))!;
            var step = found.Room.Arrive(visit.Bob, new RoomConnection("gone-1", "t1"), first.Now, false);
            step = step with { Room = step.Room.Arrive(visit.Alice, new RoomConnection("gone-2", "t2"), first.Now, false) is var both ? both.Room : step.Room, Happenings = step.Happenings.AddRange(both.Happenings) };
            await db.InTransaction(() => db.WriteStep(found, step, visit.Doctor.Actor));
            return true;
        });
        await first.DisposeAsync();

        await using var second = first.Again();
        var again = visit with { App = second };
        var lost = await again.Until(RoomEventKind.Left, 2);
        Assert.All(lost, left => Assert.Equal(TelemedApp.Start, left.At));
        second.Time.Advance(TimeSpan.FromSeconds(30));
        var closed = await again.Until(RoomEventKind.LiveClosed, 1);
        Assert.Equal(TelemedApp.Start + Duration.FromSeconds(30), closed.Single().At);
        Assert.Equal(EncounterStatus.InProgress, (await again.Row()).Status);
    }
}
