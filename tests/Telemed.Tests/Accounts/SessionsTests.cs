using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;

namespace Telemed.Tests.Accounts;

public sealed class SessionsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_session_ended_from_another_browser_is_out_at_once()
    {
        var (phone, desk) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Alice));
        var page = await desk.Page("/sessions");
        Assert.Single(page.QuerySelectorAll(".chip"));
        foreach (var button in page.QuerySelectorAll("button[name=Ended]"))
        {
            await desk.Send("/sessions", page, ("Ended", button.GetAttribute("value")!));
        }

        Assert.Equal(HttpStatusCode.Redirect, (await phone.Visit("/sessions")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.Visit("/sessions")).StatusCode);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.SessionRevoked)));
    }

    [Fact]
    public async Task All_other_sessions_are_ended_by_one_button()
    {
        var (a, b, c) = (await app.Browser(app.Cast.Nora), await app.Browser(app.Cast.Nora), await app.Browser(app.Cast.Nora));
        await c.Fill("/sessions", ("Others", "true"));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.OK],
            [(await a.Visit("/sessions")).StatusCode, (await b.Visit("/sessions")).StatusCode, (await c.Visit("/sessions")).StatusCode]);
    }

    [Fact]
    public async Task Nobody_ends_a_session_of_somebody_else()
    {
        var (dan, charlie) = (await app.Browser(app.Cast.Dan), await app.Browser(app.Cast.Charlie));
        await app.Browser(app.Cast.Charlie);
        var dans = await app.InScope(s => s.GetRequiredService<Db>().Sessions.Where(x => x.AccountId == app.Cast.Dan.Account).Select(x => x.Id).FirstAsync());
        await charlie.Send("/sessions", await charlie.Page("/sessions"), ("Ended", dans.ToString()));
        Assert.Equal(HttpStatusCode.OK, (await dan.Visit("/sessions")).StatusCode);
    }

    [Fact]
    public async Task Whoever_chooses_a_language_reads_it_from_the_next_page_on_in_every_browser()
    {
        var (desk, phone) = (await app.Browser(app.Cast.Nora), await app.Browser(app.Cast.Nora));
        var before = await desk.Page("/sessions");
        Assert.Equal(("fr", "fr"), (before.DocumentElement.GetAttribute("lang"), before.QuerySelector("#language [selected]")!.GetAttribute("value")));
        await desk.Fill("/sessions", ("Language", "en"));
        foreach (var browser in (HttpClient[])[desk, phone])
        {
            var page = await browser.Page("/sessions");
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.Contains("Change the language", page.Body!.TextContent, StringComparison.Ordinal);
        }

        await desk.Fill("/sessions", ("Language", "xx"));
        Assert.Equal("en", (await desk.Page("/sessions")).DocumentElement.GetAttribute("lang"));
        await desk.Fill("/sessions", ("Language", "fr"));
        Assert.Equal("fr", (await phone.Page("/sessions")).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_clears_what_the_browser_kept()
    {
        var ada = await app.Browser(app.Cast.Ada);
        var answer = await ada.Send("/sessions", await ada.Page("/sessions"), ("__RequestVerificationToken", Token(await ada.Page("/sessions"))));
        Assert.Equal("/sign-in", answer.Headers.Location?.ToString());
        Assert.Contains("storage", answer.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await ada.Visit("/sessions")).StatusCode);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.SignedOut)));
    }

    [Fact]
    public async Task A_sign_out_without_a_form_token_ends_nothing()
    {
        var bob = await app.Browser(app.Cast.Bob);
        await bob.PostAsync("/sign-out", new FormUrlEncodedContent([]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await bob.Visit("/sessions")).StatusCode);
    }

    private static string Token(AngleSharp.Html.Dom.IHtmlDocument page) =>
        page.QuerySelector("form[action='/sign-out'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
}

/// <summary>With a clock of its own: these move it by hours and days.</summary>
public sealed class SessionLifeTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Staff_are_out_after_thirty_idle_minutes_unless_a_call_is_open_and_after_twelve_hours_however_active()
    {
        var (idle, calling) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Nora));
        var call = await app.InScope(s => s.GetRequiredService<Db>().Sessions.Where(x => x.AccountId == app.Cast.Nora.Account).Select(x => x.Id).SingleAsync());
        app.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.True(await Touch(call));
        app.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Redirect, (await idle.Visit("/sessions")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await calling.Visit("/sessions")).StatusCode);
        for (var i = 0; i < 34; i++)
        {
            app.Time.Advance(TimeSpan.FromMinutes(20));
            Assert.True(await Touch(call));
        }

        app.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.False(await Touch(call));
        Assert.Equal(HttpStatusCode.Redirect, (await calling.Visit("/sessions")).StatusCode);
    }

    [Fact]
    public async Task A_patient_who_asked_for_it_stays_sixty_days_and_no_longer()
    {
        var bob = await app.Browser(app.Cast.Bob);
        app.Time.Advance(TimeSpan.FromDays(59));
        Assert.Equal(HttpStatusCode.OK, (await bob.Visit("/sessions")).StatusCode);
        app.Time.Advance(TimeSpan.FromDays(1.1));
        Assert.Equal(HttpStatusCode.Redirect, (await bob.Visit("/sessions")).StatusCode);
    }

    [Fact]
    public async Task A_disabled_account_is_out_at_once_and_so_is_its_call()
    {
        var dan = await app.Browser(app.Cast.Dan);
        var call = await app.InScope(s => s.GetRequiredService<Db>().Sessions.Where(x => x.AccountId == app.Cast.Dan.Account).Select(x => x.Id).SingleAsync());
        await app.InScope(async s =>
        {
            var db = s.GetRequiredService<Db>();
            (await db.Accounts.SingleAsync(a => a.Id == app.Cast.Dan.Account)).DisabledAt = app.Now;
            return await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.Redirect, (await dan.Visit("/sessions")).StatusCode);
        Assert.False(await Touch(call));
    }

    private Task<bool> Touch(SessionId session) => app.InScope(s =>
        Sessions.Touch(s.GetRequiredService<Db>(), session, s.GetRequiredService<Clock>()));
}
