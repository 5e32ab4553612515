using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Rooms;
using Telemed.Consultations.Waiting;
using Telemed.Platform;
using Telemed.Tests.Documents;

namespace Telemed.Tests.Consultations.Waiting;

/// <summary>The waiting room as the practitioner sees it.</summary>
public sealed class WaitingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Whoever_waits_is_listed_in_the_order_of_their_turns_until_the_call_starts()
    {
        var first = await VisitScene.Book(app);
        var second = await VisitScene.Book(app, NodaTime.Duration.FromMinutes(-25), first.Doctor, app.Cast.Eva);
        using var desk = await app.Browser(first.Doctor);
        Assert.Empty(await Waiting(desk));
        await using var bob = await first.Guest(first.Bob);
        await bob.Join(microphone: true, camera: false);
        app.Time.Advance(TimeSpan.FromSeconds(10));
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        var rows = await Waiting(desk);
        // Bob came early: whoever is due before his time does not wait for him.
        Assert.Equal(["Éva Petit", "Bob Durand"], rows.Select(r => r.GetProperty("patient").GetString()));
        Assert.Equal([second.Alice.Value, first.Alice.Value], rows.Select(r => r.GetProperty("participantId").GetGuid()));
        await using var again = await RoomPage.Open(app, first.Bob, bob.Cookies);
        await again.Join("again"); // however often a page is reloaded, the bell has one line a patient
        var bell = await (await desk.Ask(HttpMethod.Get, "/api/notifications")).Json();
        Assert.Equal(2, bell.GetProperty("unread").GetInt32());
        Assert.Equal([("patientWaiting", "Éva Petit est en salle d’attente.", "/today"), ("patientWaiting", "Bob Durand est en salle d’attente.", "/today")],
            bell.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("kind").GetString()!, i.GetProperty("text").GetString()!, i.GetProperty("url").GetString()!)));
        Assert.Equal(("Suivi", false, true), (rows[1].GetProperty("reason").GetString(), rows[1].GetProperty("camera").GetBoolean(), rows[1].GetProperty("microphone").GetBoolean()));
        using var dan = await app.Browser(app.Cast.Dan);
        Assert.Empty(await Waiting(dan));
        using var charlie = await app.Browser(app.Cast.Charlie);
        Assert.Empty(await Waiting(charlie));

        await eva.Call("Leave");
        await using var alice = await first.SignedIn(first.Doctor, first.Alice);
        await alice.Join();
        var kept = Assert.Single(await Waiting(desk));
        Assert.Equal("Éva Petit", kept.GetProperty("patient").GetString());
        Assert.Equal(JsonValueKind.String, kept.GetProperty("goneSince").ValueKind);
    }

    [Fact]
    public async Task What_does_not_work_for_whoever_waits_and_how_good_the_connection_is_stand_in_the_list_until_that_page_goes()
    {
        var visit = await VisitScene.Book(app);
        using var desk = await app.Browser(visit.Doctor);
        var bob = await visit.Guest(visit.Bob);
        await bob.Join(camera: false);
        Assert.Null(await Report(desk));
        using var phone = app.Anonymous();
        phone.DefaultRequestHeaders.Add("Cookie", bob.Cookies);
        Assert.Equal(HttpStatusCode.NoContent, await Tell(phone, visit.Bob, new { roundTrip = 40, camera = "refused" }));
        Assert.Equal(new WaitingReport(null, 40, EquipmentTrouble.Refused), await Report(desk));
        Assert.Equal(["Son seulement : caméra non autorisée", "Connexion excellente"], await Chips(desk));
        await Tell(phone, visit.Bob, new { roundTrip = 900, network = "slow", microphone = "silent" });
        Assert.Equal(["Son seulement : on ne l’entend pas", "Réseau lent"], await Chips(desk));
        await Tell(phone, visit.Bob, new { network = "blocked" });
        Assert.Equal((NetworkTrouble.Blocked, QualityLevel.Poor), (await Report(desk) is { } report ? (report.Network, report.Quality) : default));

        Assert.Equal(HttpStatusCode.BadRequest, await Tell(phone, visit.Bob, new { roundTrip = -1 }));
        Assert.Equal(HttpStatusCode.BadRequest, await Tell(phone, visit.Bob, new { network = "fine" }));
        Assert.Equal(HttpStatusCode.NotFound, await Tell(desk, visit.Alice, new { network = "slow" }));
        using var charlie = await app.Browser(app.Cast.Charlie);
        Assert.Equal(HttpStatusCode.NotFound, await Tell(charlie, visit.Bob, new { network = "slow" }));

        await bob.DisposeAsync();
        await visit.Until(RoomEventKind.Left, 1);
        Assert.Equal(["Déconnecté"], await Chips(desk));
        await using var back = await RoomPage.Open(app, visit.Bob, bob.Cookies);
        await back.Join();
        Assert.Null(await Report(desk));
    }

    [Fact]
    public async Task A_room_page_whose_session_is_revoked_is_closed()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        var closed = new TaskCompletionSource();
        alice.Hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        await app.InScope(async s =>
        {
            var db = s.GetRequiredService<Db>();
            return await db.InTransaction(() => Sessions.Revoke(db, visit.Doctor.Account, app.Now));
        });
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(visit.Alice, (await bob.Hears<Departure>("ParticipantLeft")).Id);
    }

    private static async Task<HttpStatusCode> Tell(HttpClient browser, ParticipantId who, object report) =>
        (await browser.Ask(HttpMethod.Put, $"/visit/{who}/waiting", JsonContent.Create(report))).StatusCode;

    private static async Task<WaitingReport?> Report(HttpClient desk) =>
        Assert.Single(await Waiting(desk)).TryGetProperty("report", out var report) ? report.Deserialize<WaitingReport>(Wire.Options) : null;

    /// <summary>What the page shows before any script runs.</summary>
    private static async Task<IEnumerable<string>> Chips(HttpClient desk) =>
        (await desk.Page("/today")).QuerySelectorAll(".waiting-row .chip").Select(chip => chip.TextContent.Trim().Replace('\u00a0', ' '));

    private static async Task<List<JsonElement>> Waiting(HttpClient browser) =>
        [.. (await (await browser.Ask(HttpMethod.Get, "/api/waiting")).Json()).EnumerateArray()];
}

