using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Telemed.Audit;
using Telemed.Web.Pages.Clinic.Trail;

namespace Telemed.Tests.Audit;

public sealed class AuditPageTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task The_administrator_reads_who_did_what_and_that_is_written_down_too()
    {
        await Act(AuditAction.NoteSigned, "probe");
        var ada = await app.Browser(app.Cast.Ada);
        var page = await ada.Page("/clinic/audit?action=NoteSigned");
        var row = Assert.Single(page.QuerySelectorAll("tbody tr")).TextContent;
        Assert.Contains("Note signée", row, StringComparison.Ordinal);
        Assert.Contains("Alice Martin", row, StringComparison.Ordinal);
        Assert.Contains("Bob Durand", row, StringComparison.Ordinal);
        Assert.Contains("23 nov. 2026, 09:00", row, StringComparison.Ordinal);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(e => e.Action == AuditAction.AuditRead && e.AgentId == app.Cast.Ada.Account.Value)));
    }

    [Theory]
    [InlineData("?day=2026-11-22", 0)]
    [InlineData("?day=2026-11-23&action=PatientRead", 1)]
    [InlineData("?day=2026-02-31&action=PatientRead", 1)]
    [InlineData("?person=nobody&page=-7&action=PatientRead", 1)]
    [InlineData("?action=PatientRead&page=3", 0)]
    public async Task Filters_narrow_and_nonsense_is_harmless(string query, int rows)
    {
        if (!await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(e => e.Action == AuditAction.PatientRead)))
        {
            await Act(AuditAction.PatientRead, null);
        }

        var page = await (await app.Browser(app.Cast.Ada)).Page("/clinic/audit" + query);
        Assert.Equal(rows, page.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task Whoever_is_no_administrator_is_refused_and_that_is_written_down()
    {
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Nora, app.Cast.Bob])
        {
            var answer = await (await app.Browser(person)).Visit("/clinic/audit");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            var row = await app.InClinic(app.Cast.North, db => db.AuditEvents.SingleAsync(e => e.Action == AuditAction.AccessRefused && e.AgentId == person.Account.Value));
            Assert.False(row.Allowed);
            Assert.Equal("/clinic/audit", row.Detail);
        }
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        await Act(AuditAction.NoteAmended, "of-north");
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Charlie)).Visit("/clinic/audit")).StatusCode);
        Assert.False(await app.InClinic(app.Cast.South, db => db.AuditEvents.AnyAsync(e => e.Action == AuditAction.NoteSigned)));
    }

    [Fact]
    public async Task Anonymous_sees_nothing_and_is_counted()
    {
        var answer = await app.Anonymous().Visit("/clinic/audit");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.True(await app.InScope(s => s.GetRequiredService<Telemed.Platform.Db>().Refusals.AnyAsync(r => r.What == "/clinic/audit" && r.Count > 0)));
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public void Every_kind_of_act_has_its_words(string language)
    {
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = new System.Globalization.CultureInfo(language);
        try
        {
            var texts = app.Services.GetRequiredService<IStringLocalizer<Texts>>();
            Assert.All(Enum.GetValues<AuditAction>(), action => Assert.False(texts[AuditWords.Key(action)].ResourceNotFound, action.ToString()));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }

    private Task<bool> Act(AuditAction action, string? detail) => app.InClinic(app.Cast.North, async db =>
    {
        db.Record(app.Cast.Alice.Actor, action, app.Now, patient: app.Cast.Bob.Patient, detail: detail);
        await db.SaveChangesAsync();
        return true;
    });
}
