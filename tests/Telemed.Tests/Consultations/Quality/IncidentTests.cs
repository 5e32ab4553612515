using System.Net;
using AngleSharp.Dom;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Quality;

/// <summary>Technical incidents are written into the visit by themselves, with their times, once each.</summary>
public sealed class IncidentTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_drop_and_the_return_are_one_incident_with_its_exact_times()
    {
        await using var call = await Live.Begin(app);
        app.Time.Advance(TimeSpan.FromSeconds(30));
        var began = app.Now;
        await call.Bob.DisposeAsync();
        await call.Alice.Hears<Departure>("ParticipantLeft");
        app.Time.Advance(TimeSpan.FromSeconds(4));
        await using var back = await RoomPage.Open(app, call.Visit.Bob, call.Bob.Cookies);
        await back.Join("anew");
        var incident = Assert.Single(await Of(call));
        Assert.Equal((IncidentKind.Dropped, IncidentCode.PageClosed, call.Visit.Bob), (incident.Kind, incident.Code, incident.ParticipantId));
        Assert.Equal((began, app.Now), (incident.Began, incident.Ended));
    }

    [Fact]
    public async Task Leaving_by_the_button_and_going_on_elsewhere_are_no_incidents()
    {
        await using var call = await Live.Begin(app);
        await call.Bob.Call("Leave");
        await call.Alice.Hears<Departure>("ParticipantLeft");
        await call.Bob.DisposeAsync();
        await using var back = await RoomPage.Open(app, call.Visit.Bob, call.Bob.Cookies);
        await back.Join("anew");
        await using var newer = await RoomPage.Open(app, call.Visit.Bob, call.Bob.Cookies);
        await newer.Join("another page");
        await back.Hears("TakenOver");
        Assert.Empty(await Of(call));
        Assert.Empty(await call.Alice.Hub.InvokeAsync<IReadOnlyList<IncidentLine>>("Incidents", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(6_500, 6_500)]
    [InlineData(null, 0)] // a page that was loaded before an update does not say
    [InlineData(-5, null)]
    [InlineData(86_400_000, 30_000)] // not before the visit began
    public async Task A_line_that_a_page_replaces_before_anybody_noticed_is_an_incident_as_long_as_the_page_heard_nothing(int? silent, int? length)
    {
        await using var call = await Live.Begin(app);
        app.Time.Advance(TimeSpan.FromSeconds(30));
        await using var again = await RoomPage.Open(app, call.Visit.Bob, call.Bob.Cookies);
        await again.Hub.InvokeAsync("Join", new { tab = "tab", microphone = true, camera = true, silent }, TestContext.Current.CancellationToken); // as a page does whose network changed
        if (length is null)
        {
            Assert.Empty(await Of(call));
            return;
        }

        var incident = Assert.Single(await Of(call));
        Assert.Equal((IncidentKind.Dropped, IncidentCode.LineLost, app.Now), (incident.Kind, incident.Code, incident.Ended));
        Assert.Equal(app.Now - Duration.FromMilliseconds(length.Value), incident.Began);
    }

    [Fact]
    public async Task A_page_that_moves_to_another_node_was_never_away()
    {
        await using var call = await Live.Begin(app);
        await using var again = await RoomPage.Open(app, call.Visit.Bob, call.Bob.Cookies);
        await again.Hub.InvokeAsync("Join", new { tab = "tab", microphone = true, camera = true, silent = 0 }, TestContext.Current.CancellationToken);
        Assert.Empty(await Of(call));
    }

    [Fact]
    public async Task Whoever_comes_back_knows_better_than_the_server_since_when_they_were_away()
    {
        await using var call = await Live.Begin(app);
        app.Time.Advance(TimeSpan.FromSeconds(60));
        await call.Bob.DisposeAsync(); // noticed late
        await call.Alice.Hears<Departure>("ParticipantLeft");
        app.Time.Advance(TimeSpan.FromSeconds(5));
        await using var back = await RoomPage.Open(app, call.Visit.Bob, call.Bob.Cookies);
        await back.Hub.InvokeAsync("Join", new { tab = "tab", microphone = true, camera = true, silent = 25_000 }, TestContext.Current.CancellationToken);
        var incident = Assert.Single(await Of(call));
        Assert.Equal((app.Now - Duration.FromSeconds(25), app.Now), (incident.Began, incident.Ended));
    }

    [Fact]
    public async Task Whoever_never_came_back_was_away_until_the_end_and_who_waits_drops_nothing()
    {
        await using var call = await Live.Begin(app);
        await call.Bob.DisposeAsync();
        await call.Alice.Hears<Departure>("ParticipantLeft");
        await call.Alice.Call("End", "byPractitioner");
        Assert.Null(Assert.Single(await Of(call)).Ended);

        var visit = await VisitScene.Book(app);
        var waiting = await visit.Guest(visit.Bob);
        await waiting.Join();
        await waiting.DisposeAsync();
        await visit.Until(RoomEventKind.Left, 1);
        Assert.Empty(await Of(visit.Encounter));
    }

    [Fact]
    public async Task A_restart_of_the_server_is_an_incident_of_both_until_they_are_back()
    {
        await using var first = new TelemedApp();
        await first.InitializeAsync();
        var call = await Live.Begin(first);
        await first.DisposeAsync();
        await using var second = first.Again();
        second.Time.Advance(TimeSpan.FromSeconds(5));
        await using var bob = await RoomPage.Open(second, call.Visit.Bob, call.Bob.Cookies);
        await bob.Join("anew");
        var incidents = await (call.Visit with { App = second }).Incidents();
        Assert.NotEmpty(incidents);
        Assert.All(incidents, i => Assert.Equal(IncidentKind.Dropped, i.Kind));
        Assert.NotNull(Assert.Single(incidents, i => i.ParticipantId == call.Visit.Bob).Ended);
    }

    [Fact]
    public async Task Sound_alone_is_an_incident_and_the_other_side_is_told_why()
    {
        await using var call = await Live.Begin(app);
        var began = app.Now;
        var report = new { clientId = Guid.CreateVersion7(), kind = "audioOnly", code = "network", over = false };
        await call.Bob.Call("ReportIncident", report);
        await call.Bob.Call("ReportIncident", report); // an answer that was lost
        await call.Bob.Call("ReportIncident", report with { clientId = Guid.CreateVersion7() }); // told anew after a break
        await call.Bob.Call("SetMedia", new { microphone = true, camera = false, screen = false });
        Assert.Equal(IncidentCode.Network, (await call.Alice.Hears<RoomParticipant>("ParticipantChanged")).SoundOnly);
        app.Time.Advance(TimeSpan.FromSeconds(20));
        await call.Bob.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "audioOnly", code = "network", over = true });
        await call.Bob.Call("SetMedia", new { microphone = true, camera = true, screen = false });
        Assert.Null((await call.Alice.Hears<RoomParticipant>("ParticipantChanged")).SoundOnly);
        var incident = Assert.Single(await Of(call));
        Assert.Equal((IncidentKind.AudioOnly, IncidentCode.Network, began, app.Now), (incident.Kind, incident.Code, incident.Began, incident.Ended));
    }

    [Fact]
    public async Task Picture_and_sound_lost_while_the_lines_held_are_an_incident_as_long_as_the_page_says()
    {
        await using var call = await Live.Begin(app);
        app.Time.Advance(TimeSpan.FromSeconds(30));
        var began = app.Now;
        app.Time.Advance(TimeSpan.FromSeconds(4));
        var brief = new { clientId = Guid.CreateVersion7(), kind = "mediaLost", code = "wayLost", over = true, lasted = 4000 };
        await call.Alice.Call("ReportIncident", brief);
        await call.Alice.Call("ReportIncident", brief); // an answer that was lost
        var incident = Assert.Single(await Of(call));
        Assert.Equal((IncidentKind.MediaLost, IncidentCode.WayLost, call.Visit.Alice, began, app.Now),
            (incident.Kind, incident.Code, incident.ParticipantId, incident.Began, incident.Ended));

        app.Time.Advance(TimeSpan.FromSeconds(20));
        var again = app.Now - Duration.FromSeconds(10);
        await call.Alice.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "mediaLost", code = "wayLost", over = false, lasted = 10_000 });
        Assert.Equal((again, (Instant?)null), (await Of(call)).Select(i => (i.Began, i.Ended)).Last());
        app.Time.Advance(TimeSpan.FromSeconds(5));
        var over = new { clientId = Guid.CreateVersion7(), kind = "mediaLost", code = "wayLost", over = true, lasted = 15_000 };
        await call.Alice.Call("ReportIncident", over);
        var ended = app.Now;
        app.Time.Advance(TimeSpan.FromSeconds(2));
        await call.Alice.Call("ReportIncident", over);
        Assert.Equal([(began, began + Duration.FromSeconds(4)), (again, ended)], (await Of(call)).Select(i => (i.Began, i.Ended!.Value)));
    }

    [Fact]
    public async Task A_loss_ends_with_the_line_of_the_page_that_told_it_and_never_began_before_the_call()
    {
        await using var call = await Live.Begin(app);
        var began = app.Now;
        app.Time.Advance(TimeSpan.FromSeconds(12));
        await call.Alice.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "mediaLost", code = "wayLost", over = false, lasted = 3_600_000 });
        await call.Alice.DisposeAsync();
        await call.Bob.Hears<Departure>("ParticipantLeft");
        Assert.Equal([(IncidentKind.MediaLost, began, app.Now), (IncidentKind.Dropped, app.Now, null)],
            (await Of(call)).OrderBy(i => i.Began).Select(i => (i.Kind, i.Began, i.Ended)));
        foreach (var lasted in (int?[])[null, -1, 3_600_001])
        {
            Assert.Equal("not-allowed", await call.Bob.Refusal("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "mediaLost", code = "wayLost", over = false, lasted }));
        }
    }

    [Fact]
    public async Task A_page_loaded_anew_begins_with_picture()
    {
        await using var call = await Live.Begin(app);
        await call.Bob.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "audioOnly", code = "byChoice", over = false });
        await call.Bob.DisposeAsync();
        await call.Alice.Hears<Departure>("ParticipantLeft");
        await using var back = await RoomPage.Open(app, call.Visit.Bob, call.Bob.Cookies);
        await back.Join("anew");
        Assert.All(await Of(call), i => Assert.NotNull(i.Ended));
        Assert.Null((await call.Alice.Hears<RoomParticipant>("ParticipantArrived")).SoundOnly);
    }

    [Fact]
    public async Task A_page_tells_only_what_is_on_the_list_and_not_without_end()
    {
        await using var call = await Live.Begin(app);
        foreach (var (kind, code) in ((string, string)[])[("dropped", "lineLost"), ("endedAbnormally", "maxDuration"), ("audioOnly", "udp"), ("relayed", "network"), ("deviceChanged", "cameraBusy")])
        {
            Assert.Equal("not-allowed", await call.Bob.Refusal("ReportIncident", new { clientId = Guid.CreateVersion7(), kind, code, over = false }));
        }

        await call.Bob.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "relayed", code = "tcp", over = false });
        await call.Bob.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "relayed", code = "tcp", over = false });
        Assert.Single(await Of(call));
        for (var i = 1; i < Incident.MostReported; i++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(3));
            await call.Bob.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "deviceChanged", code = "camera", over = false });
        }

        Assert.Equal("too-fast", await call.Bob.Refusal("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "deviceChanged", code = "camera", over = false }));
        Assert.Equal(Incident.MostReported, (await Of(call)).Count);
    }

    [Fact]
    public async Task A_visit_that_ends_by_itself_says_so()
    {
        await using var call = await Live.Begin(app);
        app.Time.Advance(TimeSpan.FromHours(2));
        await call.Visit.UntilEnded();
        var incident = Assert.Single(await Of(call), i => i.Kind is IncidentKind.EndedAbnormally);
        Assert.Equal((IncidentCode.MaxDuration, app.Now), (incident.Code, incident.Began));
    }

    [Fact]
    public async Task The_practitioner_in_the_room_reads_the_incidents_and_the_patient_does_not()
    {
        await using var call = await Live.Begin(app);
        await call.Bob.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "deviceTrouble", code = "cameraRefused", over = false });
        var line = Assert.Single(await call.Alice.Hub.InvokeAsync<IReadOnlyList<IncidentLine>>("Incidents", TestContext.Current.CancellationToken));
        Assert.Equal(new IncidentLine(IncidentKind.DeviceTrouble, IncidentCode.CameraRefused, call.Visit.Bob, app.Now, app.Now), line);
        Assert.Equal("not-allowed", await call.Bob.Refusal("Incidents"));
    }

    [Fact]
    public async Task The_visits_own_page_shows_incidents_and_plots_to_who_held_it_and_to_nobody_else()
    {
        var visit = await VisitScene.Book(app, practitioner: await Caring());
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using (var alice = await visit.SignedIn(visit.Doctor, visit.Alice))
        {
            await alice.Join();
            Assert.Contains("Aucun incident technique", await Page(visit.Doctor, visit), StringComparison.Ordinal);
            await bob.Call("ReportQuality", QualityTests.Sample(0.01, 40, 5, join: 700));
            await bob.Call("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "audioOnly", code = "byChoice", over = false });
            await QualityTests.Written(new Live(visit, alice, bob), 1, 1);
            await alice.Call("End", "byPractitioner");
        }

        var page = await (await app.Browser(visit.Doctor)).Page($"/visits/{visit.Encounter}");
        Assert.Equal("Bob Durand", page.QuerySelector("section h3")!.TextContent);
        Assert.Equal("AudioOnly", page.QuerySelector("[data-incident]")!.GetAttribute("data-incident"));
        Assert.DoesNotContain("Aucun incident", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Score de l’appel de Bob Durand", page.QuerySelector("svg.plot")!.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("table.figures tbody tr"));
        Assert.Empty(page.QuerySelectorAll("[style]"));
        Assert.Contains(AuditAction.VisitRead, await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(e => e.EntityId == visit.Encounter.Value).Select(e => e.Action).ToListAsync(TestContext.Current.CancellationToken)));
        var patients = await (await app.Browser(visit.Doctor)).Page($"/patients/{app.Cast.Bob.Patient}");
        Assert.NotNull(patients.QuerySelector($"a[href='/visits/{visit.Encounter}']"));
        foreach (var person in (Person[])[app.Cast.Charlie, app.Cast.Dan, app.Cast.Nora, app.Cast.Ada, app.Cast.Bob])
        {
            using var answer = await (await app.Browser(person)).GetAsync(new Uri($"/visits/{visit.Encounter}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var guest = new HttpRequestMessage(HttpMethod.Get, $"/visits/{visit.Encounter}");
        guest.Headers.Add("Cookie", bob.Cookies);
        using var refused = await app.Anonymous().SendAsync(guest, TestContext.Current.CancellationToken);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public async Task The_administrator_sees_the_calls_of_all_together_and_Charlie_none_of_them()
    {
        await using var call = await Live.Begin(app);
        await call.Bob.Call("ReportQuality", QualityTests.Sample(0, 40, 5, join: 700));
        await QualityTests.Written(call, 1, 1);
        var page = await (await app.Browser(app.Cast.Ada)).Page("/clinic");
        Assert.Equal(2, page.QuerySelectorAll("svg.plot").Length);
        Assert.Contains("%", page.QuerySelector("#calls-title ~ p")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[style]"));
        Assert.Equal(0, await app.InClinic(app.Cast.South, db => db.QualityMinutes.CountAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(0, await app.InClinic(app.Cast.South, db => db.Incidents.CountAsync(TestContext.Current.CancellationToken)));
    }

    private async Task<string> Page(Person doctor, VisitScene visit) => (await (await app.Browser(doctor)).Page($"/visits/{visit.Encounter}")).Body!.TextContent;

    private Task<Person> Caring() => app.InClinic(app.Cast.North, async db =>
    {
        var doctor = await VisitScene.NewDoctor(db, app.Now);
        db.CareRelations.Add(new CareRelation { TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = app.Cast.Bob.Patient!.Value, PractitionerId = doctor.Practitioner!.Value, Since = app.Now });
        await db.SaveChangesAsync();
        return doctor;
    });

    private static Task<IReadOnlyList<IncidentLine>> Of(Live call) => call.Visit.Incidents();

    private Task<IReadOnlyList<IncidentLine>> Of(EncounterId id) => app.InClinic(app.Cast.North, db => db.IncidentsOf(id));
}

internal static class IncidentsOfScene
{
    public static Task<IReadOnlyList<IncidentLine>> Incidents(this VisitScene visit) => visit.App.InClinic(visit.App.Cast.North, db => db.IncidentsOf(visit.Encounter));
}