/// <summary>A clinic that lets each patient in by hand; with a clock and a clinic of its own.</summary>
public sealed class AdmitByHandTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Where_the_clinic_admits_by_hand_the_call_starts_when_the_practitioner_says_so()
    {
        await app.InClinic(app.Cast.North, async db =>
        {
            (await db.Set<Telemed.Tenancy.Tenant>().SingleAsync(t => t.Id == db.Tenant, TestContext.Current.CancellationToken)).AdmitByHand = true;
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        Assert.Equal(VisitStatus.Waiting, (await alice.Join()).Status);
        Assert.Equal("not-allowed", await bob.Refusal("Admit", visit.Bob));
        Assert.Equal("not-found", await alice.Refusal("Admit", ParticipantId.New()));
        // The two prepare their connection meanwhile.
        await bob.Call("Signal", new { to = visit.Alice, kind = "offer", sdp = "v=0" });
        Assert.Equal(visit.Bob, (await alice.Hears<IncomingSignal>("Signal")).From);
        Assert.DoesNotContain("Started", bob.HeardSoFar());
        await alice.Call("Admit", visit.Bob);
        Assert.Equal(app.Now, (await bob.Hears<RoomStarted>("Started")).StartedAt);
        Assert.True(await app.InClinic(app.Cast.North, db => db.Set<Telemed.Audit.AuditEvent>().AnyAsync(e => e.Action == Telemed.Audit.AuditAction.RoomAdmitted
            && e.EntityId == visit.Encounter.Value && e.AgentId == visit.Doctor.Account.Value, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_practitioner_who_becomes_free_elsewhere_reads_that_the_patient_may_be_let_in()
    {
        await app.InClinic(app.Cast.North, db => db.Set<Telemed.Tenancy.Tenant>().Where(t => t.Id == db.Tenant)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.AdmitByHand, true), TestContext.Current.CancellationToken));
        var first = await VisitScene.Book(app, NodaTime.Duration.FromMinutes(-20));
        await using var bob = await first.Guest(first.Bob);
        await bob.Join();
        await using var there = await first.SignedIn(first.Doctor, first.Alice);
        await there.Join();
        await there.Call("Admit", first.Bob);
        await bob.Hears<RoomStarted>("Started");

        var second = await VisitScene.Book(app, NodaTime.Duration.FromMinutes(10), first.Doctor);
        await using var here = await second.SignedIn(second.Doctor, second.Alice);
        Assert.NotNull((await here.Join("second")).Elsewhere);
        await there.Call("End", "byPractitioner");
        Assert.Null((await here.Hears<Snapshot>("Snapshot")).Elsewhere);
    }

    [Fact]
    public async Task The_administrator_says_how_patients_enter_and_it_is_on_the_trail()
    {
        using var ada = await app.Browser(app.Cast.Ada);
        foreach (var wanted in (bool[])[true, false, true])
        {
            var answer = await ada.Fill("/clinic", ("byHand", wanted ? "true" : "false"));
            Assert.Equal(System.Net.HttpStatusCode.Found, answer.StatusCode);
            Assert.Equal(wanted, await app.InClinic(app.Cast.North, db => db.Set<Telemed.Tenancy.Tenant>().Where(t => t.Id == db.Tenant).Select(t => t.AdmitByHand)
                .SingleAsync(TestContext.Current.CancellationToken)));
        }

        var page = await ada.Page("/clinic?saved=admission");
        Assert.Equal("true", page.QuerySelector("input[name=byHand][checked]")!.GetAttribute("value"));
        Assert.True(await app.InClinic(app.Cast.North, db => db.Set<Telemed.Audit.AuditEvent>().AnyAsync(e => e.Action == Telemed.Audit.AuditAction.AdmissionChanged
            && e.AgentId == app.Cast.Ada.Account.Value && e.Detail == "by-hand", TestContext.Current.CancellationToken)));
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Nora, app.Cast.Bob])
        {
            using var browser = await app.Browser(person);
            using var form = new FormUrlEncodedContent([new("byHand", "true")]);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.PostAsync("/clinic/admission", form, TestContext.Current.CancellationToken)).StatusCode);
        }
    }

    [Fact]
    public async Task A_patient_let_in_from_the_list_starts_the_call_as_the_practitioner_comes()
    {
        await app.InClinic(app.Cast.North, db => db.InTransaction(() => db.Set<Telemed.Tenancy.Tenant>().Where(t => t.Id == db.Tenant)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.AdmitByHand, true), TestContext.Current.CancellationToken)));
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        using var desk = await app.Browser(visit.Doctor);
        var row = (await (await desk.Ask(HttpMethod.Get, "/api/waiting")).Json()).EnumerateArray().Single();
        Assert.True(row.GetProperty("mayAdmit").GetBoolean());
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await desk.Ask(HttpMethod.Post, $"/api/waiting/{visit.Encounter}/admission")).StatusCode);
        Assert.DoesNotContain("Started", bob.HeardSoFar());
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await bob.Hears("Started");
    }
}
