using Telemed.Consultations;
using Telemed.Scheduling;

namespace Telemed.Tests.Consultations;

public sealed class ConsultationHubTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_visit_starts_by_itself_when_both_are_there_and_ends_for_both()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        var waiting = await bob.Join();
        Assert.Equal(VisitStatus.Waiting, waiting.Status);
        Assert.True(waiting.Participants.Single(p => p.Id == visit.Bob).Polite);
        await using var alice = await visit.SignedIn(app.Cast.Alice, visit.Alice);
        var active = await alice.Join();
        Assert.Equal(VisitStatus.Active, active.Status);
        Assert.Equal(app.Now, active.StartedAt);
        Assert.Equal(visit.Alice, (await bob.Hears<RoomParticipant>("ParticipantArrived")).Id);
        Assert.Equal(app.Now, (await bob.Hears<RoomStarted>("Started")).StartedAt);
        Assert.Equal(AppointmentStatus.Arrived, await visit.PlanStatus());
        await alice.Call("Signal", new { to = visit.Bob, kind = "offer", sdp = "v=0" });
        Assert.Equal("v=0", (await bob.Hears<IncomingSignal>("Signal")).Sdp);
        await alice.Call("End", "byPractitioner");
        Assert.Equal(EndReason.ByPractitioner, (await bob.Hears<RoomEnded>("Ended")).Reason);
        Assert.Equal(AppointmentStatus.Fulfilled, await visit.PlanStatus());
        Assert.Equal(EncounterStatus.Completed, (await visit.Row()).Status);
    }
}
