using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Outside;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Access;
using Telemed.Records.Searching;
using Telemed.Tenancy;
using Telemed.Tests.Documents;
using Telemed.Tests.People;
using Telemed.Tests.People.Identity;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.Records.Access;

public sealed class BreakGlassTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const string Why = "Malaise au cabinet, le médecin traitant est absent";

    [Fact]
    public async Task A_record_opens_in_an_emergency_with_a_reason_for_four_hours_and_everybody_concerned_is_told()
    {
        var bob = app.Cast.Bob.Patient!.Value;
        var (_, note) = await app.SignedNote();
        var dan = await app.Browser(app.Cast.Dan);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.Visit($"/patients/{bob}")).StatusCode);
        var found = await (await dan.Fill("/patients", ("birth", "1972-04-04"), ("letters", "dur"))).Html();
        Assert.NotNull(found.QuerySelector($"a[href='/patients/{bob}/emergency']"));

        var answer = await dan.Fill($"/patients/{bob}/emergency", ("reason", Why));
        Assert.Equal($"/patients/{bob}", answer.Headers.Location!.PathAndQuery());
        Assert.Contains("ouvert en urgence", (await dan.Page($"/patients/{bob}")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await dan.Visit($"/notes/{note}")).StatusCode);
        await TheOthersAreTold(bob);

        app.Time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).Visit($"/patients/{bob}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).Visit($"/notes/{note}")).StatusCode);
        var hits = Assert.IsType<SearchOutcome.Found>(await app.InClinic(app.Cast.North, db => db.Search(app.Contents, app.Cast.Dan.Actor, new("toux"), app.Now)));
        Assert.Empty(hits.Hits);
    }

    private async Task TheOthersAreTold(PatientId bob)
    {
        var told = await app.InClinic(app.Cast.North, db => db.Notifications.Where(n => n.Kind == NotificationKind.GlassBroken).Select(n => n.AccountId).ToListAsync());
        Assert.Contains(app.Cast.Bob.Account, told);
        Assert.Contains(app.Cast.Ada.Account, told);
        var opened = await app.InClinic(app.Cast.North, db => db.Set<BreakGlass>().SingleAsync(b => b.PatientId == bob));
        var mail = await app.Letter(NotificationKind.GlassBroken, opened.Id.Value);
        Assert.Contains("Dr Dan Okafor", string.Join(' ', mail!.Paragraphs), StringComparison.Ordinal);
        Assert.DoesNotContain("Malaise", string.Join(' ', mail.Paragraphs), StringComparison.Ordinal);
        var toAda = await app.Services.GetRequiredService<DevMailbox>().Expect("ada@telemed.test", TestContext.Current.CancellationToken, m => m.Letter.Subject.Contains("urgence", StringComparison.Ordinal));
        Assert.DoesNotContain("Malaise", string.Join(' ', toAda.Letter.Paragraphs), StringComparison.Ordinal);
        Assert.DoesNotContain("Durand", string.Join(' ', toAda.Letter.Paragraphs), StringComparison.Ordinal);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.GlassBroken && a.PatientId == bob.Value)));
        var ada = await (await app.Browser(app.Cast.Ada)).Page("/clinic/emergencies");
        Assert.Contains(Why, ada.Body!.TextContent, StringComparison.Ordinal);
        // The patient reads who looked, what at, and why.
        var looked = await (await app.Browser(app.Cast.Bob)).Page("/my-record/access");
        Assert.Contains("Dr Dan Okafor", looked.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("a lu une note", looked.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains(Why, looked.Body.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("urgent")]
    [InlineData("LONG")]
    [InlineData("a\u202eb")]
    public async Task Without_a_reason_nothing_opens_and_nobody_is_told(string reason)
    {
        var eva = await app.OnFile("Lambert", "Inès", new LocalDate(1999, 1, 2));
        var dan = await app.Browser(app.Cast.Dan);
        var page = await (await dan.Fill($"/patients/{eva}/emergency", ("reason", reason == "LONG" ? new string('x', 10_000) : reason))).Html();
        Assert.Contains("300", page.QuerySelector("#reason-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await dan.Visit($"/patients/{eva}")).StatusCode);
        Assert.False(await app.InClinic(app.Cast.North, db => db.Set<BreakGlass>().AnyAsync(b => b.PatientId == eva)));
    }

    [Fact]
    public async Task Care_that_begins_meanwhile_outlasts_the_emergency_and_who_came_in_by_one_lets_nobody_else_in()
    {
        var patient = await app.OnFile("Roche", "Noé", new LocalDate(2001, 3, 4));
        await app.InClinic(app.Cast.North, db => db.BreakGlass(app.Cast.Dan.Actor, patient, Why, app.Now));
        Assert.Equal(AccessOutcome.NotFound, await app.InClinic(app.Cast.North, db => db.GrantCare(app.Cast.Dan.Actor, patient, app.Cast.Alice.Practitioner!.Value, app.Now)));
        await app.Booked(app.Cast.Nora, Bookers.Wanted(app, Duration.FromDays(12), with: app.Cast.Dan, patient: patient));
        app.Time.Advance(TimeSpan.FromHours(5));
        var dan = await app.Browser(app.Cast.Dan);
        Assert.Equal(HttpStatusCode.OK, (await dan.Visit($"/patients/{patient}")).StatusCode);
        // An emergency does not cut short what goes on anyway.
        await app.InClinic(app.Cast.North, db => db.BreakGlass(app.Cast.Dan.Actor, patient, Why, app.Now));
        Assert.False(await app.InClinic(app.Cast.North, db => db.CareRelations.AnyAsync(r => r.PatientId == patient && r.EndsAt != null)));
        var answer = await dan.Fill($"/patients/{patient}/colleagues", ("colleague", app.Cast.Alice.Practitioner!.Value.ToString()));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await app.Browser(app.Cast.Alice)).Visit($"/patients/{patient}")).StatusCode);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.CareGranted && a.PatientId == patient.Value)));
    }

    [Fact]
    public async Task Who_came_in_by_an_emergency_takes_no_document_out()
    {
        var (patient, other) = (await app.OnFile("Simon", "Ève", new LocalDate(2002, 5, 6)), await app.OnFile("Simone", "Ava", new LocalDate(2002, 5, 7)));
        var (dan, now) = ((AccountActor)app.Cast.Dan.Actor, app.Now);
        var answer = await (await app.Browser(app.Cast.Nora)).Ask(HttpMethod.Put, $"/api/patients/{patient}/documents?name=bilan.txt&kind=other", new ByteArrayContent("Bilan"u8.ToArray()));
        var document = new DocumentId(await answer.Id());
        await app.InClinic(app.Cast.North, db => db.BreakGlass(dan, patient, Why, now));
        await app.InClinic(app.Cast.North, async db => await db.InTransaction(async () =>
        {
            await db.CareBegins(dan.PractitionerId!.Value, other, now);
            return true;
        }));
        Assert.Equal(HttpStatusCode.OK, (await (await app.Browser(app.Cast.Dan)).Ask(HttpMethod.Get, $"/documents/{document}")).StatusCode);
        Assert.False(await Outside() || await Away());
        await app.InClinic(app.Cast.North, async db => await db.InTransaction(async () =>
        {
            await db.CareBegins(dan.PractitionerId!.Value, patient, now);
            return true;
        }));
        Assert.True(await Outside() && await Away());

        Task<bool> Outside() => app.InClinic(app.Cast.North, async db => await db.MakeShareLink(dan, document, "Dr Confrère", 7, now) is not null);
        Task<bool> Away() => app.InClinic(app.Cast.North, db => new Moving(db, app.Services.GetRequiredService<Clock>(), []).Move(dan, document, other));
    }

    [Fact]
    public async Task Only_a_practitioner_of_the_clinic_opens_a_record_so()
    {
        var eva = app.Cast.Eva;
        foreach (var person in (Person[])[app.Cast.Nora, app.Cast.Ada, app.Cast.Bob, app.Cast.Charlie])
        {
            Assert.Equal(AccessOutcome.NotFound, await app.InClinic(person.Clinic, db => db.BreakGlass(person.Actor, eva, Why, app.Now)));
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(person)).Visit($"/patients/{eva}/emergency")).StatusCode);
        }
    }

    [Theory]
    [InlineData("/patients/{bob}/emergency")]
    [InlineData("/patients/{bob}/colleagues")]
    [InlineData("/my-record/access")]
    [InlineData("/my-record/consents")]
    [InlineData("/clinic/emergencies")]
    public async Task Charlie_sees_nothing(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Charlie)).Visit(Address(path))).StatusCode);

    [Theory]
    [InlineData("/patients/{bob}/emergency")]
    [InlineData("/patients/{bob}/colleagues")]
    [InlineData("/my-record/access")]
    [InlineData("/my-record/consents")]
    [InlineData("/clinic/emergencies")]
    public async Task Anonymous_sees_nothing(string path) =>
        Assert.StartsWith("/sign-in", (await app.Anonymous().Visit(Address(path))).Headers.Location!.PathAndQuery(), StringComparison.Ordinal);

    private string Address(string path) => path.Replace("{bob}", app.Cast.Bob.Patient.ToString(), StringComparison.Ordinal);
}
