using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Documents.Retention;
using Telemed.People;
using Telemed.Platform;
using Document = Telemed.Documents.Document;

namespace Telemed.Tests.Documents;

/// <summary>How long documents are kept: what was deleted stays in the cupboard for its years, and for as long as a hold stands.</summary>
public sealed class RetentionTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly Duration Month = Erasing.Kept + Duration.FromDays(1);
    private static readonly Duration TwentyYears = Duration.FromDays((365.25 * 20) + 2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_that_has_to_be_kept_is_hidden_when_it_is_deleted_and_comes_back_after_thirty_days_too()
    {
        var (alice, patient) = (await app.Browser(app.Cast.Alice), await Someone());
        var id = await Deleted(alice, patient, addedFor: Duration.FromDays(40));
        await Sweep();
        Assert.Null((await Row(id)).ErasedAt);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        var page = await alice.Page($"/patients/{patient}");
        Assert.Matches("conservé jusqu’au .* 2046, puis effacé", page.QuerySelector(".deleted-documents")!.TextContent);
        Assert.True(await app.InClinic(app.Cast.North, db => db.Restore(app.Cast.Alice.Actor, id, app.Now)));
        Assert.Equal(Samples.Text, await (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory, InlineData("nothing since", true), InlineData("a document", false), InlineData("a visit", false), InlineData("a child until 28", false), InlineData("a child of 29", true)]
    public async Task Its_years_are_counted_from_the_last_contact_and_a_childs_end_when_it_is_28(string since, bool erased)
    {
        var born = since switch { "a child until 28" => 22, "a child of 29" => 29, _ => 50 };
        var (alice, patient) = (await app.Browser(app.Cast.Alice), await Someone(born));
        var id = await Deleted(alice, patient, TwentyYears);
        switch (since)
        {
            case "a document":
                await Add(alice, patient);
                break;
            case "a visit":
                await app.InClinic(app.Cast.North, db =>
                {
                    db.Add(new Encounter
                    {
                        TenantId = db.Tenant, Id = EncounterId.New(), PatientId = patient, PractitionerId = app.Cast.Alice.Practitioner!.Value, Status = EncounterStatus.Completed,
                        CreatedAt = app.Now - Month, OpenedAt = app.Now - Month, StartedAt = app.Now - Month, EndedAt = app.Now - Month,
                    });
                    return db.SaveChangesAsync(Cancel);
                });
                break;
        }

        await Sweep();
        Assert.Equal(erased, (await Row(id)).ErasedAt is not null);
    }

    [Theory, InlineData("its own, the same day", true), InlineData("its own, two days later", false), InlineData("somebody else", false), InlineData("an error", true)]
    public async Task What_was_never_part_of_the_record_is_erased_after_thirty_days(string how, bool erased)
    {
        var (alice, patient) = (await app.Browser(app.Cast.Alice), await Someone());
        var adds = how is "somebody else" ? await app.Browser(app.Cast.Nora) : alice;
        var id = await Add(adds, patient);
        if (how is "an error")
        {
            Assert.Equal(HttpStatusCode.Redirect, (await alice.Fill($"/documents/{id}/view", ("error-reason", "Pas de ce patient"))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}")).StatusCode);
        await app.DeletedFor(id, Month);
        await AddedFor(id, Month + (how is "its own, two days later" or "an error" ? Duration.FromDays(2) : Duration.FromHours(1)));
        await Sweep();
        var row = await Row(id);
        Assert.Equal((erased, how is "an error" ? "" : null), (row.ErasedAt is not null, row.InErrorBecause));
    }

    [Fact]
    public async Task The_administrator_sets_the_years_kind_by_kind_and_the_trail_says_from_what_to_what()
    {
        var (alice, ada, patient) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Ada), await Someone());
        var (lab, other) = (await Deleted(alice, patient, Duration.FromDays(366 * 11), "&kind=labResult"), await Deleted(alice, patient, Duration.FromDays(366 * 11)));
        Assert.Equal("20", (await ada.Page("/clinic")).QuerySelector("#years-LabResult")!.GetAttribute("value"));
        Assert.Equal("/clinic?saved=retention", (await ada.Fill("/clinic", ("LabResult", "10"))).Headers.Location!.OriginalString);
        Assert.Equal("10", (await ada.Page("/clinic?saved=retention")).QuerySelector("#years-LabResult")!.GetAttribute("value"));
        await Sweep();
        Assert.Equal((true, false), ((await Row(lab)).ErasedAt is not null, (await Row(other)).ErasedAt is not null));
        var trail = await app.InClinic(app.Cast.North, db => db.AuditEvents.SingleAsync(e => e.Action == AuditAction.RetentionChanged, Cancel));
        Assert.Equal("LabResult 20 → 10", trail.Detail);
        Assert.Contains("Durée de conservation des documents modifiée", (await ada.Page("/clinic/audit")).Body!.TextContent, StringComparison.Ordinal);

        foreach (var wrong in (string[])["0", "101", "dix", "", "-1", "9999999999"])
        {
            Assert.Equal("/clinic?saved=retention-refused", (await ada.Fill("/clinic", ("LabResult", wrong))).Headers.Location!.OriginalString);
        }

        Assert.NotNull((await ada.Page("/clinic?saved=retention-refused")).QuerySelector("[role=alert]"));
        Assert.False(await app.InClinic(app.Cast.North, db => db.KeepFor(app.Cast.Alice.Actor, new Dictionary<DocumentKind, int> { [DocumentKind.Other] = 1 }, app.Now)));
        Assert.Equal((10, 20), await app.InClinic(app.Cast.North, async db => ((await db.YearsKept())[DocumentKind.LabResult], (await db.YearsKept())[DocumentKind.Other])));
        Assert.Equal(20, await app.InClinic(app.Cast.South, async db => (await db.YearsKept())[DocumentKind.LabResult]));
    }

    [Fact]
    public async Task While_a_hold_stands_nothing_of_the_patient_is_erased_and_after_it_what_was_kept_by_it_alone()
    {
        var (alice, ada, patient) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Ada), await Someone());
        var (old, slip, within) = (await Deleted(alice, patient, TwentyYears), await Deleted(alice, patient, TwentyYears + Duration.FromHours(1)), await Someone());
        await app.DeletedFor(slip, TwentyYears);
        var joined = await Deleted(alice, within, TwentyYears);
        await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == within).ExecuteUpdateAsync(p => p.SetProperty(x => x.MergedInto, patient), Cancel));

        Assert.Equal($"/patients/{patient}/hold", (await ada.Page($"/patients/{patient}")).QuerySelector("a[href$='/hold']")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.Redirect, (await ada.Fill($"/patients/{patient}/hold", ("reason", "Expertise du 12 novembre"))).StatusCode);
        await Sweep();
        foreach (var id in (DocumentId[])[old, slip, joined])
        {
            Assert.Null((await Row(id)).ErasedAt);
        }

        Assert.Contains("les documents de ce patient sont gelés", (await alice.Page($"/patients/{patient}")).QuerySelector(".deleted-documents")!.TextContent, StringComparison.Ordinal);
        var page = await ada.Page($"/patients/{patient}/hold");
        Assert.Contains("Expertise du 12 novembre", page.QuerySelector("li.line")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#reason"));
        Assert.Equal(HttpStatusCode.Redirect, (await ada.Send($"/patients/{patient}/hold", page, ("_handler", "lift"))).StatusCode);
        Assert.Contains("levé par", (await ada.Page($"/patients/{patient}/hold")).QuerySelector("li.line")!.TextContent, StringComparison.Ordinal);
        await Sweep();
        Assert.Equal((true, true, true), ((await Row(old)).ErasedAt is not null, (await Row(slip)).ErasedAt is not null, (await Row(joined)).ErasedAt is not null));

        var acts = await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(e => e.PatientId == patient.Value && e.Entity == "LegalHold").OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel));
        Assert.Equal([AuditAction.LegalHoldSet, AuditAction.LegalHoldLifted], acts);
        var trail = (await ada.Page("/clinic/audit")).Body!.TextContent;
        Assert.Contains("Documents d’un patient gelés", trail, StringComparison.Ordinal);
        Assert.Contains("Gel des documents d’un patient levé", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_administrator_holds_with_a_reason_and_of_two_holds_one_stands()
    {
        var patient = await Someone();
        foreach (var other in (Person[])[app.Cast.Alice, app.Cast.Nora, app.Cast.Dan, app.Cast.Bob, app.Cast.Charlie])
        {
            Assert.IsType<HoldSet.None>(await app.InClinic(other.Clinic, db => db.Hold(other.Actor, patient, "parce que", app.Now)));
            Assert.False(await app.InClinic(other.Clinic, db => db.LiftHold(other.Actor, patient, app.Now)));
        }

        var ada = await app.Browser(app.Cast.Ada);
        foreach (var reason in (string[])["", "no", new string('x', 201), "a\u202ebc"])
        {
            var page = await (await ada.Fill($"/patients/{patient}/hold", ("reason", reason))).Html();
            Assert.Equal("true", page.QuerySelector("#reason")!.GetAttribute("aria-invalid"));
        }

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.InClinic(app.Cast.North, db => db.Hold(app.Cast.Ada.Actor, patient, "Plainte", app.Now))));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.LegalHolds.CountAsync(h => h.PatientId == patient, Cancel)));
    }

    /// <summary>Another patient of Alice's, without documents.</summary>
    private Task<PatientId> Someone(int years = 50) => app.InClinic(app.Cast.North, async db =>
    {
        var patient = new Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Zoé", FamilyName = "Lenoir", FoldedGivenName = "ZOE", FoldedFamilyName = "LENOIR",
            BirthDate = app.Now.InUtc().Date.PlusYears(-years), Sex = Sex.Unknown, Language = "fr", CreatedAt = app.Now,
        };
        db.Add(patient);
        db.CareRelations.Add(new CareRelation { TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = patient.Id, PractitionerId = app.Cast.Alice.Practitioner!.Value, Since = app.Now });
        await db.SaveChangesAsync(Cancel);
        return patient.Id;
    });

    /// <summary>One that its sender deleted more than thirty days ago.</summary>
    private async Task<DocumentId> Deleted(HttpClient browser, PatientId patient, Duration addedFor, string query = "")
    {
        var id = await Add(browser, patient, query);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.Ask(HttpMethod.Delete, $"/api/documents/{id}")).StatusCode);
        await app.DeletedFor(id, Month);
        await AddedFor(id, addedFor);
        return id;
    }

    private static async Task<DocumentId> Add(HttpClient browser, PatientId patient, string query = "") =>
        new(await (await browser.Upload(patient.Value, "compte rendu.txt", new ByteArrayContent(Samples.Text), query)).Id());

    private Task AddedFor(DocumentId id, Duration since) => app.InClinic(app.Cast.North, db =>
    {
        var then = app.Now - since;
        return db.Documents.Where(d => d.Id == id).ExecuteUpdateAsync(d => d.SetProperty(x => x.AddedAt, then), Cancel);
    });

    private Task<Document> Row(DocumentId id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == id, Cancel));

    private Task<int> Sweep() => app.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
}
