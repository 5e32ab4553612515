using System.Net;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Platform;
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
        Assert.Equal([(visit.Alice, 0), (visit.Bob, 1)], waiting.Participants.Select(p => (p.Id, p.Seat)).OrderBy(p => p.Seat));
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        var active = await alice.Join();
        Assert.Equal(VisitStatus.Active, active.Status);
        Assert.Equal(app.Now, active.StartedAt);
        Assert.Equal(visit.Alice, (await bob.Hears<RoomParticipant>("ParticipantArrived")).Id);
        Assert.Equal(app.Now, (await bob.Hears<RoomStarted>("Started")).StartedAt);
        Assert.Equal(AppointmentStatus.Arrived, await visit.PlanStatus());
        await alice.Call("Signal", new { to = visit.Bob, kind = "offer", sdp = "v=0" });
        Assert.Equal("v=0", (await bob.Hears<IncomingSignal>("Signal")).Sdp);
        await bob.Call("Signal", new { to = visit.Alice, kind = "answer", sdp = "v=0", answers = "7 1" });
        Assert.Equal("7 1", (await alice.Hears<IncomingSignal>("Signal")).Answers);
        await alice.Call("End", "byPractitioner");
        Assert.Equal(EndReason.ByPractitioner, (await bob.Hears<RoomEnded>("Ended")).Reason);
        Assert.Equal(AppointmentStatus.Fulfilled, await visit.PlanStatus());
        Assert.Equal(EncounterStatus.Completed, (await visit.Row()).Status);
        // Whose line was away then hears it when it is back.
        Assert.Equal(VisitStatus.Ended, (await bob.Join(attempt: 2)).Status);
        Assert.Equal(EndReason.ByPractitioner, (await bob.Hears<RoomEnded>("Ended")).Reason);
    }

    [Fact]
    public async Task A_line_that_stays_open_holds_no_connection_to_the_database()
    {
        var visit = await VisitScene.Book(app);
        await using var first = await visit.Guest(visit.Bob);
        await first.Join();
        var (before, lines) = (Connections(), new List<IAsyncDisposable>());
        for (var i = 0; i < 12; i++)
        {
            var page = await RoomPage.Open(app, visit.Bob, first.Cookies);
            await page.Join($"tab {i}", attempt: 2 + i);
            lines.AddRange([page, await app.Live(app.Cast.Alice, _ => { })]);
        }

        // Some may be kept to be used again, but not one for each of twenty-four lines.
        Assert.InRange(Connections(), 0, before + 8);
        foreach (var line in lines)
        {
            await line.DisposeAsync();
        }

        int Connections() => TestDatabase.Server is not null ? 0
            : Directory.GetFiles("/proc/self/fd").Count(fd => new FileInfo(fd).LinkTarget == Path.Combine(app.DataFolder, "telemed.db"));
    }

    [Fact]
    public async Task A_newer_page_takes_over_and_the_older_one_says_so_and_can_do_nothing()
    {
        var visit = await VisitScene.Book(app);
        await using var older = await visit.SignedIn(visit.Doctor, visit.Alice);
        await older.Join("one");
        await using var newer = await visit.SignedIn(visit.Doctor, visit.Alice);
        await newer.Join("two");
        await older.Hears("TakenOver");
        Assert.Equal("taken-over", await older.Refusal("End", "byPractitioner"));
        Assert.Equal("taken-over", await older.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = "x" }));
    }

    [Fact]
    public async Task A_join_over_an_abandoned_socket_that_arrives_after_its_successor_s_changes_nothing()
    {
        var visit = await VisitScene.Book(app);
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await using var abandoned = await visit.Guest(visit.Bob);
        await using var successor = await RoomPage.Open(app, visit.Bob, abandoned.Cookies);
        await successor.Join(attempt: 2);
        Assert.True((await alice.Hears<RoomParticipant>("ParticipantArrived")).Camera);
        Assert.Equal("taken-over", await abandoned.Refusal("Join", new { tab = "tab", attempt = 1, microphone = false, camera = false }));
        await alice.Call("Signal", new { to = visit.Bob, kind = "offer", sdp = "v=0" });
        await successor.Hears<IncomingSignal>("Signal");
        await abandoned.DisposeAsync();
        // What is on is the successor's, and the abandoned one's end is nobody's departure.
        await using var aliceAgain = await visit.SignedIn(visit.Doctor, visit.Alice);
        var bob = (await aliceAgain.Join("two")).Participants.Single(p => p.Id == visit.Bob);
        Assert.Equal((true, true), (bob.Present, bob.Camera));
        await successor.DisposeAsync();
        Assert.Equal(new Departure(visit.Bob, Dropped: true), await aliceAgain.Hears<Departure>("ParticipantLeft"));
    }

    [Fact]
    public async Task A_practitioner_is_live_in_one_room_and_holds_it_to_start_another()
    {
        var first = await VisitScene.Book(app);
        var second = await VisitScene.Book(app, NodaTime.Duration.FromMinutes(-25), first.Doctor, app.Cast.Eva);
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        await using var alice = await first.SignedIn(first.Doctor, first.Alice);
        await alice.Join();
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        await using var aliceToo = await second.SignedIn(first.Doctor, second.Alice);
        var snapshot = await aliceToo.Join();
        Assert.Equal((VisitStatus.Waiting, first.Alice), (snapshot.Status, snapshot.Elsewhere!.ParticipantId));
        await aliceToo.Call("HoldOther");
        await eva.Hears<RoomStarted>("Started");
        await alice.Hears("TakenOver");
        Assert.Equal(VisitStatus.Waiting, (await bob.Hears<Snapshot>("Snapshot")).Status);
    }

    [Fact]
    public async Task A_practitioner_whose_departure_is_overtaken_by_their_next_arrival_starts_the_next_visit_at_once()
    {
        var first = await VisitScene.Book(app);
        var second = await VisitScene.Book(app, NodaTime.Duration.FromMinutes(-25), first.Doctor, app.Cast.Eva);
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        await using var alice = await first.SignedIn(first.Doctor, first.Alice);
        await alice.Join();
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        await using var aliceToo = await second.SignedIn(first.Doctor, second.Alice);
        Assert.Equal(VisitStatus.Waiting, (await aliceToo.Join()).Status);
        await alice.Call("Leave");
        await eva.Hears<RoomStarted>("Started");
    }

    [Fact]
    public async Task A_call_waits_for_the_practitioner_who_refreshes_it_while_the_next_patient_sits_in_another_tab()
    {
        var first = await VisitScene.Book(app);
        var second = await VisitScene.Book(app, NodaTime.Duration.FromMinutes(-25), first.Doctor, app.Cast.Eva);
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        await using var alice = await first.SignedIn(first.Doctor, first.Alice);
        await alice.Join("call");
        await using var aliceToo = await second.SignedIn(first.Doctor, second.Alice);
        await aliceToo.Join("next");
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await alice.Call("Leave");
        await bob.Hears<Departure>("ParticipantLeft");
        await using var back = await first.SignedIn(first.Doctor, first.Alice);
        Assert.Equal(VisitStatus.Active, (await back.Join("call, refreshed")).Status);
        Assert.DoesNotContain("Started", eva.HeardSoFar());
    }

    [Fact]
    public async Task What_is_said_is_kept_once_and_whoever_comes_later_reads_it()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        var said = new { clientId = Guid.CreateVersion7(), text = "<b>Bonjour</b> 👋" };
        await bob.Call("Say", said);
        await bob.Call("Say", said);
        Assert.Equal(said.text, (await alice.Hears<ChatLine>("Said")).Text);
        Assert.Equal(said.text, Assert.Single((await alice.Join()).Chat).Text);
        Assert.Equal("too-large", await bob.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = new string('a', Chat.LongestText + 1) }));
        Assert.Equal("not-allowed", await bob.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = "  " }));
    }

    [Fact]
    public async Task Nobody_is_addressed_outside_the_room_nor_before_it_is_live()
    {
        var (visit, other) = (await VisitScene.Book(app), await VisitScene.Book(app));
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        Assert.Equal("not-allowed", await bob.Refusal("Signal", new { to = visit.Alice, kind = "offer", sdp = "v=0" }));
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        Assert.Equal("not-found", await bob.Refusal("Signal", new { to = other.Alice, kind = "offer", sdp = "v=0" }));
        Assert.Equal("not-allowed", await bob.Refusal("End", "byPractitioner"));
        Assert.Equal("not-allowed", await alice.Refusal("End", "expired"));
    }

    [Fact]
    public async Task Malformed_and_huge_messages_harm_nobody_else()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        Assert.Equal("too-large", await bob.Refusal("Signal", new { to = visit.Alice, kind = "offer", sdp = new string('a', SignalBounds.LongestSdp + 1) }));
        Assert.Equal("too-large", await bob.Refusal("Signal", new { to = visit.Alice, kind = "answer", sdp = "v=0", answers = new string('1', SignalBounds.LongestOfferName + 1) }));
        foreach (var malformed in (object?[])[null, 7, "x", new { to = "nobody", kind = "offer" }, new { to = visit.Alice, kind = "offer" }, new { to = visit.Alice, kind = 0, sdp = "v=0" }])
        {
            await Assert.ThrowsAnyAsync<Exception>(() => bob.Call("Signal", malformed));
        }

        await Assert.ThrowsAnyAsync<Exception>(() => bob.Call("Signal", new { to = visit.Alice, kind = "offer", sdp = new string('a', 1_000_000) }));
        await alice.Hears<Departure>("ParticipantLeft");
        await alice.Call("SetMedia", new { microphone = false, camera = true, screen = false });
        Assert.Equal(VisitStatus.Active, (await alice.Join()).Status);
        Assert.True(await app.InClinic(app.Cast.North, db => Task.FromResult(db.Refusals.Any(r => r.What == "hub-too-large"))));
    }

    [Fact]
    public async Task Whoever_waits_for_an_appointment_that_falls_through_is_told_and_lets_go()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        using var desk = await app.Browser(visit.Doctor);
        var move = await desk.Fill("/appointments?period=all", ("to", "enteredInError"));
        Assert.Equal(HttpStatusCode.Found, move.StatusCode);
        await bob.Hears("CalledOff");
        Assert.Equal("not-found", await bob.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = "x" }));
        // The same for a page that was drawn before, and asks for the room after.
        await bob.Call("Join", new { tab = "tab", microphone = true, camera = true });
        await bob.Hears("CalledOff");
        Assert.Equal("not-found", await bob.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = "x" }));
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        var visit = await VisitScene.Book(app);
        foreach (var place in (ParticipantId[])[visit.Alice, visit.Bob])
        {
            await Assert.ThrowsAnyAsync<Exception>(() => visit.SignedIn(app.Cast.Charlie, place));
        }
    }

    [Fact]
    public async Task Anonymous_sees_nothing_nor_does_the_link_of_another_visit()
    {
        var (visit, other) = (await VisitScene.Book(app), await VisitScene.Book(app));
        await using var bob = await other.Guest(other.Bob);
        await Assert.ThrowsAnyAsync<Exception>(() => RoomPage.Open(app, visit.Bob, null));
        await Assert.ThrowsAnyAsync<Exception>(() => RoomPage.Open(app, visit.Bob, bob.Cookies));
        await Assert.ThrowsAnyAsync<Exception>(() => RoomPage.Open(app, visit.Alice, bob.Cookies));
    }
}
