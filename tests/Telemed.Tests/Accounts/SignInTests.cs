using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Audit;

namespace Telemed.Tests.Accounts;

public sealed partial class SignInTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    [Fact]
    public async Task The_right_password_opens_a_session_of_the_clinic_and_leads_back_to_the_page_asked_for()
    {
        var browser = app.Anonymous();
        var answer = await SignIn(browser, "alice@telemed.test", Cast.Password, "/sign-in?return=%2Fsessions");
        Assert.Equal("/sessions", Path(answer));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-session=", StringComparison.Ordinal));
        Assert.Contains("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Alice Martin", (await browser.Page("/sessions")).Body!.TextContent, StringComparison.Ordinal);
        Assert.True(await Trail(app.Cast.North, AuditAction.SignedIn, app.Cast.Alice.Account.Value) > 0);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/sign-out")]
    [InlineData("evil.example")]
    public async Task Nobody_is_led_out_of_the_house_by_a_return_path(string path) =>
        Assert.Equal("/", Path(await SignIn(app.Anonymous(), "alice@telemed.test", Cast.Password, "/sign-in?return=" + Uri.EscapeDataString(path))));

    [Fact]
    public async Task A_session_cookie_that_was_there_before_is_revoked_by_signing_in()
    {
        var browser = await app.Browser(app.Cast.Bob);
        var before = await Living(app.Cast.Bob);
        // The page of somebody signed in leads home; the form of a page opened before still arrives.
        var form = await app.Anonymous().Page("/sign-in");
        var stale = await browser.Send("/sign-in", form, ("Typed.Email", "bob@telemed.test"), ("Typed.Password", Cast.Password));
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        var again = await browser.Send("/sign-in", await stale.Html(), ("Typed.Email", "bob@telemed.test"), ("Typed.Password", Cast.Password));
        Assert.Equal("/", Path(again));
        Assert.Equal(before, await Living(app.Cast.Bob));
    }

    [Fact]
    public async Task Unknown_address_wrong_password_and_locked_account_answer_alike()
    {
        var unknown = await Refused("nobody@telemed.test", "wrong horse battery");
        var wrong = await Refused("dan@telemed.test", "wrong horse battery");
        for (var i = 1; i < Telemed.Accounts.SignIn.TriesBeforeLock; i++)
        {
            Assert.Equal(wrong, await Refused("dan@telemed.test", "wrong horse battery"));
        }

        var locked = await Refused("dan@telemed.test", Cast.Password);
        Assert.Equal(unknown, wrong);
        Assert.Equal(unknown, locked);
        app.Time.Advance(Telemed.Accounts.SignIn.LockLasts.ToTimeSpan() + TimeSpan.FromMinutes(1));
        Assert.Equal("/", Path(await SignIn(app.Anonymous(), "dan@telemed.test", Cast.Password)));
        Assert.Equal(Telemed.Accounts.SignIn.TriesBeforeLock + 1, await app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(a =>
            a.Action == AuditAction.SignInRefused && a.EntityId == app.Cast.Dan.Account.Value)));
    }

    [Fact]
    public async Task Only_patients_may_stay_signed_in()
    {
        var bob = await SignIn(app.Anonymous(), "bob@telemed.test", Cast.Password, fields: ("Typed.Keep", "true"));
        Assert.Contains("expires=", SetCookie(bob), StringComparison.OrdinalIgnoreCase);
        var nora = await SignIn(app.Anonymous(), "nora@telemed.test", Cast.Password, fields: ("Typed.Keep", "true"));
        Assert.DoesNotContain("expires=", SetCookie(nora), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not an address")]
    [InlineData("a@b")]
    [InlineData("x' OR '1'='1@telemed.test")]
    public async Task What_is_no_address_is_refused_like_a_wrong_password(string email) =>
        Assert.Equal(await Refused("nobody@telemed.test", "wrong horse battery"), await Refused(email, "wrong horse battery"));

    [Fact]
    public async Task Ten_thousand_characters_are_refused_and_change_nothing()
    {
        var answer = await SignIn(app.Anonymous(), new string('a', 10_000) + "@telemed.test", new string('p', 10_000));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<string> Refused(string email, string password)
    {
        app.Time.Advance(TimeSpan.FromSeconds(90)); // the address may try again
        var answer = await SignIn(app.Anonymous(), email, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("__Host-session", StringComparison.Ordinal)));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return Token().Replace(body, "");
    }

    private Task<int> Trail(Telemed.Platform.TenantId clinic, AuditAction action, Guid agent) =>
        app.InClinic(clinic, db => db.AuditEvents.CountAsync(a => a.Action == action && a.AgentId == agent));

    private Task<int> Living(Person person) => app.InClinic(person.Clinic, db =>
        db.Sessions.CountAsync(s => s.AccountId == person.Account && s.RevokedAt == null));

    private static Task<HttpResponseMessage> SignIn(HttpClient browser, string email, string password, string path = "/sign-in", params (string, string)[] fields) =>
        browser.Fill(path, [("Typed.Email", email), ("Typed.Password", password), .. fields]);

    private static string? Path(HttpResponseMessage answer) => answer.Headers.Location is { } to
        ? to.IsAbsoluteUri ? to.ToString().Replace(TelemedApp.Address, "", StringComparison.Ordinal) : to.ToString()
        : null;

    private static string SetCookie(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-session=", StringComparison.Ordinal));

    [GeneratedRegex("""name="__RequestVerificationToken" value="[^"]*"|value="[^"]*" />""")]
    private static partial Regex Token();
}
