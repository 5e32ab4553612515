using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Records;

namespace Telemed.Tests.Records;

public sealed class NoteEndpointTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_note_is_begun_once_saved_and_signed()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.GetAsync(Visits.Api(visit), Cancel)).StatusCode);
        var begun = await alice.BeginNote(visit);
        Assert.Equal(begun.NoteId, (await alice.BeginNote(visit)).NoteId);
        var saved = await (await alice.Save(visit, begun.Version, Visits.Cough)).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(begun.Version + 1, saved.GetProperty("version").GetInt32());
        Assert.True(saved.TryGetProperty("savedAt", out _));
        var read = await (await alice.GetAsync(Visits.Api(visit), Cancel)).Note();
        Assert.Equal(Visits.Cough, read.Text());
        var signed = await (await alice.Sign(visit, read.Version)).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal("signed", signed.GetProperty("status").GetString());
        Assert.True(signed.TryGetProperty("signedAt", out _));
        Assert.Equal([AuditAction.NoteCreated, AuditAction.NoteRead, AuditAction.NoteSaved, AuditAction.NoteRead, AuditAction.NoteSigned], await Audited(begun.NoteId));
    }

    [Fact]
    public async Task Of_two_writers_the_second_is_shown_the_conflict_and_nothing_is_overwritten()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var begun = await alice.BeginNote(visit);
        var first = Visits.Cough with { Plan = "premier onglet" };
        Assert.Equal(HttpStatusCode.OK, (await alice.Save(visit, begun.Version, first)).StatusCode);
        var second = await alice.Save(visit, begun.Version, Visits.Cough with { Plan = "second onglet" });
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal(first, (await second.Note()).Text());
        Assert.Equal(first, (await (await alice.GetAsync(Visits.Api(visit), Cancel)).Note()).Text());
    }

    [Fact]
    public async Task Of_sixteen_writers_at_once_exactly_one_is_told_that_it_saved()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var begun = await alice.BeginNote(visit);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n =>
            alice.Save(visit, begun.Version, Visits.Cough with { Plan = $"onglet {n}" })).ToArray());
        var winner = Assert.Single(answers, a => a.StatusCode is HttpStatusCode.OK);
        Assert.All(answers.Where(a => a != winner), a => Assert.Equal(HttpStatusCode.Conflict, a.StatusCode));
        var kept = await (await alice.GetAsync(Visits.Api(visit), Cancel)).Note();
        Assert.Equal($"onglet {Array.IndexOf(answers, winner)}", kept.Plan);
    }

    [Fact]
    public async Task Sixteen_tabs_that_begin_at_once_share_one_note()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var begun = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => alice.BeginNote(visit)).ToArray());
        Assert.Single(begun.Select(n => n.NoteId).Distinct());
    }

    [Fact]
    public async Task The_same_text_sent_again_is_no_conflict()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var begun = await alice.BeginNote(visit);
        await alice.Save(visit, begun.Version, Visits.Cough);
        var again = await alice.Save(visit, begun.Version, Visits.Cough);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(begun.Version + 1, (await again.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_signed_note_is_not_saved_over_and_signing_twice_is_the_same_signature()
    {
        var (visit, note) = await app.SignedNote();
        var alice = await app.Browser(app.Cast.Alice);
        var current = await (await alice.GetAsync(Visits.Api(visit), Cancel)).Note();
        var late = await alice.Save(visit, current.Version, Visits.Cough with { Plan = "trop tard" });
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal(NoteStatus.Signed, (await late.Note()).Status);
        Assert.Equal(HttpStatusCode.OK, (await alice.Sign(visit, current.Version - 1)).StatusCode);
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.SoapNoteVersions.CountAsync(v => v.SoapNoteId == note)));
    }

    [Fact]
    public async Task An_empty_note_cannot_be_signed_and_a_stale_signature_is_refused()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var begun = await alice.BeginNote(visit);
        Assert.Equal("note-empty", await Code(await alice.Sign(visit, begun.Version)));
        await alice.Save(visit, begun.Version, Visits.Cough);
        Assert.Equal(HttpStatusCode.Conflict, (await alice.Sign(visit, begun.Version)).StatusCode);
    }

    [Fact]
    public async Task Text_that_cannot_be_kept_is_refused_with_a_reason_and_changes_nothing()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var begun = await alice.BeginNote(visit);
        await alice.Save(visit, begun.Version, Visits.Cough);
        var version = begun.Version + 1;
        var longest = new string('é', NoteText.SectionLimit);
        Assert.Equal("note-too-long", await Code(await alice.Save(visit, version, Visits.Cough with { Objective = longest + "é" })));
        Assert.Equal("note-unreadable", await Code(await alice.Save(visit, version, Visits.Cough with { Plan = "a\0b" })));
        foreach (var body in (string[])["", "{", "[]", "{\"version\":\"x\"}", "{\"version\":1,\"plan\":\"\\ud800\"}", new string('[', 5000)])
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.BadRequest, (await alice.PutAsync(Visits.Api(visit), content, Cancel)).StatusCode);
        }

        var megabyte = await alice.Save(visit, version, Visits.Cough with { Subjective = new string('x', 1_000_000) });
        Assert.True(megabyte.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{megabyte.StatusCode}");
        Assert.Equal(Visits.Cough, (await (await alice.GetAsync(Visits.Api(visit), Cancel)).Note()).Text());
        var whole = new NoteText(longest, "😀 ‏עברית", "<script>alert(1)</script>", "");
        Assert.Equal(HttpStatusCode.OK, (await alice.Save(visit, version, whole)).StatusCode);
        Assert.Equal(whole, (await (await alice.GetAsync(Visits.Api(visit), Cancel)).Note()).Text());
    }

    [Fact]
    public async Task A_form_of_another_site_saves_nothing()
    {
        var visit = await app.Visit();
        var alice = await app.Browser(app.Cast.Alice);
        var begun = await alice.BeginNote(visit);
        using var plain = new StringContent($$"""{"version":{{begun.Version}},"plan":"x"}""", Encoding.UTF8, "text/plain");
        Assert.False((await alice.PutAsync(Visits.Api(visit), plain, Cancel)).IsSuccessStatusCode);
        alice.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        alice.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await alice.Save(visit, begun.Version, Visits.Cough)).StatusCode);
    }

    [Fact]
    public async Task A_cancelled_visit_and_an_unknown_one_have_no_note()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var cancelled = await app.Visit(EncounterStatus.Cancelled);
        foreach (var visit in (EncounterId[])[cancelled, EncounterId.New()])
        {
            using var nothing = JsonContent.Create(new { });
            Assert.Equal(HttpStatusCode.NotFound, (await alice.PostAsync(Visits.Api(visit), nothing, Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await alice.Save(visit, 1, Visits.Cough)).StatusCode);
        }
    }

    [Fact]
    public async Task Another_practitioner_reads_what_is_signed_once_she_cares_for_the_patient_and_never_writes()
    {
        var (signed, _) = await app.SignedNote();
        var drafted = await app.Visit();
        await (await app.Browser(app.Cast.Alice)).BeginNote(drafted);
        var dan = await app.Browser(app.Cast.Dan);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.GetAsync(Visits.Api(signed), Cancel)).StatusCode);
        await app.Cares(app.Cast.Dan);
        Assert.Equal(HttpStatusCode.OK, (await dan.GetAsync(Visits.Api(signed), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.GetAsync(Visits.Api(drafted), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.Save(drafted, 1, Visits.Cough)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.Sign(drafted, 1)).StatusCode);
    }

    [Fact]
    public async Task Notes_to_sign_are_the_drafts_of_visits_that_are_over()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var before = await ToSign();
        await alice.BeginNote(await app.Visit(EncounterStatus.InProgress));
        Assert.Equal(before, await ToSign());
        await alice.BeginNote(await app.Visit());
        Assert.Equal(before + 1, await ToSign());
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.NotesToSign(app.Cast.Nora.Actor)));
    }

    [Fact]
    public async Task Charlie_Nora_Ada_and_Bob_see_nothing()
    {
        var (visit, _) = await app.SignedNote();
        foreach (var person in (Person[])[app.Cast.Charlie, app.Cast.Nora, app.Cast.Ada, app.Cast.Bob])
        {
            await SeesNothing(await app.Browser(person), visit, HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        var (visit, _) = await app.SignedNote();
        await SeesNothing(app.Anonymous(), visit, HttpStatusCode.Unauthorized);
    }

    private static async Task SeesNothing(HttpClient browser, EncounterId visit, HttpStatusCode expected)
    {
        using var nothing = JsonContent.Create(new { });
        Assert.Equal(expected, (await browser.GetAsync(Visits.Api(visit), Cancel)).StatusCode);
        Assert.Equal(expected, (await browser.PostAsync(Visits.Api(visit), nothing, Cancel)).StatusCode);
        Assert.Equal(expected, (await browser.Save(visit, 1, Visits.Cough)).StatusCode);
        Assert.Equal(expected, (await browser.Sign(visit, 1)).StatusCode);
    }

    private Task<int> ToSign() => app.InClinic(app.Cast.North, db => db.NotesToSign(app.Cast.Alice.Actor));

    private Task<List<AuditAction>> Audited(SoapNoteId note) => app.InClinic(app.Cast.North, db => db.AuditEvents
        .Where(a => a.EntityId == note.Value).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());

    private static async Task<string?> Code(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("code").GetString();
    }
}
