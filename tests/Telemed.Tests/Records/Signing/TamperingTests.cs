using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Records;

namespace Telemed.Tests.Records.Signing;

public sealed class TamperingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_signed_note_that_was_changed_in_the_database_says_so_to_its_reader_and_in_the_trail()
    {
        var (visit, note) = await app.SignedNote();
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Null((await alice.Page($"/notes/{note}")).QuerySelector("[role=alert]"));
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.Database.ExecuteSqlRawAsync(db.IsPostgres ? "DROP TRIGGER soap_note_versions_no_update ON soap_note_versions" : "DROP TRIGGER soap_note_versions_no_update");
            return await db.SoapNoteVersions.Where(v => v.SoapNoteId == note).ExecuteUpdateAsync(v => v.SetProperty(x => x.Plan, x => x.Plan + " "));
        });
        foreach (var reader in (Person[])[app.Cast.Alice, app.Cast.Bob])
        {
            var page = await (await app.Browser(reader)).Page($"/notes/{note}");
            Assert.Contains("ne correspond plus à ce qui a été signé", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        var read = await (await app.Browser(app.Cast.Alice)).GetFromJsonAsync<JsonElement>(Visits.Api(visit), TestContext.Current.CancellationToken);
        Assert.Equal([0, 1], read.GetProperty("broken").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(3, await app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(a => a.Action == AuditAction.NoteSealBroken && !a.Allowed)));
    }

    [Fact]
    public async Task An_amendment_shows_what_changed_word_by_word()
    {
        var (_, note) = await app.SignedNote();
        var alice = await app.Browser(app.Cast.Alice);
        var before = await alice.Page($"/notes/{note}");
        await app.InClinic(app.Cast.North, async db => await db.AmendNote(app.Cast.Alice.Actor, db.NotesWrittenBy(app.Cast.Alice.Actor).Where(n => n.Id == note),
            (await db.SoapNotes.SingleAsync(n => n.Id == note)).Version, Visits.Cough with { Plan = "Repos, ibuprofène" }, "Allergie au paracétamol", app.Now));
        Assert.Null(before.QuerySelector(".difference"));
        var page = await alice.Page($"/notes/{note}");
        Assert.Null(page.QuerySelector("[role=alert]"));
        Assert.EndsWith("paracétamol", page.QuerySelector(".difference del")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.EndsWith("ibuprofène", page.QuerySelector(".difference ins")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll(".difference"));
    }
}
