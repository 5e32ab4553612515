using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Tests.People;
using Document = Telemed.Documents.Document;

namespace Telemed.Tests.Documents;

/// <summary>A document that is deleted, brought back, erased for good, or lies in the wrong record.</summary>
public sealed class DocumentLifeTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deleted_document_comes_back_as_it_was_for_thirty_days()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "rappel-oubli.txt");
        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}")).StatusCode);
        await app.DeletedFor(id, Erasing.Kept - Duration.FromMinutes(1));
        await Sweep();
        var page = await alice.Page($"/patients/{app.Cast.Bob.Patient}");
        Assert.Contains("rappel-oubli.txt", page.QuerySelector(".deleted-documents")!.TextContent, StringComparison.Ordinal);
        foreach (var other in (Person[])[app.Cast.Nora, app.Cast.Dan, app.Cast.Charlie])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Press(await app.Browser(other), id, "restoration")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await Press(alice, id, "restoration")).StatusCode);
        Assert.Equal(Samples.Text, await (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        Assert.Contains(id.Value, await (await app.Browser(app.Cast.Bob)).Listed(app.Cast.Bob));
        Assert.Equal(HttpStatusCode.NotFound, (await Press(alice, id, "restoration")).StatusCode); // it is there
        Assert.Contains(AuditAction.DocumentRestored, await Trail(id));
    }

    [Fact]
    public async Task Who_may_not_share_a_document_does_not_share_it_by_bringing_it_back()
    {
        var (alice, nora) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Nora));
        var id = await Add(nora, "courrier.txt");
        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}");
        Assert.Equal(HttpStatusCode.Redirect, (await Press(nora, id, "restoration")).StatusCode);
        Assert.DoesNotContain(id.Value, await (await app.Browser(app.Cast.Bob)).Listed(app.Cast.Bob));
    }

    [Fact]
    public async Task After_thirty_days_its_key_its_names_and_its_bytes_are_gone_and_that_it_was_there_stays_written()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (id, kept) = (await Add(alice, "glossodynie.txt"), await Add(alice, "reste.txt"));
        var row = await Row(id);
        await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}");
        await app.DeletedFor(id, Erasing.Kept + Duration.FromMinutes(1));
        await Sweep();
        var erased = await Row(id);
        Assert.Equal(("", null, "", null), (erased.FileName, erased.Title, erased.Tags, erased.Key));
        Assert.NotNull(erased.ErasedAt);
        Assert.False(File.Exists(app.Services.GetRequiredService<BlobStore>().PathOf(row.Blob)));
        Assert.Contains(AuditAction.DocumentErased, await Trail(id));
        Assert.False(await app.InClinic(app.Cast.North, db => db.SearchEntries.AnyAsync(e => e.Subject == id.Value, Cancel)));
        Assert.Equal(HttpStatusCode.NotFound, (await Press(alice, id, "restoration")).StatusCode);
        Assert.DoesNotContain("glossodynie", (await alice.Page($"/patients/{app.Cast.Bob.Patient}")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await alice.Ask(HttpMethod.Get, $"/documents/{kept}")).StatusCode);
        // Neither lost nor to be encrypted: there is nothing of it any more.
        Assert.DoesNotContain((await app.InScope(CheckFiles.Check)).Faults, f => f.Contains($"{id}", StringComparison.Ordinal));
        await Sweep();
        Assert.Single(await Trail(id), a => a is AuditAction.DocumentErased);
    }

    [Fact]
    public async Task The_bytes_of_an_erased_document_go_also_when_the_server_dies_before_it_took_them_away()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "panne.txt");
        var blob = (await Row(id)).Blob;
        await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}");
        await app.DeletedFor(id, Erasing.Kept + Duration.FromMinutes(1));
        await Sweep();
        Assert.NotNull((await Row(id)).ErasedAt);
        // As the disk is when the row was written and the server died.
        var place = app.Services.GetRequiredService<BlobStore>().PathOf(blob);
        await File.WriteAllTextAsync(place, "what was left", Cancel);
        File.SetLastWriteTimeUtc(place, (app.Now - Duration.FromHours(2)).ToDateTimeUtc());
        await Sweep();
        Assert.False(File.Exists(place));
    }

    [Fact]
    public async Task A_document_in_the_wrong_record_goes_to_the_right_one_and_both_records_say_so()
    {
        var (alice, eva) = (await app.Browser(app.Cast.Alice), await Known());
        var id = await Add(alice, "xerostomie.txt");
        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        var page = await alice.Page($"/documents/{id}/move");
        var found = await (await alice.Send($"/documents/{id}/move", page, ("birth", Times(eva.BirthDate)), ("letters", eva.FamilyName[..3]))).Html();
        Assert.Contains(eva.FullName, found.QuerySelector("#found-title")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await alice.Send($"/documents/{id}/move", found, ("patient", $"{eva.Id}"))).StatusCode);

        var row = await Row(id);
        Assert.Equal((eva.Id, null, null), (row.PatientId, row.EncounterId, row.SharedAt));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Bob)).Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        Assert.DoesNotContain(id.Value, await alice.Listed(app.Cast.Bob));
        Assert.Equal(Samples.Text, await (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        var hit = Assert.Single(Assert.IsType<SearchOutcome.Found>(await app.InClinic(app.Cast.North, db => db.Search(app.Contents, app.Cast.Alice.Actor, new("xerostomie"), app.Now))).Hits, h => h.Subject == id.Value);
        Assert.Equal(eva.Id, hit.Patient);
        var trail = await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(e => e.Action == AuditAction.DocumentMoved && e.EntityId == id.Value).Select(e => new { e.PatientId, e.Detail }).ToListAsync(Cancel));
        Assert.Equal([$"{app.Cast.Bob.Patient} away", $"{eva.Id} here"], trail.Select(t => $"{t.PatientId} {t.Detail}").OrderBy(t => t[^4..], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_moves_a_document_to_a_record_or_from_one_that_is_not_theirs()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (id, eva) = (await Add(alice, "reste-ici.txt"), await Known());
        foreach (var (browser, to) in ((HttpClient, PatientId)[])[(alice, app.Cast.Bob.Patient!.Value), (alice, PatientId.New()), (await app.Browser(app.Cast.Nora), eva.Id), (await app.Browser(app.Cast.Dan), eva.Id), (await app.Browser(app.Cast.Charlie), eva.Id)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await Press(browser, id, "moving", ("patient", $"{to}"))).StatusCode);
        }

        Assert.Equal(app.Cast.Bob.Patient!.Value, (await Row(id)).PatientId);
    }

    /// <summary>Another patient, for whom Alice cares too.</summary>
    private Task<Patient> Known() => app.InClinic(app.Cast.North, async db =>
    {
        if (!await db.CareRelations.AnyAsync(r => r.PatientId == app.Cast.Eva && r.PractitionerId == app.Cast.Alice.Practitioner, Cancel))
        {
            db.CareRelations.Add(new CareRelation { TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = app.Cast.Eva, PractitionerId = app.Cast.Alice.Practitioner!.Value, Since = app.Now });
            await db.SaveChangesAsync(Cancel);
        }

        return await db.Patients.AsNoTracking().SingleAsync(p => p.Id == app.Cast.Eva, Cancel);
    });

    private static string Times(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);

    /// <summary>As the button of any page of theirs sends it.</summary>
    private static async Task<HttpResponseMessage> Press(HttpClient browser, DocumentId id, string act, params (string Name, string Value)[] fields)
    {
        var page = await (await browser.Visit("/sessions")).Html();
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]);
        return await browser.PostAsync($"/documents/{id}/{act}", form, Cancel);
    }

    private async Task<DocumentId> Add(HttpClient browser, string name) => new(await (await browser.Upload(app.Cast.Bob, name, Samples.Text)).Id());

    private Task<Document> Row(DocumentId id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == id, Cancel));

    private Task<List<AuditAction>> Trail(DocumentId id) => app.InClinic(app.Cast.North, db => db.AuditEvents.Where(e => e.EntityId == id.Value).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel));

    private Task<int> Sweep() => app.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
}
