using System.Net;
using System.Text;
using Microsoft.AspNetCore.TestHost;

namespace Telemed.Tests.Security;

public sealed class OriginGuardTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "https://evil.example", true, true)]
    [InlineData(null, "null", true, true)]
    [InlineData(null, null, true, true)]
    [InlineData(null, null, false, false)]
    [InlineData(null, "https://telemed.test", true, false)]
    [InlineData("cross-site", "https://telemed.test", true, true)]
    [InlineData("same-site", "https://other.telemed.test", true, true)]
    [InlineData("same-origin", "https://telemed.test", true, false)]
    [InlineData("none", null, true, false)]
    public async Task A_request_that_changes_something_must_come_from_this_site(string? site, string? origin, bool cookie, bool refused)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch])
        {
            var answer = await Send(method, "/no-such-thing", site, origin, cookie);
            Assert.True(refused == (answer.StatusCode == HttpStatusCode.Forbidden), $"{method} {site} {origin} answered {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Reading_is_open_to_links_from_anywhere()
    {
        Assert.Equal(HttpStatusCode.OK, (await Send(HttpMethod.Get, "/health/live", "cross-site", null, true)).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://telemed.test")]
    [InlineData("https://telemed.test.evil.example")]
    [InlineData(null)]
    public async Task A_hub_speaks_only_to_pages_of_this_site(string? origin)
    {
        foreach (var path in (string[])["/hubs/live", "/hubs/consultation"])
        {
            var client = app.Server.CreateWebSocketClient();
            client.ConfigureRequest = request =>
            {
                request.Headers.Cookie = "__Host-session=x";
                if (origin is not null)
                {
                    request.Headers.Origin = origin;
                }
            };
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => client.ConnectAsync(new Uri("wss://telemed.test" + path), Cancel));
            Assert.Contains("403", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, (await Send(HttpMethod.Get, path, "same-origin", origin, true)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await Send(HttpMethod.Post, path + "/negotiate", "same-origin", origin, true)).StatusCode);
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task JSON_endpoints_take_nothing_that_a_foreign_form_can_send(string type)
    {
        foreach (var path in (string[])["/api/notifications/read", "/join/redeem"])
        {
            using var content = new StringContent("{\"token\":\"x\"}", Encoding.UTF8);
            content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
            var answer = await app.Anonymous().PostAsync(path, content, Cancel);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, string? site, string? origin, bool cookie)
    {
        using var client = app.Server.CreateClient();
        using var request = new HttpRequestMessage(method, TelemedApp.Address + path);
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        if (cookie)
        {
            request.Headers.Add("Cookie", "__Host-session=x");
        }

        return await client.SendAsync(request, Cancel);
    }
}
