using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Tests.Documents.Tus;
using Document = Telemed.Documents.Document;

namespace Telemed.Tests.Documents;

/// <summary>A newer version of a document: it stands in its place, and the ones before stay behind it, byte by byte.</summary>
public sealed class VersionTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly byte[] Newer = "Compte rendu corrigé."u8.ToArray();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newer_version_takes_title_kind_date_and_tags_and_stands_alone_in_lists_and_searches()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var first = await Add(alice, "scan-77.txt");
        await alice.Fill($"/documents/{first}/view", ("title", "Bilan blépharite"), ("kind", "LabResult"), ("dated", "2026-10-28"), ("tags", "yeux"));
        Assert.Equal($"{first}", (await alice.Page($"/documents/{first}/view")).QuerySelector("document-version")!.GetAttribute("data-replaces"));
        var second = await Filed(alice, first, Newer);

        var row = await Row(second);
        Assert.Equal(("Bilan blépharite", DocumentKind.LabResult, "yeux", first), (row.Title, row.Kind, row.Tags, row.Replaces));
        Assert.Equal(new NodaTime.LocalDate(2026, 10, 28), row.Dated);
        foreach (var path in (string[])[$"/patients/{app.Cast.Bob.Patient}", $"/patients/{app.Cast.Bob.Patient}/documents"])
        {
            var page = await alice.Page(path);
            Assert.Equal((true, false), (page.QuerySelector($"li[data-id='{second}']") is not null, page.QuerySelector($"li[data-id='{first}']") is not null));
            Assert.Null(page.QuerySelector($"a[href='/documents/{first}/view']"));
        }

        var found = Assert.IsType<SearchOutcome.Found>(await app.InClinic(app.Cast.North, db => db.Search(app.Contents, app.Cast.Alice.Actor, new("blepharite"), app.Now)));
        Assert.Equal(second.Value, Assert.Single(found.Hits).Subject);

        var third = await Filed(alice, second, Samples.Text);
        var newest = await alice.Page($"/documents/{third}/view");
        Assert.Contains("Version 3 sur 3", newest.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal([$"/documents/{second}/view", $"/documents/{first}/view"], newest.QuerySelectorAll("section[aria-labelledby=versions-title] li a").Select(a => a.GetAttribute("href")));
        var middle = await alice.Page($"/documents/{second}/view");
        Assert.Contains("Version 2 sur 3", middle.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(middle.QuerySelector("#title, #whom, #error-reason, document-version, a[href$=move]"));
        foreach (var (id, bytes) in ((DocumentId, byte[])[])[(first, Samples.Text), (second, Newer), (third, Samples.Text)])
        {
            Assert.Equal(bytes, await (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        }

        Assert.Equal($"by {second}", (await app.InClinic(app.Cast.North, db => db.AuditEvents.SingleAsync(e => e.Action == AuditAction.DocumentReplaced && e.EntityId == first.Value, Cancel))).Detail);
        Assert.Contains("Nouvelle version d’un document ajoutée", (await (await app.Browser(app.Cast.Ada)).Page("/clinic/audit")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_patient_keeps_what_was_shared_until_the_newer_one_is()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var first = await Add(alice, "partage.txt");
        await alice.Ask(HttpMethod.Put, $"/api/documents/{first}/sharing");
        var second = await Filed(alice, first, Newer);
        Assert.Equal((true, false), await Listed());
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Put, $"/api/documents/{second}/sharing")).StatusCode);
        Assert.Equal((false, true), await Listed());
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Ask(HttpMethod.Get, $"/documents/{first}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Put, $"/api/documents/{first}/sharing")).StatusCode); // the newest is shared, or none

        async Task<(bool, bool)> Listed()
        {
            var ids = await bob.Listed(app.Cast.Bob);
            return (ids.Contains(first.Value), ids.Contains(second.Value));
        }
    }

    [Fact]
    public async Task What_the_patient_sent_stays_before_their_eyes_when_a_newer_version_is_shared()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var first = await Add(alice, "du-patient.txt");
        var (own, at) = (app.Cast.Bob.Account, app.Now);
        await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.Id == first).ExecuteUpdateAsync(d => d.SetProperty(x => x.Source, DocumentSource.UploadByPatient)
            .SetProperty(x => x.AddedBy, own).SetProperty(x => x.SharedAt, at).SetProperty(x => x.SharedBy, own), Cancel));
        var second = await Filed(alice, first, Newer);
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Put, $"/api/documents/{second}/sharing")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Delete, $"/api/documents/{second}/sharing")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await bob.Ask(HttpMethod.Get, $"/documents/{first}")).StatusCode);
    }

    [Fact]
    public async Task Of_two_who_replace_the_same_version_one_is_filed_and_the_other_is_told()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var first = await Add(alice, "course.txt");
        var tus = new TusClient(alice);
        var paths = new List<string>();
        foreach (var name in (string[])["un.txt", "deux.txt"])
        {
            paths.Add(await tus.Begin(app.Cast.Bob, name, Newer.Length, ("replaces", $"{first}")));
        }

        await Task.WhenAll(paths.Select(path => tus.Patch(path, 0, Newer)));
        var receipts = await Task.WhenAll(paths.Select(tus.Receipt));
        Assert.Equal(["filed", "refused"], receipts.Select(r => r.GetProperty("state").GetString()).Order());
        Assert.Contains("une autre version", receipts.Single(r => r.GetProperty("state").GetString() is "refused").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Documents.CountAsync(d => d.Replaces == first, Cancel)));
        Assert.Equal(HttpStatusCode.Conflict, (await tus.Create(app.Cast.Bob.Patient!.Value.Value, "trois.txt", 10, null, ("replaces", $"{first}"))).StatusCode);
    }

    [Theory, InlineData("deleted"), InlineData("an error"), InlineData("moved")]
    public async Task A_version_that_goes_leaves_its_place_to_the_one_before(string how)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var first = await Add(alice, "avant.txt");
        var second = await Filed(alice, first, Newer);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Delete, $"/api/documents/{first}")).StatusCode); // nothing is done with an older one
        switch (how)
        {
            case "deleted":
                await alice.Ask(HttpMethod.Delete, $"/api/documents/{second}");
                Assert.True(await app.InClinic(app.Cast.North, db => db.Restore(app.Cast.Alice.Actor, second, app.Now)));
                break;
            case "an error":
                await alice.Fill($"/documents/{second}/view", ("error-reason", "Mauvais fichier"));
                break;
            default:
                await app.InClinic(app.Cast.North, async db =>
                {
                    db.Add(new Telemed.People.CareRelation { TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = app.Cast.Eva, PractitionerId = app.Cast.Alice.Practitioner!.Value, Since = app.Now });
                    return await db.SaveChangesAsync(Cancel);
                });
                var page = await alice.Page("/sessions");
                using (var form = new FormUrlEncodedContent([new("__RequestVerificationToken", page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), new("patient", $"{app.Cast.Eva}")]))
                {
                    Assert.Equal(HttpStatusCode.Redirect, (await alice.PostAsync($"/documents/{second}/moving", form, Cancel)).StatusCode);
                }

                break;
        }

        Assert.Null((await Row(second)).Replaces);
        Assert.Contains(first.Value, await alice.Listed(app.Cast.Bob));
        Assert.NotEqual(default, await Filed(alice, first, Samples.Text)); // and it can be replaced again
    }

    [Fact]
    public async Task Only_who_may_change_a_document_of_this_record_replaces_it()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (id, wrong) = (await Add(alice, "a-moi.txt"), await Add(alice, "erreur.txt"));
        await alice.Fill($"/documents/{wrong}/view", ("error-reason", "Pas ici"));
        var nora = await app.Browser(app.Cast.Nora);
        foreach (var (browser, patient, older) in ((HttpClient, Guid, string)[])[(nora, app.Cast.Bob.Patient!.Value.Value, $"{id}"), (nora, app.Cast.Eva.Value, $"{id}"), (alice, app.Cast.Bob.Patient!.Value.Value, $"{wrong}"), (alice, app.Cast.Bob.Patient!.Value.Value, $"{Guid.CreateVersion7()}"), (alice, app.Cast.Bob.Patient!.Value.Value, "x")])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await new TusClient(browser).Create(patient, "neuf.txt", 10, null, ("replaces", older))).StatusCode);
        }

        var own = await Add(nora, "a-nora.txt");
        Assert.Equal(own, (await Row(await Filed(nora, own, Newer))).Replaces);
    }

    private async Task<DocumentId> Filed(HttpClient browser, DocumentId older, byte[] bytes)
    {
        var tus = new TusClient(browser);
        var path = await tus.Begin(app.Cast.Bob, "nouvelle version.txt", bytes.Length, ("replaces", $"{older}"));
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, 0, bytes)).StatusCode);
        return new((await tus.Receipt(path)).GetProperty("document").GetProperty("id").GetGuid());
    }

    private async Task<DocumentId> Add(HttpClient browser, string name) => new(await (await browser.Upload(app.Cast.Bob, name, Samples.Text)).Id());

    private Task<Document> Row(DocumentId id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == id, Cancel));
}
