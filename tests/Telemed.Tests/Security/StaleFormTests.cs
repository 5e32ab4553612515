using System.Net;
using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Telemed.Tests.Security;

public sealed class StaleFormTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Theory]
    [InlineData("CfDJ8-not-a-token")]
    [InlineData("")]
    public async Task A_form_with_a_stale_token_is_shown_again_with_what_was_typed_and_nothing_is_done(string token)
    {
        var browser = app.Anonymous();
        var sessions = await Sessions();
        var answer = await browser.Fill("/sign-in", ("Typed.Email", "alice@telemed.test"), ("Typed.Password", Cast.Password), ("__RequestVerificationToken", token));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Html();
        Assert.Contains("appuyez de nouveau", page.QuerySelector("[role=alert]")?.TextContent, StringComparison.Ordinal);
        Assert.Equal("alice@telemed.test", page.QuerySelector("[name='Typed.Email']")?.GetAttribute("value"));
        Assert.Equal(sessions, await Sessions());
    }

    [Fact]
    public async Task A_form_with_its_own_token_is_done()
    {
        var page = await app.Anonymous().Fill("/sign-in", ("Typed.Email", "nobody@telemed.test"), ("Typed.Password", "wrong"));
        Assert.DoesNotContain("appuyez de nouveau", (await page.Html()).Body?.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_any_token_is_not_done_either()
    {
        var sessions = await Sessions();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in", ["Typed.Email"] = "alice@telemed.test", ["Typed.Password"] = Cast.Password,
        });
        var answer = await app.Anonymous().PostAsync("/sign-in", form, TestContext.Current.CancellationToken);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith(SessionHandler.Cookie, StringComparison.Ordinal)));
        Assert.Equal(sessions, await Sessions());
    }

    [Fact]
    public async Task Leaving_a_booking_without_a_good_token_is_refused()
    {
        var bob = await app.Browser(app.Cast.Bob);
        foreach (var content in (HttpContent[])[new FormUrlEncodedContent([new("__RequestVerificationToken", "CfDJ8-of-yesterday")]), new FormUrlEncodedContent([]), new StringContent("{}", null, "application/json")])
        {
            using var answer = await bob.PostAsync(new Uri("/book/leave", UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/notifications/read", "", "/notifications?stale=true")]
    [InlineData("/notifications/0190b0a0-0000-7000-8000-000000000001/read", "", "/notifications?stale=true")]
    [InlineData("/documents/0190b0a0-0000-7000-8000-000000000001/deletion", "/patients?for=x", "/patients?for=x&stale=true")]
    [InlineData("/documents/0190b0a0-0000-7000-8000-000000000001/sharing", "//evil.example", "/?stale=true")]
    public async Task A_button_with_a_stale_token_leads_back_to_its_page_which_asks_to_press_again(string path, string back, string page)
    {
        var alice = await app.Browser(app.Cast.Alice);
        using var form = new FormUrlEncodedContent([new("back", back), new("all", "1"), new("__RequestVerificationToken", "CfDJ8-of-yesterday")]);
        var answer = await alice.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
        Assert.Equal(page, answer.Headers.Location?.OriginalString);
        if (!page.StartsWith("/?", StringComparison.Ordinal))
        {
            Assert.Contains("appuyez de nouveau", (await alice.Page(page)).QuerySelector("[role=alert]")?.TextContent, StringComparison.Ordinal);
        }
    }

    private Task<int> Sessions() => app.InScope(s => s.GetRequiredService<Db>().Sessions.CountAsync());
}

public sealed class UnreadableFormTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_form_with_a_NUL_in_it_is_refused_as_the_senders_fault()
    {
        var answer = await app.Anonymous().Fill("/sign-in", ("Typed.Email", "a\0b@telemed.test"), ("Typed.Password", "x"));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
