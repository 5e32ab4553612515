using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Tests.Consultations;

namespace Telemed.Tests.Records;

/// <summary>Moments in the margin of the note: who sees them, and what becomes of them.</summary>
public sealed class MomentTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_press_and_a_clinical_word_in_the_chat_mark_moments_at_the_time_of_the_call()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await bob.Call("Say", new { clientId = Guid.CreateVersion7(), text = "J’attends avec de la fièvre" });
        await using var page = await visit.SignedIn(visit.Doctor, visit.Alice);
        await page.Join();
        await bob.Hears("Started");
        var alice = await app.Browser(visit.Doctor);
        app.Time.Advance(TimeSpan.FromSeconds(252));
        var said = new { clientId = Guid.CreateVersion7(), text = "J’ai de la TOUX depuis hier" };
        await bob.Call("Say", said);
        await bob.Call("Say", said);
        await bob.Call("Say", new { clientId = Guid.CreateVersion7(), text = "Bonjour" });
        app.Time.Advance(TimeSpan.FromSeconds(60));
        var press = MomentId.New();
        Assert.Equal(HttpStatusCode.NoContent, (await Mark(alice, visit, press, secondsAgo: 20)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Mark(alice, visit, press, secondsAgo: 21)).StatusCode);

        var open = await Open(alice, visit);
        Assert.Equal(3, open.Length);
        Assert.Equal((null, "Bob Durand", "J’attends avec de la fièvre"), (open[0].Second, open[0].By, open[0].Text));
        Assert.Equal((252, "Bob Durand", "J’ai de la TOUX depuis hier"), (open[1].Second, open[1].By, open[1].Text));
        Assert.Equal((292, null, null), (open[2].Second, open[2].By, open[2].Text));
        Assert.Equal((AgentKind.Account, (Guid?)visit.Doctor.Account.Value), Single(await Trail(press, AuditAction.MomentMarked)));
        Assert.Equal(AgentKind.System, Single(await Trail(open[1].Id, AuditAction.MomentMarked)).Agent);
    }

    [Fact]
    public async Task A_moment_is_kept_or_dropped_once_and_is_gone_from_every_tab()
    {
        var visit = await VisitScene.Book(app);
        await app.Cares(visit.Doctor);
        var alice = await app.Browser(visit.Doctor);
        var (kept, dropped) = (MomentId.New(), MomentId.New());
        await Mark(alice, visit, kept);
        await Mark(alice, visit, dropped);
        Assert.Equal(HttpStatusCode.NoContent, (await Decide(alice, visit, kept, "kept")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Decide(alice, visit, kept, "dropped")).StatusCode); // the other tab came later: the first decision stands
        Assert.Equal(HttpStatusCode.NoContent, (await Decide(alice, visit, dropped, "dropped")).StatusCode);
        Assert.Empty(await Open(alice, visit));
        var rows = await app.InClinic(app.Cast.North, db => db.Moments.Where(m => m.Id == kept || m.Id == dropped).ToDictionaryAsync(m => m.Id, Cancel));
        Assert.Equal((MomentDecision.Kept, visit.Doctor.Account, app.Now), (rows[kept].Decision, rows[kept].DecidedBy, rows[kept].DecidedAt));
        Assert.Equal(MomentDecision.Dropped, rows[dropped].Decision);
        Assert.Single(await Trail(kept, AuditAction.MomentDecided));
    }

    [Fact]
    public async Task Only_the_practitioner_of_the_visit_sees_marks_and_decides()
    {
        var (visit, other) = (await VisitScene.Book(app), await VisitScene.Book(app));
        await app.Cares(visit.Doctor);
        await app.Cares(other.Doctor);
        var moment = MomentId.New();
        await Mark(await app.Browser(visit.Doctor), visit, moment);
        var before = await app.Everything(app.Cast.North, "audit_events", "magic_links");
        foreach (var person in (Person[])[app.Cast.Charlie, app.Cast.Dan, app.Cast.Bob, app.Cast.Nora, app.Cast.Ada, other.Doctor])
        {
            var browser = await app.Browser(person);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Path(visit), Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Mark(browser, visit, MomentId.New())).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Decide(browser, visit, moment, "dropped")).StatusCode);
        }

        // Nor by way of a visit of one's own.
        Assert.Equal(HttpStatusCode.NotFound, (await Decide(await app.Browser(other.Doctor), other, moment, "dropped")).StatusCode);
        Assert.Equal(before, await app.Everything(app.Cast.North, "audit_events", "magic_links"));
    }

    [Fact]
    public async Task They_wait_after_the_end_until_the_note_is_signed()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var path = $"/api/encounters/{visit}/moments";
        await alice.PostAsJsonAsync(path, new { id = MomentId.New().Value }, Cancel);
        var note = await alice.BeginNote(visit);
        Assert.Single(await Open(alice, path));
        Assert.Contains($"[{Times.Clock(app.Now, DateTimeZoneProviders.Tzdb["Europe/Paris"])}]", (await (await alice.Visit($"/notes/{note.NoteId}")).Html()).QuerySelector("[aria-labelledby=moments-title] li")!.TextContent, StringComparison.Ordinal);
        (await alice.Save(visit, note.Version, Visits.Cough)).EnsureSuccessStatusCode();
        (await alice.Sign(visit, note.Version + 1)).EnsureSuccessStatusCode();
        Assert.Empty(await Open(alice, path));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.PostAsJsonAsync(path, new { id = MomentId.New().Value }, Cancel)).StatusCode);
    }

    private static (AgentKind Agent, Guid?) Single(List<AuditEvent> trail) => (Assert.Single(trail).Agent, trail[0].AgentId);

    private static string Path(VisitScene visit) => $"/api/encounters/{visit.Encounter}/moments";

    private static Task<MomentView[]> Open(HttpClient browser, VisitScene visit) => Open(browser, Path(visit));

    private static async Task<MomentView[]> Open(HttpClient browser, string path) => (await browser.GetFromJsonAsync<MomentView[]>(path, Wire.Options, Cancel))!;

    private static Task<HttpResponseMessage> Mark(HttpClient browser, VisitScene visit, MomentId id, int secondsAgo = 0) =>
        browser.PostAsJsonAsync(Path(visit), new { id = id.Value, secondsAgo }, Cancel);

    private static Task<HttpResponseMessage> Decide(HttpClient browser, VisitScene visit, MomentId id, string decision) =>
        browser.PutAsJsonAsync($"{Path(visit)}/{id}", new { decision }, Cancel);

    private Task<List<AuditEvent>> Trail(MomentId id, AuditAction action) =>
        app.InClinic(app.Cast.North, db => db.AuditEvents.AsNoTracking().Where(a => a.EntityId == id.Value && a.Action == action).ToListAsync(Cancel));
}
