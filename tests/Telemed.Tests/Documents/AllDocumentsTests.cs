using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Tests.People;

namespace Telemed.Tests.Documents;

/// <summary>Many documents of one patient, and a few of them sought.</summary>
public sealed class AllDocumentsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Path => $"/patients/{app.Cast.Bob.Patient}/documents";

    [Fact]
    public async Task The_patient_s_page_lists_the_latest_and_leads_to_all_page_by_page()
    {
        await Have(2 * DocumentSought.PerPage + 1, "beaucoup");
        var alice = await app.Browser(app.Cast.Alice);
        var first = await alice.Page($"/patients/{app.Cast.Bob.Patient}");
        Assert.Equal(DocumentListing.Latest, first.QuerySelectorAll(".documents > li").Length);
        Assert.NotNull(first.QuerySelector($"a[href='{Path}']"));
        var (seen, next) = (new List<string>(), Path);
        while (next is not null)
        {
            var page = await alice.Page(next);
            seen.AddRange(page.QuerySelectorAll(".documents > li").Select(li => li.GetAttribute("data-id")!));
            Assert.InRange(page.QuerySelectorAll(".documents > li").Length, 1, DocumentSought.PerPage);
            // Who shares or deletes one comes back to where it was.
            Assert.Contains(page.QuerySelectorAll("input[name=back]"), i => i.GetAttribute("value") == next);
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(seen.Distinct().Count(), seen.Count);
        Assert.Equal(await app.InClinic(app.Cast.North, db => db.Documents.CountAsync(d => d.PatientId == app.Cast.Bob.Patient && d.DeletedAt == null, Cancel)), seen.Count);
    }

    [Fact]
    public async Task Those_of_one_kind_tag_author_or_time_are_found_and_what_cannot_be_read_asks_for_nothing()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var own = await (await alice.Upload(app.Cast.Bob, "bilan.txt", Samples.Text, "&kind=labResult")).Id();
        var nora = await (await (await app.Browser(app.Cast.Nora)).Upload(app.Cast.Bob, "nora.txt", Samples.Text)).Id();
        await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.Id == new DocumentId(own))
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.Tags, "Diabète, à revoir").SetProperty(x => x.Dated, new LocalDate(2024, 3, 9)), Cancel));
        foreach (var found in (string[])["kind=lab-result&tag=Diabète", "tag=à revoir", "from=2024-03-09&until=2024-03-09", "until=2024-12-31", $"by={app.Cast.Alice.Account}&until=2025-01-01"])
        {
            Assert.Equal([own.ToString()], await Listed(alice, found));
        }

        Assert.Equal([nora.ToString()], await Listed(alice, $"by={app.Cast.Nora.Account}"));
        foreach (var empty in (string[])["tag=revoir", "until=2024-03-08", "kind=lab-result&from=2024-03-10"])
        {
            Assert.DoesNotContain(own.ToString(), await Listed(alice, empty));
        }

        Assert.Equal(await Listed(alice, ""), await Listed(alice, "kind=x&tag=%00&by=1&from=never&until=0001-01-01&visit=v&page=-3"));
        var filtered = await alice.Page($"{Path}?kind=lab-result&tag=Diabète");
        Assert.Equal("lab-result", ((IHtmlSelectElement)filtered.QuerySelector("select[name=kind]")!).Value);
        Assert.NotNull(filtered.QuerySelector($"a.quiet[href='{Path}']"));
    }

    [Fact]
    public async Task Those_of_one_visit_are_found_and_a_visit_of_somebody_else_finds_nothing()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (visit, without, other) = (await app.Visit(app.Cast.Bob.Patient!.Value), await app.Visit(app.Cast.Bob.Patient!.Value, EncounterStatus.Completed), await app.Visit(app.Cast.Eva));
        var within = await (await alice.Upload(app.Cast.Bob, "pendant.txt", Samples.Text, $"&encounter={visit}")).Id();
        await alice.Upload(app.Cast.Bob, "sans.txt", Samples.Text);
        Assert.Equal([within.ToString()], await Listed(alice, $"visit={visit}"));
        Assert.Empty(await Listed(alice, $"visit={other}"));
        var page = await alice.Page($"{Path}?visit={visit}&kind=other");
        var choices = (IHtmlSelectElement)page.QuerySelector("select[name=visit]")!;
        Assert.Equal(visit.ToString(), choices.Value);
        Assert.DoesNotContain(without.ToString(), choices.Options.Select(o => o.Value));
    }

    [Fact]
    public async Task Whoever_may_not_see_the_patient_finds_no_such_page()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Charlie)).GetAsync(Path, Cancel)).StatusCode);
    }

    private async Task<IReadOnlyList<string>> Listed(HttpClient browser, string asked) =>
        [.. (await browser.Page($"{Path}?{asked}")).QuerySelectorAll(".documents > li").Select(li => li.GetAttribute("data-id")!)];

    private async Task Have(int count, string name)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var one = await (await alice.Upload(app.Cast.Bob, $"{name}.txt", Samples.Text)).Id();
        await app.InClinic(app.Cast.North, async db =>
        {
            var row = await db.Documents.AsNoTracking().SingleAsync(d => d.Id == new DocumentId(one), Cancel);
            for (var number = 1; number < count; number++)
            {
                db.Documents.Add(new Document
                {
                    TenantId = row.TenantId, Id = DocumentId.New(), PatientId = row.PatientId, Kind = row.Kind, FileName = $"{name} {number}.txt", ContentType = row.ContentType, Length = row.Length,
                    Sha256 = row.Sha256, Blob = $"{number:000}{row.Blob[3..]}", Key = row.Key, Source = row.Source, AddedBy = row.AddedBy, AddedAt = row.AddedAt,
                });
            }

            return await db.SaveChangesAsync(Cancel);
        });
    }
}
