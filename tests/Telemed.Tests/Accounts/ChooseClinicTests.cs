using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Tests.Accounts;

/// <summary>An account that belongs to two clinics: Alice works at North and is a patient at South.</summary>
public sealed class ChooseClinicTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    [Fact]
    public async Task Whoever_belongs_to_two_clinics_chooses_after_signing_in_and_sees_only_the_one_chosen()
    {
        var south = await AlsoAtSouth();
        var browser = app.Anonymous();
        var signedIn = await browser.Fill("/sign-in?return=%2Fappointments", ("Typed.Email", "alice@telemed.test"), ("Typed.Password", Cast.Password));
        var path = Path(signedIn)!;
        Assert.Equal("/choose-clinic?return=%2Fappointments", path);
        var page = await browser.Page(path);
        var choices = page.QuerySelectorAll<IHtmlButtonElement>("button[name=Chosen]").ToDictionary(b => b.Value!, b => b.TextContent);
        Assert.Equal(2, choices.Count);
        Assert.Contains("Clinique du Nord", choices[app.Cast.Alice.Membership.ToString()], StringComparison.Ordinal);
        Assert.Contains("Clinique du Sud", choices[south.ToString()], StringComparison.Ordinal);

        var old = await Secrets();
        Assert.Equal("/appointments", Path(await browser.Send(path, page, ("Chosen", south.ToString()))));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Visit("/patients")).StatusCode); // a patient there, no practitioner
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Visit($"/patients/{app.Cast.Bob.Patient}")).StatusCode);
        Assert.NotEqual(old, await Secrets());
        Assert.True(await app.InClinic(app.Cast.South, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.SignedIn && a.AgentId == app.Cast.Alice.Account.Value)));

        Assert.Equal("/", Path(await browser.Fill("/choose-clinic", ("Chosen", app.Cast.Alice.Membership.ToString()))));
        Assert.Equal(HttpStatusCode.OK, (await browser.Visit("/patients")).StatusCode);
    }

    [Fact]
    public async Task A_membership_of_somebody_else_cannot_be_chosen()
    {
        var nora = await app.Browser(app.Cast.Nora);
        foreach (var foreign in (string[])[app.Cast.Charlie.Membership.ToString(), app.Cast.Ada.Membership.ToString(), MembershipId.New().ToString(), "x"])
        {
            var answer = await nora.Fill("/choose-clinic", ("Chosen", foreign));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie") && answer.Headers.GetValues("Set-Cookie").Any(c => c.StartsWith(SessionHandler.Cookie, StringComparison.Ordinal)));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await nora.Visit("/clinic")).StatusCode);
    }

    private Task<string> Secrets() => app.InClinic(app.Cast.North, async db =>
        string.Join(',', await db.Sessions.Where(s => s.AccountId == app.Cast.Alice.Account && s.RevokedAt == null).Select(s => s.Id.ToString()).ToListAsync()));

    private Task<MembershipId> AlsoAtSouth() => app.InClinic(app.Cast.South, async db =>
    {
        var patient = new Telemed.People.Patient
        {
            TenantId = db.Tenant, Id = PatientId.New(), GivenName = "Alice", FamilyName = "Martin", FoldedGivenName = "ALICE", FoldedFamilyName = "MARTIN",
            BirthDate = new NodaTime.LocalDate(1980, 1, 2), Sex = Telemed.People.Sex.Female, Language = "fr", CreatedAt = app.Now,
        };
        var membership = new Membership
        {
            TenantId = db.Tenant, Id = MembershipId.New(), AccountId = app.Cast.Alice.Account, Role = Role.Patient, PatientId = patient.Id, Since = app.Now,
        };
        db.AddRange(patient, membership);
        await db.SaveChangesAsync();
        return membership.Id;
    });

    private static string? Path(HttpResponseMessage answer) => answer.Headers.Location?.ToString().Replace(TelemedApp.Address, "", StringComparison.Ordinal);
}
