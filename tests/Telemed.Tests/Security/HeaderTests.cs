using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Telemed.Platform;
using Telemed.Platform.Components;
using Telemed.Platform.Security;

namespace Telemed.Tests.Security;

[Trait("Database", "either")]
public sealed class HeaderTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_answers_with_the_security_headers()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var paths = Routes().Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/'))
            .Select(p => System.Text.RegularExpressions.Regex.Replace(p, @"\{[^}]*\}", "x")).Append("/no/such/page").Distinct().ToList();
        Assert.True(paths.Count > 5);
        foreach (var path in paths)
        {
            foreach (var browser in (HttpClient[])[alice, app.Anonymous()])
            {
                await HasHeaders(browser, path, "text/html");
                await HasHeaders(browser, path, "*/*");
            }
        }
    }

    [Fact]
    public async Task A_page_answers_head_as_it_answers_get()
    {
        foreach (var (browser, path) in ((HttpClient, string)[])[(app.Anonymous(), "/join"), (app.Anonymous(), "/visit/" + Guid.CreateVersion7()), (await app.Browser(app.Cast.Alice), "/today")])
        {
            var get = await Ask(browser, path, "text/html");
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            request.Headers.Accept.ParseAdd("text/html");
            using var head = await browser.SendAsync(request, Cancel);
            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(get.Content.Headers.ContentType?.ToString(), head.Content.Headers.ContentType?.ToString());
        }
    }

    [Fact]
    public async Task A_page_runs_nothing_inline_and_speaks_only_to_its_own_origin()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var policy = Header(await Ask(alice, "/", "text/html"), "Content-Security-Policy");
        Assert.Equal("default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; img-src 'self'; "
            + "connect-src 'self' wss://telemed.test; form-action 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'; "
            + "require-trusted-types-for 'script'; trusted-types prose pdf", policy);
    }

    [Fact]
    public async Task Only_pages_of_a_visit_may_ask_for_camera_and_microphone()
    {
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var route in Routes().Where(r => r.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null))
        {
            var path = route.RoutePattern.RawText!;
            var visit = path == "/join" || path.StartsWith("/visit/", StringComparison.Ordinal);
            var declared = route.Metadata.GetMetadata<ForAudienceAttribute>()?.Audience is Audience.Visit;
            Assert.True(visit == declared, $"{path} must{(visit ? "" : " not")} be a page for Audience.Visit: that is what opens the camera.");
        }

        var features = Header(await Ask(alice, "/", "text/html"), "Permissions-Policy");
        Assert.Contains("camera=(), microphone=(), display-capture=()", features, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_joining_page_may_use_camera_microphone_and_the_hub()
    {
        if (!Routes().Any(r => r.RoutePattern.RawText == "/join"))
        {
            return;
        }

        var answer = await Ask(app.Anonymous(), "/join", "text/html");
        Assert.Contains("camera=(self), microphone=(self), display-capture=(self), fullscreen=(self)", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("media-src 'self' blob:", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_static_file_keeps_its_own_lifetime_and_may_do_nothing_as_a_page()
    {
        var answer = await Ask(app.Anonymous(), "/icons.svg", "*/*");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("no-store", Header(answer, "Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(SecurityHeaders.NotAPage, Header(answer, "Content-Security-Policy"));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/icons.svg");
        again.Headers.TryAddWithoutValidation("If-None-Match", Header(answer, "ETag"));
        var unchanged = await app.Anonymous().SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal("nosniff", Header(unchanged, "X-Content-Type-Options"));
    }

    [Fact]
    public void Bodies_and_headers_are_small_unless_an_endpoint_says_otherwise()
    {
        var limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.Equal(Edge.BodyLimit, limits.MaxRequestBodySize);
        Assert.Equal(Edge.HeadersLimit, limits.MaxRequestHeadersTotalSize);
    }

    [Fact]
    public async Task A_host_that_is_not_ours_is_refused()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, "https://evil.example/health/live");
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Anonymous().SendAsync(asked, Cancel)).StatusCode);
    }

    [Fact]
    public async Task Forwarded_headers_are_believed_from_no_one_when_no_proxy_is_named()
    {
        var context = await app.Server.SendAsync(c =>
        {
            c.Request.Scheme = "http";
            c.Request.Host = new HostString("telemed.test");
            c.Request.Path = "/health/live";
            c.Request.Headers["X-Forwarded-Proto"] = "https";
            c.Request.Headers["X-Forwarded-For"] = "203.0.113.9";
            c.Connection.RemoteIpAddress = IPAddress.Loopback;
        }, Cancel);
        Assert.Equal("http", context.Request.Scheme);
        Assert.Equal(IPAddress.Loopback, context.Connection.RemoteIpAddress);
    }

    private IEnumerable<RouteEndpoint> Routes()
    {
        _ = app.Server;
        // The .gz routes are variants that a published output has and a build has not.
        return app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(r => !r.RoutePattern.RawText!.EndsWith(".gz", StringComparison.Ordinal));
    }

    private static async Task HasHeaders(HttpClient browser, string path, string accept)
    {
        var answer = await Ask(browser, path, accept);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
        var policy = Header(answer, "Content-Security-Policy");
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        // The one file that may compile code which it brings itself: old kinds of pictures in a PDF (docs/decisions/0035).
        Assert.Equal(path.StartsWith("/js/pdf-worker.", StringComparison.Ordinal) && answer.IsSuccessStatusCode, policy.Contains("'wasm-unsafe-eval'", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", policy.Replace("'wasm-unsafe-eval'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("camera=(", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        var lifetime = Header(answer, "Cache-Control");
        Assert.True(lifetime.Contains("no-store", StringComparison.Ordinal) || Path.HasExtension(path), $"{path} may be stored: {lifetime}");
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient browser, string path, string accept)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, path);
        asked.Headers.Accept.ParseAdd(accept);
        return await browser.SendAsync(asked, Cancel);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
            ? Assert.Single(values) : Fail(name, answer);

    private static string Fail(string name, HttpResponseMessage answer)
    {
        Assert.Fail($"{answer.RequestMessage!.RequestUri} answered {(int)answer.StatusCode} without {name}.");
        return "";
    }
}
