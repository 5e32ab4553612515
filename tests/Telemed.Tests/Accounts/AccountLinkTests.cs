using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Tests.Accounts;

public sealed class AccountLinkTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    [Fact]
    public async Task An_assistant_links_a_confirmed_account_by_its_exact_address_and_the_patient_is_in_at_once()
    {
        var account = await Fresh("eva.link@telemed.test");
        var (eva, _) = await SignedIn(account);
        Assert.Equal("/welcome", Path(await eva.Visit("/")));
        var nora = await app.Browser(app.Cast.Nora);
        var path = $"/patients/{app.Cast.Eva}/account";
        var found = await (await nora.Fill(path, ("Email", "eva.link@telemed.test"))).Html();
        Assert.Equal(path, Path(await nora.Send(path, found, ("Found", "eva.link@telemed.test"))));
        Assert.NotEqual("/welcome", Path(await eva.Visit("/")));
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a =>
            a.Action == AuditAction.AccountLinked && a.Allowed && a.AgentId == app.Cast.Nora.Account.Value && a.PatientId == app.Cast.Eva.Value)));
        // A second account for the same patient is refused.
        await Fresh("second@telemed.test");
        Assert.Null((await nora.Page(path)).QuerySelector("[name=Email]"));
    }

    [Theory]
    [InlineData("nobody@telemed.test")]
    [InlineData("dan@telemed.test")]
    [InlineData("unconfirmed@telemed.test")]
    [InlineData("eva.lin@telemed.test")]
    [InlineData("not an address")]
    public async Task An_account_that_is_not_free_and_confirmed_is_not_found(string email)
    {
        if (email.StartsWith("unconfirmed", StringComparison.Ordinal))
        {
            await Fresh(email, confirmed: false);
        }

        var alice = await app.Browser(app.Cast.Alice);
        var page = await (await alice.Fill($"/patients/{await Unlinked()}/account", ("Email", email))).Html();
        Assert.NotNull(page.QuerySelector(".field-error"));
        Assert.Null(page.QuerySelector("[name=Found]"));
    }

    [Fact]
    public async Task Whoever_has_no_right_to_the_patient_gets_the_page_of_nothing_there()
    {
        var path = $"/patients/{app.Cast.Bob.Patient}/account";
        foreach (var person in (Person[])[app.Cast.Charlie, app.Cast.Dan, app.Cast.Ada, app.Cast.Bob])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(person)).Visit(path)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await app.Anonymous().Visit(path)).StatusCode);
    }

    [Fact]
    public async Task A_visit_joined_in_this_browser_and_the_birth_date_link_the_account()
    {
        var patient = await Unlinked();
        var (browser, cookies) = await SignedIn(await Fresh("visit@telemed.test"));
        Assert.Null((await browser.Page("/link-account")).QuerySelector("[name=BirthDate]"));
        await Join(cookies, patient);
        Assert.Null(Path(await browser.Fill("/link-account", ("BirthDate", "1951-07-08"))));
        Assert.Null(Path(await browser.Fill("/link-account", ("BirthDate", "yesterday"))));
        Assert.Equal("/", Path(await browser.Fill("/link-account", ("BirthDate", "1950-07-08"))));
        Assert.NotEqual("/welcome", Path(await browser.Visit("/")));
        Assert.Equal([false, true], await app.InClinic(app.Cast.North, db => db.AuditEvents
            .Where(a => a.Action == AuditAction.AccountLinked && a.PatientId == patient.Value).OrderBy(a => a.Id).Select(a => a.Allowed).ToListAsync()));
    }

    [Fact]
    public async Task After_five_wrong_birth_dates_the_right_one_no_longer_helps()
    {
        var patient = await Unlinked();
        var (browser, cookies) = await SignedIn(await Fresh("guess@telemed.test"));
        await Join(cookies, patient);
        for (var day = 1; day <= 5; day++)
        {
            await browser.Fill("/link-account", ("BirthDate", $"1961-01-0{day}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.Fill("/link-account", ("BirthDate", "1950-07-08"))).StatusCode);
        Assert.False(await app.InClinic(app.Cast.North, db => db.Memberships.AnyAsync(m => m.PatientId == patient)));
    }

    [Fact]
    public async Task A_visit_cookie_made_up_or_stepped_down_claims_nothing()
    {
        var (browser, cookies) = await SignedIn(await Fresh("forger@telemed.test"));
        await Join(cookies, await Unlinked(), steppedDown: true);
        cookies.Add(VisitCookie(ParticipantId.New(), Secret.New()));
        Assert.Null((await browser.Page("/link-account")).QuerySelector("[name=BirthDate]"));
    }

    private Task<PatientId> Unlinked() => app.InClinic(app.Cast.North, async db =>
    {
        var id = PatientId.New();
        db.Set<Telemed.People.Patient>().Add(new Telemed.People.Patient
        {
            TenantId = db.Tenant, Id = id, GivenName = "Paul", FamilyName = "Neuf", FoldedGivenName = "PAUL", FoldedFamilyName = "NEUF",
            BirthDate = new LocalDate(1950, 7, 8), Sex = Telemed.People.Sex.Male, Language = "fr", CreatedAt = app.Now,
        });
        db.Set<Telemed.People.CareRelation>().Add(new Telemed.People.CareRelation
        {
            TenantId = db.Tenant, Id = CareRelationId.New(), PatientId = id, PractitionerId = app.Cast.Alice.Practitioner!.Value, Since = app.Now,
        });
        await db.SaveChangesAsync();
        return id;
    });

    private Task<AccountId> Fresh(string email, bool confirmed = true) => app.InScope(async services =>
    {
        var db = services.GetRequiredService<Db>();
        var account = new Account
        {
            Id = AccountId.New(), Email = email, NormalizedEmail = email.ToUpperInvariant(), GivenName = "Paul", FamilyName = "Neuf", Language = "fr",
            CreatedAt = app.Now, EmailConfirmedAt = confirmed ? app.Now : null, RegisteredWith = app.Cast.North,
        };
        db.Accounts.Add(account);
        await db.SaveChangesAsync();
        return account.Id;
    });

    private async Task<(HttpClient, CookieContainer)> SignedIn(AccountId account)
    {
        var secret = await app.InScope(async services =>
        {
            var db = services.GetRequiredService<Db>();
            var opened = Sessions.Open(db, account, null, keep: false, "Test", app.Now);
            await db.SaveChangesAsync();
            return opened.Secret;
        });
        var cookies = new CookieContainer();
        cookies.Add(new Cookie(SessionHandler.Cookie, secret, "/", new Uri(TelemedApp.Address).Host) { Secure = true });
        return (app.Browser(cookies), cookies);
    }

    private async Task Join(CookieContainer cookies, PatientId patient, bool steppedDown = false)
    {
        var secret = Secret.New();
        var participant = ParticipantId.New();
        await app.InClinic(app.Cast.North, async db =>
        {
            var encounter = EncounterId.New();
            db.Set<Encounter>().Add(new Encounter
            {
                TenantId = db.Tenant, Id = encounter, PatientId = patient, PractitionerId = app.Cast.Alice.Practitioner!.Value,
                Status = EncounterStatus.Planned, CreatedAt = app.Now,
            });
            db.Set<Participant>().Add(new Participant { TenantId = db.Tenant, Id = participant, EncounterId = encounter, Role = ParticipantRole.Patient, SeatNumber = 1, PatientId = patient });
            db.Set<VisitBrowser>().Add(new VisitBrowser
            {
                TenantId = db.Tenant, Id = VisitBrowserId.New(), ParticipantId = participant, SecretHash = Secret.Hash(secret)!, BoundAt = app.Now,
                SteppedDownAt = steppedDown ? app.Now : null,
            });
            return await db.SaveChangesAsync();
        });
        cookies.Add(VisitCookie(participant, secret));
    }

    private static Cookie VisitCookie(ParticipantId participant, string secret) =>
        new($"__Host-visit-{participant}", secret, "/", new Uri(TelemedApp.Address).Host) { Secure = true };

    private static string? Path(HttpResponseMessage answer) => answer.Headers.Location?.ToString().Replace(TelemedApp.Address, "", StringComparison.Ordinal);
}
