using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.TestHost;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Quality;

/// <summary>The line that is tried before joining: says back a little, to pages of this site, and is no way to keep the server busy.</summary>
public sealed class LineEchoTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_back_a_few_short_messages_and_then_closes()
    {
        using var line = await Open();
        for (var said = 0; said < 8; said++)
        {
            Assert.Equal("?", await Answer(line, "?"));
        }

        Assert.Null(await Answer(line, "?"));
    }

    [Fact]
    public async Task A_long_message_ends_it()
    {
        using var line = await Open();
        Assert.Null(await Answer(line, new string('x', 33)));
    }

    [Fact]
    public async Task A_page_of_another_site_is_refused_and_without_an_upgrade_there_is_nothing()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Open("https://elsewhere.example"));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Anonymous().GetAsync("/hubs/line", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Whoever_tries_too_often_is_refused_for_a_while()
    {
        await using var own = new TelemedApp();
        await own.InitializeAsync();
        var opened = 0;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (; opened <= RateLimits.LineEcho.Burst; opened++)
            {
                using var line = await Open(null, own);
                line.Abort();
            }
        });
        Assert.Equal(RateLimits.LineEcho.Burst, opened);
        own.Time.Advance(TimeSpan.FromMinutes(1));
        using var again = await Open(null, own);
        Assert.Equal("?", await Answer(again, "?"));
    }

    private Task<WebSocket> Open(string? origin = null, TelemedApp? at = null)
    {
        var client = (at ?? app).Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Origin = origin ?? TelemedApp.Address;
        return client.ConnectAsync(new Uri((at ?? app).Server.BaseAddress, "/hubs/line"), Cancel);
    }

    /// <summary>What came back; null once the line is closed.</summary>
    private static async Task<string?> Answer(WebSocket line, string message)
    {
        await line.SendAsync(Encoding.ASCII.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Cancel);
        var buffer = new byte[64];
        var heard = await line.ReceiveAsync(buffer, Cancel);
        return heard.MessageType is WebSocketMessageType.Close ? null : Encoding.ASCII.GetString(buffer, 0, heard.Count);
    }
}
