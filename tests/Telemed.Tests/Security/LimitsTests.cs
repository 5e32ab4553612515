using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Platform;
using Telemed.Tests.Documents;

namespace Telemed.Tests.Security;

/// <summary>Limits as the one who meets them sees them: 429 and a sentence in their language; after a while it goes on.</summary>
[Trait("Database", "either")]
public sealed class LimitsTests(LimitsTests.BehindAProxy app) : IClassFixture<LimitsTests.BehindAProxy>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("fr", "Trop d’essais. Attendez quelques minutes")]
    [InlineData("en", "Too many tries. Wait a few minutes")]
    public async Task Too_many_sign_ins_are_told_to_wait(string language, string sentence)
    {
        var (browser, email) = (Speaking(language), $"{language}-{Guid.CreateVersion7():N}@telemed.test");
        var page = await browser.Page("/sign-in");
        for (var i = 0; i < RateLimits.SignInByName.Burst; i++)
        {
            app.From = $"198.51.100.{i}"; // it is the name that is counted, wherever it is tried
            Assert.Equal(HttpStatusCode.OK, (await browser.Send("/sign-in", page, ("Typed.Email", email), ("Typed.Password", "wrong horse battery"))).StatusCode);
        }

        var refused = await browser.Send("/sign-in", page, ("Typed.Email", email), ("Typed.Password", "wrong horse battery"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains(sentence, (await refused.Html()).QuerySelector(".field-error")!.TextContent, StringComparison.Ordinal);
        app.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.OK, (await browser.Send("/sign-in", page, ("Typed.Email", email), ("Typed.Password", "wrong horse battery"))).StatusCode);
    }

    [Theory]
    [InlineData("/join/redeem", "fr", "Trop d’essais depuis cette adresse")]
    [InlineData("/join/continue", "en", "Too many tries from this address")]
    [InlineData("/join/expected", "en", "Too many tries from this address")]
    public async Task Too_many_tries_of_links_are_told_to_wait(string path, string language, string sentence)
    {
        var browser = Speaking(language);
        app.From = $"203.0.113.{path.Length}";
        var burst = path switch { "/join/expected" => RateLimits.LinkLook, "/join/continue" => RateLimits.CodeEntry, _ => RateLimits.LinkRedemption };
        for (var i = 0; i < burst.Burst; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.PostAsJsonAsync(path, new { token = Secret.New(), code = "1" }, Cancel)).StatusCode);
        }

        var refused = await browser.PostAsJsonAsync(path, new { token = Secret.New(), code = "1" }, Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var problem = await refused.Json();
        Assert.Equal("too-fast", problem.GetProperty("code").GetString());
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_files_are_told_to_wait()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var buckets = app.Services.GetRequiredService<Buckets>();
        while (buckets.Take(RateLimits.Upload, app.Cast.Alice.Account.ToString()))
        {
        }

        var refused = await alice.Upload(app.Cast.Bob, "one-more.pdf", Samples.Pdf);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("Trop de fichiers à la fois", (await refused.Json()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Created, (await alice.Upload(app.Cast.Bob, "one-more.pdf", Samples.Pdf)).StatusCode);
    }

    [Fact]
    public async Task An_address_that_a_stranger_claims_in_a_header_counts_for_nothing()
    {
        var browser = app.Anonymous();
        app.From = "192.0.2.77";
        HttpStatusCode last = default;
        for (var i = 0; i <= RateLimits.LinkRedemption.Burst; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/join/redeem") { Content = JsonContent.Create(new { token = "x" }) };
            request.Headers.Add("X-Forwarded-For", $"10.1.2.{i}");
            last = (await browser.SendAsync(request, Cancel)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Theory]
    [InlineData(BehindAProxy.Proxy, "203.0.113.9", "203.0.113.9")]
    [InlineData(BehindAProxy.Proxy, "6.6.6.6, 203.0.113.9", "203.0.113.9")] // what the stranger wrote stands before what the proxy saw
    [InlineData("192.0.2.1", "203.0.113.9", "192.0.2.1")]
    [InlineData("127.0.0.1", "203.0.113.9", "127.0.0.1")]
    public async Task The_address_is_the_proxys_word_when_the_proxy_is_one_of_ours_and_else_the_connections(string from, string claimed, string counted)
    {
        var context = await app.Server.SendAsync(c =>
        {
            c.Request.Scheme = "http";
            c.Request.Host = new HostString("telemed.test");
            c.Request.Path = "/health/live";
            c.Request.Headers["X-Forwarded-For"] = claimed;
            c.Request.Headers["X-Forwarded-Proto"] = "https";
            c.Connection.RemoteIpAddress = IPAddress.Parse(from);
        }, Cancel);
        Assert.Equal(counted, ClientAddress.Of(context));
        Assert.Equal(counted == from ? "http" : "https", context.Request.Scheme);
    }

    private HttpClient Speaking(string language)
    {
        var browser = app.Anonymous();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return browser;
    }

    public sealed class BehindAProxy : TelemedApp
    {
        public const string Proxy = "10.0.0.1";

        /// <summary>Where the next requests come from.</summary>
        public string From { get; set; } = "192.0.2.1";

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Telemed:Proxies:0", Proxy);
            builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new Addressed(this)));
        }

        private sealed class Addressed(BehindAProxy app) : IStartupFilter
        {
            public Action<Microsoft.AspNetCore.Builder.IApplicationBuilder> Configure(Action<Microsoft.AspNetCore.Builder.IApplicationBuilder> next) => pipeline =>
            {
                Microsoft.AspNetCore.Builder.UseExtensions.Use(pipeline, (context, rest) =>
                {
                    context.Connection.RemoteIpAddress ??= IPAddress.Parse(app.From);
                    return rest(context);
                });
                next(pipeline);
            };
        }
    }
}
