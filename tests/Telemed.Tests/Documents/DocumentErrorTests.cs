using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Outside;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Tests.People;
using Document = Telemed.Documents.Document;

namespace Telemed.Tests.Documents;

/// <summary>A document that should never have been in this record: it stays to be traced, and nobody takes it for one of the record's.</summary>
public sealed class DocumentErrorTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const string Reason = "Résultats d’un homonyme";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_error_stays_for_staff_struck_through_with_who_when_and_why_and_its_bytes()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "erreur-visible.txt");
        Assert.Equal($"/documents/{id}/view", (await Mark(alice, id)).Headers.Location!.PathAndQuery());

        var row = await Row(id);
        Assert.Equal((app.Now, app.Cast.Alice.Account, Reason), (row.InErrorAt, row.InErrorBy, row.InErrorBecause));
        foreach (var path in (string[])[$"/patients/{app.Cast.Bob.Patient}", $"/patients/{app.Cast.Bob.Patient}/documents"])
        {
            var line = (await alice.Page(path)).QuerySelector($"li[data-id='{id}']")!;
            Assert.Equal("erreur-visible.txt", line.QuerySelector("a.document-name del")!.TextContent);
            Assert.Contains("Saisi par erreur", line.TextContent, StringComparison.Ordinal);
            Assert.Matches($"Marqué par .*Martin le .* 2026 : {Reason}", line.TextContent);
            Assert.Null(line.QuerySelector("form[action$=sharing]"));
        }

        var entry = (await alice.Page($"/patients/{app.Cast.Bob.Patient}")).QuerySelectorAll("li.entry").Single(e => e.TextContent.Contains("erreur-visible.txt", StringComparison.Ordinal));
        Assert.Equal(("erreur-visible.txt", true), (entry.QuerySelector("del")!.TextContent, entry.TextContent.Contains("Saisi par erreur", StringComparison.Ordinal)));
        var page = await alice.Page($"/documents/{id}/view");
        Assert.Equal("erreur-visible.txt", page.QuerySelector("h1 del")!.TextContent);
        Assert.Contains(Reason, page.QuerySelector(".alert[data-tone=danger]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#title, #whom, #error-reason, form[action$=sharing], a[href$=move]"));
        Assert.Equal(Samples.Text, await (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(AuditAction.DocumentEnteredInError, (await Trail(id)).First(a => a is not (AuditAction.DocumentAdded or AuditAction.DocumentRead)));
        Assert.Contains("Document marqué comme saisi par erreur", (await (await app.Browser(app.Cast.Ada)).Page("/clinic/audit")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_patient_a_link_for_outside_and_a_search_find_an_error_no_more()
    {
        var (alice, bob, outside) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob), app.Anonymous());
        var id = await Add(alice, "xanthelasma.txt");
        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        var made = (await app.InClinic(app.Cast.North, db => db.MakeShareLink(app.Cast.Alice.Actor, id, "Dr Petit", 7, app.Now)))!.Value;
        Assert.Equal(HttpStatusCode.Redirect, (await outside.Fill("/shared", ("password", made.Password), ("token", made.Token))).StatusCode);
        Assert.Contains(id.Value, await Found("xanthelasma"));
        await Mark(alice, id);

        foreach (var path in (string[])[$"/documents/{id}", $"/documents/{id}/view"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await bob.Ask(HttpMethod.Get, path)).StatusCode);
        }

        Assert.DoesNotContain(id.Value, await bob.Listed(app.Cast.Bob));
        Assert.DoesNotContain("xanthelasma", (await bob.Page("/documents")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await outside.GetAsync("/shared/file", Cancel)).StatusCode); // to the page that asks for the password
        Assert.IsType<ShareTry.Gone>(await app.InScope(services => services.GetRequiredService<Db>().OpenShareLink(made.Token, made.Password, app.Now)));
        Assert.DoesNotContain(id.Value, await Found("xanthelasma"));
    }

    [Fact]
    public async Task An_error_is_neither_shared_nor_described_nor_moved()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "fige.txt");
        var (typed, share) = (await alice.Page($"/documents/{id}/view"), await alice.Page($"/documents/{id}/view"));
        await Mark(alice, id);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"/documents/{id}/move")).StatusCode);
        Assert.Contains("entre-temps", (await (await alice.Send($"/documents/{id}/view", typed, ("title", "Autre titre"))).Html()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await (await alice.Send($"/documents/{id}/view", share, ("whom", "Dr Petit"), ("days", "7"))).Html()).QuerySelector("copy-link"));
        var row = await Row(id);
        Assert.Equal((null, 0, null), (row.Title, row.Revision, row.SharedAt));
        Assert.False(await app.InScope(services =>
        {
            services.GetRequiredService<Db>().Enter(app.Cast.North);
            return services.GetRequiredService<Moving>().Move(app.Cast.Alice.Actor, id, app.Cast.Eva);
        }));
    }

    [Theory, InlineData(""), InlineData("no"), InlineData("LONG"), InlineData("a\u202ebc")]
    public async Task Without_a_reason_that_can_be_read_nothing_is_marked(string reason)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "raison.txt");
        var page = await (await Mark(alice, id, reason == "LONG" ? new string('x', Document.LongestReason + 1) : reason)).Html();
        Assert.Equal("true", page.QuerySelector("#error-reason")!.GetAttribute("aria-invalid"));
        Assert.True(page.QuerySelector("#error-reason-error")!.TextContent.Trim().Length > 10);
        Assert.Null((await Row(id)).InErrorAt);
    }

    [Fact]
    public async Task What_was_no_error_is_a_document_again_and_is_not_shared_by_that()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        var id = await Add(alice, "ptosis.txt");
        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        await Mark(alice, id);
        await alice.Send($"/documents/{id}/view", await alice.Page($"/documents/{id}/view"), ("_handler", "not-in-error"));

        var row = await Row(id);
        Assert.Equal((null, null, null, null), (row.InErrorAt, row.InErrorBy, row.InErrorBecause, row.SharedAt));
        Assert.DoesNotContain(id.Value, await bob.Listed(app.Cast.Bob));
        Assert.Contains(id.Value, await Found("ptosis"));
        Assert.Null((await alice.Page($"/documents/{id}/view")).QuerySelector("h1 del"));
        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing")).StatusCode);
        Assert.Contains(id.Value, await bob.Listed(app.Cast.Bob));
        Assert.Contains(AuditAction.DocumentErrorTakenBack, await Trail(id));
        Assert.Contains("Document rétabli : il n’était pas une erreur", (await (await app.Browser(app.Cast.Ada)).Page("/clinic/audit")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_may_keep_a_document_says_that_it_is_an_error_and_of_two_the_first_ones_reason_stands()
    {
        var (alice, nora) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Nora));
        var (hers, noras) = (await Add(alice, "a-alice.txt"), await Add(nora, "a-nora.txt"));
        await alice.Ask(HttpMethod.Put, $"/api/documents/{hers}/sharing");
        Assert.Null((await (await app.Browser(app.Cast.Bob)).Page($"/documents/{hers}/view")).QuerySelector("#error-reason"));
        foreach (var other in (Person[])[app.Cast.Nora, app.Cast.Bob, app.Cast.Dan, app.Cast.Ada, app.Cast.Charlie])
        {
            Assert.IsType<EnteredInError.None>(await Enter(other, hers, "parce que"));
        }

        var (first, second) = (await alice.Page($"/documents/{noras}/view"), await nora.Page($"/documents/{noras}/view"));
        Assert.Equal(HttpStatusCode.Redirect, (await alice.Send($"/documents/{noras}/view", first, ("error-reason", "La première"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await nora.Send($"/documents/{noras}/view", second, ("error-reason", "La seconde"))).StatusCode);
        Assert.Equal("La première", (await Row(noras)).InErrorBecause);
        Assert.Single(await Trail(noras), a => a is AuditAction.DocumentEnteredInError);
    }

    private Task<EnteredInError> Enter(Person person, DocumentId id, string reason) => app.InScope(services =>
    {
        services.GetRequiredService<Db>().Enter(person.Clinic);
        return services.GetRequiredService<EnteringInError>().Enter(person.Actor, id, reason);
    });

    private static Task<HttpResponseMessage> Mark(HttpClient browser, DocumentId id, string reason = Reason) => browser.Fill($"/documents/{id}/view", ("error-reason", reason));

    private async Task<IEnumerable<Guid>> Found(string words) =>
        Assert.IsType<SearchOutcome.Found>(await app.InClinic(app.Cast.North, db => db.Search(app.Contents, app.Cast.Alice.Actor, new(words), app.Now))).Hits.Select(h => h.Subject);

    private async Task<DocumentId> Add(HttpClient browser, string name) => new(await (await browser.Upload(app.Cast.Bob, name, Samples.Text)).Id());

    private Task<Document> Row(DocumentId id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == id, Cancel));

    private Task<List<AuditAction>> Trail(DocumentId id) => app.InClinic(app.Cast.North, db => db.AuditEvents.Where(e => e.EntityId == id.Value).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel));
}
