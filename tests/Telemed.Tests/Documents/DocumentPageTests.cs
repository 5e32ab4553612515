using System.Net;
using System.Text;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Tests.Documents.Content;
using Telemed.Tests.People;
using Document = Telemed.Documents.Document;

namespace Telemed.Tests.Documents;

/// <summary>One document on its page: seen there, and said what it is.</summary>
public sealed class DocumentPageTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_document_is_is_said_on_its_page_shown_in_lists_found_by_a_search_and_written_down()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "scan-0042.pdf", Samples.Pdf);
        Assert.Equal($"/documents/{id}/view?saved=true", (await Describe(alice, id, "Bilan thyroïdien", "LabResult", "2026-10-28", "thyroïde, Carmes")).Headers.Location!.PathAndQuery());
        var page = await alice.Page($"/documents/{id}/view");
        Assert.Equal("Bilan thyroïdien", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(("2026-10-28", "thyroïde, Carmes"), (page.QuerySelector("#dated")!.GetAttribute("value"), page.QuerySelector("#tags")!.GetAttribute("value")));
        var listed = (await alice.Page($"/patients/{app.Cast.Bob.Patient}")).QuerySelector($"li[data-id='{id}']")!;
        Assert.Contains("Bilan thyroïdien", listed.TextContent, StringComparison.Ordinal);
        Assert.Equal("2026-10-28", listed.QuerySelector("time")!.GetAttribute("datetime"));
        foreach (var words in (string[])["thyroidien", "carmes", "scan-0042"])
        {
            var found = Assert.IsType<SearchOutcome.Found>(await app.InClinic(app.Cast.North, db => db.Search(app.Contents, app.Cast.Alice.Actor, new(words), app.Now)));
            Assert.Contains(found.Hits, h => h.Subject == id.Value);
        }

        var trail = await app.InClinic(app.Cast.North, db => db.AuditEvents.SingleAsync(e => e.Action == AuditAction.DocumentDescribed && e.EntityId == id.Value, Cancel));
        Assert.Equal("title, kind, date, tags", trail.Detail);
    }

    [Fact]
    public async Task Two_who_describe_a_document_at_once_do_not_overwrite_each_other()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "deux.pdf", Samples.Pdf);
        await Describe(alice, id, "Le premier", "Report", "", "");
        var late = await (await Describe(alice, id, "Le second", "Report", "", "", read: 0)).Html();
        Assert.NotNull(late.QuerySelector("[role=alert]"));
        Assert.Equal("Le second", late.QuerySelector("#title")!.GetAttribute("value")); // what was typed is not lost
        Assert.Equal("Le premier", (await Row(id)).Title);
    }

    [Theory]
    [InlineData("title", "a\u202eb", "", ""), InlineData("title", "LONG", "", ""), InlineData("dated", "", "2027-01-01", ""), InlineData("dated", "", "2026-02-30", ""), InlineData("dated", "", "hier", ""), InlineData("tags", "", "", "a,b,c,d,e,f,g,h,i,j,k")]
    public async Task A_description_that_cannot_be_is_refused_at_its_field_and_changes_nothing(string field, string title, string dated, string tags)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await Add(alice, "faute.pdf", Samples.Pdf);
        var page = await (await Describe(alice, id, title == "LONG" ? new string('x', 201) : title, "Report", dated, tags)).Html();
        Assert.Equal("true", page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid"));
        Assert.True(page.QuerySelector($"#{field}-error")!.TextContent.Trim().Length > 10);
        var row = await Row(id);
        Assert.Equal((null, DocumentKind.Other, null, "", 0), (row.Title, row.Kind, row.Dated, row.Tags, row.Revision));
    }

    [Fact]
    public async Task Only_who_may_keep_a_document_says_what_it_is_and_its_patient_sees_no_tags()
    {
        var (alice, nora) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Nora));
        var id = await Add(alice, "analyses.pdf", Samples.Pdf);
        await Describe(alice, id, "Analyses", "LabResult", "", "suspicion");
        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        var page = await (await app.Browser(app.Cast.Bob)).Page($"/documents/{id}/view");
        Assert.Contains("Analyses", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("suspicion", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#title"));
        foreach (var other in (HttpClient[])[nora, await app.Browser(app.Cast.Dan), await app.Browser(app.Cast.Charlie), await app.Browser(app.Cast.Ada)])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.Ask(HttpMethod.Get, $"/documents/{id}/view")).StatusCode);
        }

        var own = await Add(nora, "ordonnance.pdf", Samples.Pdf);
        await Describe(nora, own, "Ordonnance", "Prescription", "", "");
        Assert.Equal("Ordonnance", (await Row(own)).Title);
    }

    [Theory]
    [InlineData("labo 2026-10-28.pdf", "2026-10-28"), InlineData("IMG_20261102_1532.jpg", "2026-11-02"), InlineData("CR 02.11.2026 Dr Petit.pdf", "2026-11-02"), InlineData("02-11-2026.pdf", "2026-11-02")]
    [InlineData("2027-01-01.pdf", null), InlineData("20261399.pdf", null), InlineData("0612345678.pdf", null), InlineData("2026-11/02.pdf", null), InlineData("12026110212.pdf", null), InlineData("1850-01-01 puis 31-12-2025.pdf", "2025-12-31")]
    public async Task The_date_of_a_document_is_guessed_from_its_files_name_and_asked(string name, string? guess)
    {
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Equal(guess, DateInName.Of(name, new LocalDate(2026, 11, 23)) is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : null);
        var id = await Add(alice, Path.ChangeExtension(name, ".txt"), Samples.Text);
        var page = await alice.Page($"/documents/{id}/view");
        Assert.Equal((guess ?? "", guess is not null), (page.QuerySelector("#dated")!.GetAttribute("value"), page.QuerySelector("#dated-hint")!.TextContent.Length > 0));
        Assert.Null((await Row(id)).Dated); // until somebody says so
    }

    [Fact]
    public async Task Texts_and_mails_are_shown_as_letters_and_nothing_of_them_is_taken_for_a_page()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var text = await Shown(alice, "notes.txt", "Tension < 12/8 <img src=x onerror=alert(1)> é"u8.ToArray());
        Assert.Equal("Tension < 12/8 <img src=x onerror=alert(1)> é", text.QuerySelector(".viewer-text")!.TextContent);
        Assert.Equal("Reçu ce matin €\n", (await Shown(alice, "vieux.txt", Samples.WindowsText)).QuerySelector(".viewer-text")!.TextContent);

        var mail = await Shown(alice, "labo.eml", Encoding.UTF8.GetBytes("From: Labo <labo@example.org>\r\nTo: a@b.fr\r\nSubject: =?utf-8?B?UsOpc3VsdGF0cyA8Yj4=?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nBonjour <b>\r\n--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"../bilan.pdf\"\r\n\r\nAAAA\r\n--x--\r\n"));
        var shown = mail.QuerySelector(".viewer-mail")!;
        Assert.Contains("Résultats <b>", shown.TextContent, StringComparison.Ordinal);
        Assert.Contains("Bonjour <b>", shown.TextContent, StringComparison.Ordinal);
        Assert.Contains("bilan.pdf", shown.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("../", shown.TextContent, StringComparison.Ordinal);
        Assert.Null(shown.QuerySelector("b, img, iframe, object, a"));

        Assert.NotNull((await Shown(alice, "page.eml", "From: a@b\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n<img src=http://x/y.png>"u8.ToArray())).QuerySelector(".viewer-mail .soft"));
        Assert.Null((await Shown(alice, "lettre.docx", Samples.Docx)).QuerySelector("picture-view, pdf-view, .viewer-text"));
    }

    [Fact]
    public async Task A_picture_is_shown_as_a_picture_and_never_as_anything_else()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var picture = await Add(alice, "peau.png", Hostile.Png(8, 8));
        Assert.Equal($"/documents/{picture}/picture", (await alice.Page($"/documents/{picture}/view")).QuerySelector("picture-view img")!.GetAttribute("src"));
        var answer = await alice.Ask(HttpMethod.Get, $"/documents/{picture}/picture");
        Assert.Equal(("image/png", "nosniff"), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (var (name, bytes) in ((string, byte[])[])[("page.txt", Samples.Text), ("a.pdf", Samples.Pdf), ("photo.heic", Hostile.Heic(8, 8))])
        {
            var other = await Add(alice, name, bytes);
            Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Get, $"/documents/{other}/picture")).StatusCode);
        }
    }

    [Fact]
    public async Task A_document_leads_to_the_ones_before_and_after_it_and_another_of_the_same_record_stands_beside_it()
    {
        await using var alone = new TelemedApp();
        await alone.InitializeAsync();
        var alice = await alone.Browser(alone.Cast.Alice);
        var ids = new List<string>();
        foreach (var name in (string[])["un.txt", "deux.txt", "trois.txt"])
        {
            ids.Add((await (await alice.Upload(alone.Cast.Bob, name, Samples.Text)).Id()).ToString());
            alone.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var page = await alice.Page($"/documents/{ids[1]}/view");
        Assert.Equal(($"/documents/{ids[2]}/view", $"/documents/{ids[0]}/view"), (page.QuerySelector("a[rel=prev]")!.GetAttribute("href"), page.QuerySelector("a[rel=next]")!.GetAttribute("href")));
        Assert.Equal(2, (await alice.Page($"/documents/{ids[1]}/view?beside={ids[0]}")).QuerySelectorAll(".viewer-text").Length);
        foreach (var other in (string[])[ids[1], $"{Guid.CreateVersion7()}", "x", ""])
        {
            Assert.Single((await alice.Page($"/documents/{ids[1]}/view?beside={other}")).QuerySelectorAll(".viewer-text"));
        }
    }

    private async Task<IDocument> Shown(HttpClient browser, string name, byte[] bytes) => await browser.Page($"/documents/{await Add(browser, name, bytes)}/view");

    private async Task<DocumentId> Add(HttpClient browser, string name, byte[] bytes) => new(await (await browser.Upload(app.Cast.Bob, name, bytes)).Id());

    private Task<Document> Row(DocumentId id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == id, Cancel));

    private static Task<HttpResponseMessage> Describe(HttpClient browser, DocumentId id, string title, string kind, string dated, string tags, int? read = null) => browser.Fill($"/documents/{id}/view",
        [("title", title), ("kind", kind), ("dated", dated), ("tags", tags), .. read is { } old ? [("read", $"{old}")] : ((string, string)[])[]]);
}
