using Telemed.Consultations;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>One screen at a time in a room, and the room says whose.</summary>
public sealed class ScreenTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_second_screen_is_refused_until_the_first_is_taken_away()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await bob.Call("SetMedia", Showing(true));
        Assert.True((await alice.Hears<RoomParticipant>("ParticipantChanged")).Screen);
        Assert.Equal("screen-taken", await alice.Refusal("SetMedia", Showing(true)));
        // What was refused did not happen, and the first goes on: told of its camera, the room keeps its screen.
        var seen = (await bob.Join(screen: true)).Participants;
        Assert.Equal((true, false), (seen.Single(p => p.Id == visit.Bob).Screen, seen.Single(p => p.Id == visit.Alice).Screen));
        await alice.Call("SetMedia", Showing(false));
        await bob.Call("SetMedia", Showing(false));
        await alice.Call("SetMedia", Showing(true));
        Assert.Equal("screen-taken", await bob.Refusal("SetMedia", Showing(true)));
    }

    [Fact]
    public async Task Whoever_comes_back_shows_their_screen_again_unless_another_does_by_then()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join(screen: true);
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        Assert.True((await alice.Join()).Participants.Single(p => p.Id == visit.Bob).Screen);
        await bob.Call("Leave");
        await alice.Hears<Departure>("ParticipantLeft");
        await alice.Call("SetMedia", Showing(true));
        var back = await bob.Join(screen: true);
        Assert.Equal((false, true), (back.Participants.Single(p => p.Id == visit.Bob).Screen, back.Participants.Single(p => p.Id == visit.Alice).Screen));
        await alice.Call("Leave");
        await bob.Hears<Departure>("ParticipantLeft");
        Assert.True((await bob.Join(screen: true)).Participants.Single(p => p.Id == visit.Bob).Screen);
    }

    private static object Showing(bool screen) => new { microphone = true, camera = true, screen };
}
