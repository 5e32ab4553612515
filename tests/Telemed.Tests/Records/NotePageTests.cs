using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Records;

namespace Telemed.Tests.Records;

public sealed class NotePageTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task An_amendment_is_a_new_version_with_author_time_and_reason()
    {
        var (_, note) = await app.SignedNote();
        var alice = await app.Browser(app.Cast.Alice);
        var answer = await alice.Fill($"/notes/{note}", ("Input.Reason", "Dose corrigée"), ("Input.Plan", "Repos"), ("Input.Then", "amend"));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var page = await alice.Page($"/notes/{note}");
        Assert.Contains("Dose corrigée", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Dr Alice Martin", page.Body.TextContent, StringComparison.Ordinal);
        var versions = await Versions(note);
        Assert.Equal([Visits.Cough, Visits.Cough with { Plan = "Repos" }], versions.Select(v => v.Text));
        Assert.Equal(Visits.Cough, (await Row(note)).Text);
        Assert.Equal(NoteStatus.Amended, (await Row(note)).Status);
        Assert.Contains(AuditAction.NoteAmended, await Audited(note));
    }

    [Fact]
    public async Task An_amendment_needs_a_reason_and_a_change_and_what_was_typed_stays()
    {
        var (_, note) = await app.SignedNote();
        var alice = await app.Browser(app.Cast.Alice);
        var unreasoned = await (await alice.Fill($"/notes/{note}", ("Input.Reason", " "), ("Input.Plan", "Repos strict"), ("Input.Then", "amend"))).Html();
        Assert.Contains("Indiquez le motif", unreasoned.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Repos strict", unreasoned.QuerySelector<IHtmlTextAreaElement>("[name='Input.Plan']")!.Value);
        var unchanged = await (await alice.Fill($"/notes/{note}", ("Input.Reason", "Rien"), ("Input.Then", "amend"))).Html();
        Assert.Contains("est le même", unchanged.Body!.TextContent, StringComparison.Ordinal);
        Assert.Single(await Versions(note));
    }

    [Fact]
    public async Task Of_two_amendments_of_one_version_the_second_is_refused()
    {
        var (_, note) = await app.SignedNote();
        var alice = await app.Browser(app.Cast.Alice);
        var page = await alice.Page($"/notes/{note}");
        await alice.Send($"/notes/{note}", page, ("Input.Reason", "Un"), ("Input.Plan", "un"), ("Input.Then", "amend"));
        var late = await (await alice.Send($"/notes/{note}", page, ("Input.Reason", "Deux"), ("Input.Plan", "deux"), ("Input.Then", "amend"))).Html();
        Assert.Contains("entre-temps", late.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, (await Versions(note)).Count);
    }

    [Fact]
    public async Task A_note_entered_in_error_keeps_its_text_says_so_and_is_not_shown_to_the_patient()
    {
        var (_, note) = await app.SignedNote();
        var alice = await app.Browser(app.Cast.Alice);
        await alice.Fill($"/notes/{note}", ("Input.Reason", "Mauvais patient"), ("Input.Then", "in-error"));
        var page = await alice.Page($"/notes/{note}");
        Assert.Contains("Mauvais patient", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[method=post] [name='Input.Reason']"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Bob)).Visit($"/notes/{note}")).StatusCode);
        Assert.Contains(AuditAction.NoteEnteredInError, await Audited(note));
    }

    [Fact]
    public async Task A_draft_is_saved_and_signed_without_script()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var note = (await alice.BeginNote(await app.Visit())).NoteId;
        await alice.Fill($"/notes/{note}", ("Input.Subjective", "ligne 1\r\nligne 2"), ("Input.Then", "save"));
        Assert.Equal(("ligne 1\nligne 2", NoteStatus.Draft), ((await Row(note)).Subjective, (await Row(note)).Status));
        var signed = await alice.Fill($"/notes/{note}", ("Input.Plan", "Repos"), ("Input.Then", "sign"));
        Assert.Equal(HttpStatusCode.Found, signed.StatusCode);
        Assert.Equal(NoteStatus.Signed, (await Row(note)).Status);
        Assert.Equal("Repos", Assert.Single(await Versions(note)).Plan);
    }

    [Fact]
    public async Task A_draft_saved_elsewhere_meanwhile_is_shown_and_what_was_typed_stays()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var visit = await app.Visit();
        var note = await alice.BeginNote(visit);
        var page = await alice.Page($"/notes/{note.NoteId}");
        await alice.Save(visit, note.Version, Visits.Cough);
        var late = await (await alice.Send($"/notes/{note.NoteId}", page, ("Input.Plan", "tapé ici"), ("Input.Then", "save"))).Html();
        Assert.Contains(Visits.Cough.Assessment, late.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("tapé ici", late.QuerySelector<IHtmlTextAreaElement>("[name='Input.Plan']")!.Value);
        Assert.Equal(Visits.Cough, (await Row(note.NoteId)).Text);
    }

    [Fact]
    public async Task The_patient_reads_what_is_signed_and_no_draft()
    {
        var (_, signed) = await app.SignedNote();
        var draft = (await (await app.Browser(app.Cast.Alice)).BeginNote(await app.Visit())).NoteId;
        var bob = await app.Browser(app.Cast.Bob);
        var page = await bob.Page($"/notes/{signed}");
        Assert.Contains(Visits.Cough.Plan, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("[name='Input.Plan']"));
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Visit($"/notes/{draft}")).StatusCode);
        Assert.Contains(AuditAction.NoteRead, await Audited(signed));
    }

    [Fact]
    public async Task A_patient_cannot_amend()
    {
        var (_, note) = await app.SignedNote();
        var form = await (await app.Browser(app.Cast.Alice)).Page($"/notes/{note}");
        var bob = await app.Browser(app.Cast.Bob);
        var answer = await bob.Send($"/notes/{note}", form, ("Input.Reason", "Moi"), ("Input.Plan", "autre"), ("Input.Then", "amend"));
        Assert.False(answer.IsSuccessStatusCode && (await Versions(note)).Count > 1);
        Assert.Single(await Versions(note));
    }

    [Fact]
    public async Task Charlie_Nora_Ada_and_Dan_see_nothing()
    {
        var (_, note) = await app.SignedNote();
        foreach (var person in (Person[])[app.Cast.Charlie, app.Cast.Nora, app.Cast.Ada, app.Cast.Dan])
        {
            var answer = await (await app.Browser(person)).Visit($"/notes/{note}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain(Visits.Cough.Plan, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        var (_, note) = await app.SignedNote();
        var answer = await app.Anonymous().Visit($"/notes/{note}");
        Assert.StartsWith("/sign-in", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private Task<SoapNote> Row(SoapNoteId note) => app.InClinic(app.Cast.North, db => db.SoapNotes.SingleAsync(n => n.Id == note));

    private Task<List<SoapNoteVersion>> Versions(SoapNoteId note) => app.InClinic(app.Cast.North, db =>
        db.SoapNoteVersions.Where(v => v.SoapNoteId == note).OrderBy(v => v.Number).ToListAsync());

    private Task<List<AuditAction>> Audited(SoapNoteId note) => app.InClinic(app.Cast.North, db => db.AuditEvents
        .Where(a => a.EntityId == note.Value).Select(a => a.Action).ToListAsync());
}
