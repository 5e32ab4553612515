using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Ending;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Scheduling;
using Telemed.Tests.Documents;
using Telemed.Tests.Records;

namespace Telemed.Tests.Consultations.Ending;

/// <summary>The end of a visit: the five statements, what is owed, the figures, and the patient's one answer.</summary>
public sealed class ClosingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    /// <summary>Everything said to be none.</summary>
    private static readonly object Nothing = new { noActs = true, noReport = true, noNumber = true, incidents = 0 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_five_statements_commit_with_the_end_and_everybody_is_told()
    {
        await using var call = await Call.Of(app);
        using var desk = await app.Browser(call.Visit.Doctor);
        await app.InClinic(app.Cast.North, async db => await db.InTransaction(async () =>
        {
            await db.CareBegins(call.Visit.Doctor.Practitioner!.Value, app.Cast.Bob.Patient!.Value, app.Now);
            return true;
        }));
        var note = await desk.BeginNote(call.Visit.Encounter);
        await desk.Save(call.Visit.Encounter, note.Version, new NoteText("Toux", "", "", "Repos"));
        var before = await Read(desk, call.Visit);
        Assert.Equal(("draft", JsonValueKind.Null), (before.GetProperty("report").GetString(), KindOf(before, "number")));
        app.Time.Advance(TimeSpan.FromMinutes(12));
        var answer = await Close(desk, call.Visit, new { acts = " Ordonnance : paracétamol ", number = "10 999 999 997", incidents = 0 });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(EndReason.ByPractitioner, (await call.Bob.Hears<RoomEnded>("Ended")).Reason);
        var closure = (await Closure(call.Visit))!;
        Assert.Equal((ReportStanding.Draft, "Ordonnance : paracétamol", "Dr Alice Martin", "10999999997", 0),
            (closure.Report, closure.Acts, closure.Professional, closure.ProfessionalNumber, closure.Incidents));
        Assert.Equal((call.Started, app.Now, call.Visit.Doctor.Account), (closure.StartedAt, closure.EndedAt, closure.ClosedBy));
        var row = await call.Visit.Row();
        Assert.Equal((EncounterStatus.Completed, app.Now, null), (row.Status, row.EndedAt!.Value, row.ClosingOwedSince));
        Assert.Equal(AppointmentStatus.Fulfilled, await call.Visit.PlanStatus());
        Assert.True(await app.InClinic(app.Cast.North, db => db.Set<AuditEvent>().AnyAsync(e => e.Action == AuditAction.VisitClosed
            && e.EntityId == call.Visit.Encounter.Value && e.AgentId == call.Visit.Doctor.Account.Value, Cancel)));
        Assert.Equal("10999999997", (await Read(desk, call.Visit)).GetProperty("number").GetString()); // kept on file for the next time
        Assert.Equal(HttpStatusCode.Conflict, (await Close(desk, call.Visit, Nothing)).StatusCode);
        var stated = (await desk.Page($"/visits/{call.Visit.Encounter}")).QuerySelector("section:has(#closing-title)")!.TextContent;
        Assert.All((string[])["Ordonnance : paracétamol", "Dr Alice Martin, RPPS 10999999997", "en brouillon", "aucun à la clôture"], words => Assert.Contains(words, stated, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "noReport": true, "noNumber": true, "incidents": 0 }""", "acts")]
    [InlineData("""{ "noActs": true, "acts": "x", "noReport": true, "noNumber": true, "incidents": 0 }""", "acts")]
    [InlineData("""{ "noActs": true, "noNumber": true, "incidents": 0 }""", "report")]
    [InlineData("""{ "noActs": true, "noReport": true, "incidents": 0 }""", "professional")]
    [InlineData("""{ "noActs": true, "noReport": true, "number": "123", "incidents": 0 }""", "professional")]
    [InlineData("""{ "noActs": true, "noReport": true, "number": "10999999990", "incidents": 0 }""", "professional")]
    [InlineData("""{ "noActs": true, "noReport": true, "noNumber": true }""", "incidents")]
    [InlineData("""{ "noActs": true, "noReport": true, "noNumber": true, "incidents": 3 }""", "incidents")]
    public async Task A_missing_statement_keeps_the_visit_open_and_is_named(string statements, string missing)
    {
        await using var call = await Call.Of(app);
        using var desk = await app.Browser(call.Visit.Doctor);
        using var body = new StringContent(statements, null, "application/json");
        var answer = await desk.Ask(HttpMethod.Post, Path(call.Visit), body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal([missing], (await answer.Json()).GetProperty("missing").EnumerateArray().Select(m => m.GetString()));
        Assert.Null(await Closure(call.Visit));
        Assert.Equal(EncounterStatus.InProgress, (await call.Visit.Row()).Status);
        Assert.DoesNotContain("Ended", call.Bob.HeardSoFar());
    }

    [Fact]
    public async Task An_end_without_the_account_waits_on_today_until_it_is_completed_there()
    {
        await using var call = await Call.Of(app, byLink: true);
        await call.Alice.Call("End", "byPractitioner");
        await call.Bob.Hears("Ended");
        using var desk = await app.Browser(call.Visit.Doctor);
        var todo = (await desk.Page("/today")).QuerySelector($"a[href='/visit/{call.Visit.Alice}']:not(.button)");
        Assert.Equal("1 consultation à clore", todo?.TextContent.Trim());
        Assert.Equal(HttpStatusCode.NoContent, (await Close(desk, call.Visit, Nothing)).StatusCode);
        Assert.Null((await desk.Page("/today")).QuerySelector($"a[href='/visit/{call.Visit.Alice}']:not(.button)"));
        Assert.Equal(app.Now, (await Closure(call.Visit))!.EndedAt);
    }

    [Fact]
    public async Task A_visit_that_never_began_has_nothing_to_close()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        using var desk = await app.Browser(visit.Doctor);
        Assert.Equal(HttpStatusCode.Conflict, (await Close(desk, visit, Nothing)).StatusCode);
        Assert.Null((await visit.Row()).EndedAt);
    }

    [Fact]
    public async Task Of_many_closings_at_once_one_is_written()
    {
        await using var call = await Call.Of(app);
        using var desk = await app.Browser(call.Visit.Doctor);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Close(desk, call.Visit, Nothing)));
        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Closures.CountAsync(c => c.EncounterId == call.Visit.Encounter, Cancel)));
    }

    [Fact]
    public async Task What_was_stated_can_be_changed_by_nobody()
    {
        await using var call = await Call.Of(app);
        using var desk = await app.Browser(call.Visit.Doctor);
        await Close(desk, call.Visit, Nothing);
        await Assert.ThrowsAnyAsync<Exception>(() => app.InClinic(app.Cast.North, db =>
            db.InTransaction(() => db.Closures.Where(c => c.EncounterId == call.Visit.Encounter).ExecuteUpdateAsync(c => c.SetProperty(x => x.Acts, "x"), Cancel))));
    }

    [Fact]
    public async Task Figures_are_written_as_it_ends_and_drops_are_shown_before_it_is_closed()
    {
        var visit = await VisitScene.Book(app);
        var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        app.Time.Advance(TimeSpan.FromMinutes(3));
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await bob.Hears("Started");
        app.Time.Advance(TimeSpan.FromMinutes(4));
        await bob.DisposeAsync();
        await alice.Hears("ParticipantLeft");
        app.Time.Advance(TimeSpan.FromSeconds(8));
        await using var back = await RoomPage.Open(app, visit.Bob, bob.Cookies);
        await back.Join();
        app.Time.Advance(TimeSpan.FromMinutes(5));
        using var desk = await app.Browser(visit.Doctor);
        var incident = Assert.Single((await Read(desk, visit)).GetProperty("incidents").EnumerateArray());
        Assert.Equal(("dropped", visit.Bob.Value), (incident.GetProperty("kind").GetString(), incident.GetProperty("participantId").GetGuid()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Close(desk, visit, Nothing)).StatusCode); // one was not seen
        Assert.Equal(HttpStatusCode.NoContent, (await Close(desk, visit, new { noActs = true, noReport = true, noNumber = true, incidents = 1 })).StatusCode);
        var summary = await app.InClinic(app.Cast.North, db => db.Set<VisitSummary>().AsNoTracking().SingleAsync(s => s.EncounterId == visit.Encounter, Cancel));
        Assert.Equal((9 * 60 + 8, 3 * 60, 1, "Practitioner,Patient"), (summary.LiveSeconds, summary.WaitedSeconds, summary.Drops, summary.WereThere));
        Assert.Equal(1, (await Closure(visit))!.Incidents);
    }

    [Fact]
    public async Task Nobody_else_reads_or_closes_a_visit()
    {
        await using var call = await Call.Of(app);
        foreach (var person in (Person[])[app.Cast.Dan, app.Cast.Charlie, app.Cast.Nora, app.Cast.Bob])
        {
            using var browser = await app.Browser(person);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Ask(HttpMethod.Get, Path(call.Visit))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Close(browser, call.Visit, Nothing)).StatusCode);
        }

        using var guest = app.Anonymous();
        guest.DefaultRequestHeaders.Add("Cookie", call.Bob.Cookies);
        Assert.Equal(HttpStatusCode.Unauthorized, (await guest.Ask(HttpMethod.Get, Path(call.Visit))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Close(guest, call.Visit, Nothing)).StatusCode);
        Assert.Equal(EncounterStatus.InProgress, (await call.Visit.Row()).Status);
    }

    [Fact]
    public async Task The_patient_answers_one_question_once_after_the_visit_for_seven_days()
    {
        await using var call = await Call.Of(app, byLink: true);
        using var phone = app.Anonymous();
        phone.DefaultRequestHeaders.Add("Cookie", call.Bob.Cookies);
        Assert.Equal(HttpStatusCode.NotFound, (await Rate(phone, call.Visit.Bob, "good")).StatusCode);
        await call.Alice.Call("End", "byPractitioner");
        await call.Bob.Hears("Ended");
        Assert.True((await (await phone.Ask(HttpMethod.Get, $"/visit/{call.Visit.Bob}/after")).Json()).GetProperty("mayRate").GetBoolean());
        foreach (var stranger in (HttpClient[])[app.Anonymous(), await app.Browser(app.Cast.Charlie), await app.Browser(call.Visit.Doctor)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Rate(stranger, call.Visit.Bob, "poor")).StatusCode);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Rate(phone, call.Visit.Bob, "fair")));
        Assert.Single(answers, a => a.StatusCode is HttpStatusCode.NoContent);
        Assert.Equal(3, answers.Count(a => a.StatusCode is HttpStatusCode.Conflict));
        Assert.False((await (await phone.Ask(HttpMethod.Get, $"/visit/{call.Visit.Bob}/after")).Json()).GetProperty("mayRate").GetBoolean());
        var rating = await app.InClinic(app.Cast.North, db => db.Set<VisitRating>().AsNoTracking().SingleAsync(r => r.EncounterId == call.Visit.Encounter, Cancel));
        Assert.Equal((VisitQuality.Fair, call.Visit.Bob), (rating.Answer, rating.ParticipantId));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Set<AuditEvent>().CountAsync(e => e.Action == AuditAction.VisitRated && e.EntityId == call.Visit.Encounter.Value, Cancel)));
        app.Time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Ask(HttpMethod.Get, $"/visit/{call.Visit.Bob}/after")).StatusCode);
    }

    private static string Path(VisitScene visit) => $"/api/encounters/{visit.Encounter}/closing";

    private static async Task<JsonElement> Read(HttpClient desk, VisitScene visit) => await (await desk.Ask(HttpMethod.Get, Path(visit))).Json();

    private static Task<HttpResponseMessage> Close(HttpClient desk, VisitScene visit, object statements) => desk.Ask(HttpMethod.Post, Path(visit), JsonContent.Create(statements));

    private static Task<HttpResponseMessage> Rate(HttpClient browser, ParticipantId who, string answer) =>
        browser.Ask(HttpMethod.Post, $"/visit/{who}/rating", JsonContent.Create(new { answer }));

    private static JsonValueKind KindOf(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.ValueKind : JsonValueKind.Null;

    private Task<Closure?> Closure(VisitScene visit) => app.InClinic(app.Cast.North, db =>
        db.Closures.AsNoTracking().SingleOrDefaultAsync(c => c.EncounterId == visit.Encounter, Cancel));

    /// <summary>A visit in which both are live.</summary>
    private sealed record Call(VisitScene Visit, RoomPage Alice, RoomPage Bob, Instant Started) : IAsyncDisposable
    {
        public static async Task<Call> Of(TelemedApp app, bool byLink = false)
        {
            var visit = await VisitScene.Book(app);
            var bob = await visit.Guest(visit.Bob);
            await bob.Join();
            var alice = byLink ? await visit.Guest(visit.Alice) : await visit.SignedIn(visit.Doctor, visit.Alice);
            await alice.Join();
            return new Call(visit, alice, bob, (await bob.Hears<RoomStarted>("Started")).StartedAt);
        }

        public async ValueTask DisposeAsync()
        {
            await Alice.DisposeAsync();
            await Bob.DisposeAsync();
        }
    }
}
