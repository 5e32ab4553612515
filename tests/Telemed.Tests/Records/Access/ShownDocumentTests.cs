using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Colleagues;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Access;
using Telemed.Tests.Scheduling.Agenda;
using Telemed.Tests.Documents;
using Telemed.Tests.People;

namespace Telemed.Tests.Records.Access;

/// <summary>One document of a patient for one colleague who does not care for them.</summary>
public sealed class ShownDocumentTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private Person? _patient;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_colleague_to_whom_it_is_shown_reads_that_document_and_nothing_else_of_the_record()
    {
        var (bob, document) = await Filed("ECG du repos.");
        var other = await File(bob, "Autre chose.");
        var (alice, dan) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Dan));
        Assert.Equal(HttpStatusCode.NotFound, await Status(dan, $"/documents/{document}"));

        var page = await alice.Page($"/documents/{document}/view");
        Assert.Contains(page.QuerySelectorAll("#show-to option"), o => o.GetAttribute("value") == $"{app.Cast.Dan.Practitioner}");
        Assert.DoesNotContain(page.QuerySelectorAll("#show-to option"), o => o.GetAttribute("value") == $"{app.Cast.Alice.Practitioner}");
        var answer = await alice.Fill($"/documents/{document}/view", ("show-to", $"{app.Cast.Dan.Practitioner}"));
        Assert.Equal($"/documents/{document}/view", answer.Headers.Location!.PathAndQuery());

        Assert.Contains("Un confrère vous montre un document.", (await dan.Page("/notifications")).Body!.TextContent, StringComparison.Ordinal);
        var list = (await dan.Page("/shown")).Body!.TextContent;
        Assert.Contains("notes.txt", list, StringComparison.Ordinal);
        Assert.Contains("Dr Alice Martin", list, StringComparison.Ordinal);
        Assert.Contains("ECG du repos.", (await dan.Page($"/shown/documents/{document}")).QuerySelector(".viewer-text")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ECG du repos.", await dan.GetStringAsync(new Uri($"/documents/{document}", UriKind.Relative), Cancel));
        foreach (var closed in (string[])[$"/documents/{other}", $"/shown/documents/{other}", $"/documents/{document}/view", $"/documents/{document}/move", $"/patients/{bob}/documents", $"/patients/{bob}"])
        {
            Assert.Equal((closed, HttpStatusCode.NotFound), (closed, await Status(dan, closed)));
        }

        Assert.Contains(app.Cast.Dan.Account.Value, await Agents(bob, AuditAction.DocumentRead, document));
        var seen = (await (await app.Browser(_patient!)).Page("/my-record/access")).Body!.TextContent;
        Assert.Contains("a montré un document à un confrère", seen, StringComparison.Ordinal);
        Assert.Contains("Dr Dan Okafor", seen, StringComparison.Ordinal);
        var charlie = await app.Browser(app.Cast.Charlie);
        Assert.DoesNotContain("notes.txt", (await charlie.Page("/shown")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await Status(charlie, $"/shown/documents/{document}"));
    }

    [Theory]
    [InlineData("taken back"), InlineData("thirty days"), InlineData("an error"), InlineData("deleted"), InlineData("moved"), InlineData("the patient says no"), InlineData("care ended"), InlineData("who shows it left")]
    public async Task It_ends(string how)
    {
        var (bob, document) = await Filed("À montrer.");
        Assert.Equal(AccessOutcome.Done, await Show(document));
        var dan = await app.Browser(app.Cast.Dan);
        Assert.Equal(HttpStatusCode.OK, await Status(dan, $"/documents/{document}"));
        await End(how, bob, document);
        dan = await app.Browser(app.Cast.Dan);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (await Status(dan, $"/documents/{document}"), await Status(dan, $"/shown/documents/{document}")));
        Assert.DoesNotContain($"/shown/documents/{document}", (await dan.Page("/shown")).Body!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_came_in_by_an_emergency_shows_nothing_and_where_the_patient_said_no_nobody_does()
    {
        var (bob, document) = await Filed("Fermé.");
        await app.InClinic(app.Cast.North, db => db.Say(app.Cast.Alice.Actor, bob, ConsentPurpose.Sharing, given: false, ConsentMeans.Spoken, app.Now));
        var page = await (await (await app.Browser(app.Cast.Alice)).Fill($"/documents/{document}/view", ("show-to", $"{app.Cast.Dan.Practitioner}"))).Html();
        Assert.Contains("refusé", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        await app.InClinic(app.Cast.North, db => db.Say(app.Cast.Alice.Actor, bob, ConsentPurpose.Sharing, given: true, ConsentMeans.Spoken, app.Now));
        await app.InClinic(app.Cast.North, async db => await db.CareRelations.Where(r => r.PatientId == bob).ExecuteUpdateAsync(r => r.SetProperty(x => x.EndsAt, app.Now + Duration.FromHours(1)), Cancel));
        Assert.Equal(AccessOutcome.NotFound, await Show(document));
        Assert.False(await app.InClinic(app.Cast.North, db => db.DocumentShowings.AnyAsync(s => s.PatientId == bob, Cancel)));
    }

    [Fact]
    public async Task Pressed_again_it_is_shown_once_and_told_once_and_a_stranger_can_neither_show_nor_end_it()
    {
        var (bob, document) = await Filed("Une fois.");
        Assert.Equal((AccessOutcome.Done, AccessOutcome.Done), (await Show(document), await Show(document)));
        var showing = await app.InClinic(app.Cast.North, db => db.DocumentShowings.SingleAsync(s => s.PatientId == bob, Cancel));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Notifications.CountAsync(n => n.Kind == NotificationKind.DocumentShown && n.DocumentId == document.Value, Cancel)));
        Assert.Equal([app.Cast.Alice.Account.Value], await app.InClinic(app.Cast.North, db =>
            db.AuditEvents.Where(e => e.Action == AuditAction.DocumentShown && e.PatientId == bob.Value).Select(e => e.AgentId!.Value).ToListAsync(Cancel)));
        Assert.Equal(AccessOutcome.NotFound, await app.InClinic(app.Cast.North, db => db.ShowDocument(app.Cast.Dan.Actor, document, app.Cast.Dan.Practitioner!.Value, app.Now)));
        Assert.False(await app.InClinic(app.Cast.North, db => db.StopShowing(app.Cast.Dan.Actor, showing.Id, app.Now)));
        Assert.Equal(AccessOutcome.NotFound, await app.InClinic(app.Cast.North, db => db.ShowDocument(app.Cast.Alice.Actor, document, app.Cast.Charlie.Practitioner!.Value, app.Now)));
    }

    private Task<AccessOutcome> Show(DocumentId document) =>
        app.InClinic(app.Cast.North, db => db.ShowDocument(app.Cast.Alice.Actor, document, app.Cast.Dan.Practitioner!.Value, app.Now));

    private async Task End(string how, PatientId patient, DocumentId document)
    {
        var (alice, browser) = (app.Cast.Alice.Actor, await app.Browser(app.Cast.Alice));
        switch (how)
        {
            case "taken back":
                var form = (await browser.Page($"/documents/{document}/view")).QuerySelector("form[action^='/documents/showings/']")!;
                await browser.PostForm(form.GetAttribute("action")!, await browser.Page($"/documents/{document}/view"), ("back", $"/documents/{document}/view"));
                Assert.Equal([app.Cast.Alice.Account.Value], await app.InClinic(app.Cast.North, db =>
                    db.AuditEvents.Where(e => e.Action == AuditAction.DocumentShowingEnded && e.PatientId == patient.Value).Select(e => e.AgentId!.Value).ToListAsync(Cancel)));
                break;
            case "thirty days":
                await Row(document, s => s.SetProperty(x => x.EndsAt, app.Now));
                break;
            case "an error":
                await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.Id == document)
                    .ExecuteUpdateAsync(d => d.SetProperty(x => x.InErrorAt, app.Now).SetProperty(x => x.InErrorBy, alice.AccountId).SetProperty(x => x.InErrorBecause, "autre patient"), Cancel));
                break;
            case "deleted":
                Assert.True(await app.InClinic(app.Cast.North, db => db.Delete(alice, document, app.Now)));
                Assert.True(await app.InClinic(app.Cast.North, db => db.Restore(alice, document, app.Now)));
                break;
            case "moved":
                await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.Id == document).ExecuteUpdateAsync(d => d.SetProperty(x => x.PatientId, app.Cast.Eva), Cancel));
                break;
            case "the patient says no":
                Assert.True(await app.InClinic(app.Cast.North, db => db.Say(alice, patient, ConsentPurpose.Sharing, given: false, ConsentMeans.Spoken, app.Now)));
                break;
            case "care ended":
                await app.InClinic(app.Cast.North, db => db.CareRelations.Where(r => r.PatientId == patient).ExecuteUpdateAsync(r => r.SetProperty(x => x.EndsAt, app.Now), Cancel));
                break;
            default:
                await app.InClinic(app.Cast.North, db => db.Memberships.Where(m => m.AccountId == alice.AccountId).ExecuteUpdateAsync(m => m.SetProperty(x => x.EndedAt, app.Now), Cancel));
                break;
        }
    }

    private Task<int> Row(DocumentId document, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<DocumentShowing>> set) =>
        app.InClinic(app.Cast.North, db => db.DocumentShowings.Where(s => s.DocumentId == document).ExecuteUpdateAsync(set, Cancel));

    /// <summary>A patient of Alice's alone, with a document.</summary>
    private async Task<(PatientId, DocumentId)> Filed(string text)
    {
        await app.InClinic(app.Cast.North, db => db.Memberships.Where(m => m.AccountId == app.Cast.Alice.Account).ExecuteUpdateAsync(m => m.SetProperty(x => x.EndedAt, (Instant?)null), Cancel));
        var patient = await app.InClinic(app.Cast.North, db => Cast.Patient(db, $"Zoé{Guid.CreateVersion7():N}", app.Now));
        (_patient, var id) = (patient, patient.Patient!.Value);
        await app.InClinic(app.Cast.North, db => db.InTransaction(async () =>
        {
            await db.CareBegins(app.Cast.Alice.Practitioner!.Value, id, app.Now);
            return true;
        }));
        return (id, await File(id, text));
    }

    private async Task<DocumentId> File(PatientId patient, string text)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        return new DocumentId(await (await (await app.Browser(app.Cast.Alice)).Upload(patient.Value, "notes.txt", content)).Id());
    }

    private Task<List<Guid>> Agents(PatientId patient, AuditAction action, DocumentId document) => app.InClinic(app.Cast.North, db =>
        db.AuditEvents.Where(e => e.Action == action && e.PatientId == patient.Value && e.EntityId == document.Value).Select(e => e.AgentId!.Value).Distinct().ToListAsync(Cancel));

    private static async Task<HttpStatusCode> Status(HttpClient browser, string path) => (await browser.GetAsync(new Uri(path, UriKind.Relative), Cancel)).StatusCode;
}
