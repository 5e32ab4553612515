using System.Collections.Concurrent;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Joining;

/// <summary>Two bare pages that see each other: over a raw WebSocket relay, and over a bare SignalR hub. Both on one small Kestrel.</summary>
internal sealed class FloorPages : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FloorPages(WebApplication app, Uri address) => (_app, Address) = (app, address);

    public Uri Address { get; }

    public static async Task<FloorPages> Start(string nodeModules)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var address = new Uri($"http://localhost:{Child.FreePort()}");
        builder.WebHost.UseUrls(address.ToString());
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        builder.Services.AddSingleton<RelayRooms>();
        var app = builder.Build();
        app.UseWebSockets();
        var signalR = await File.ReadAllTextAsync(Path.Combine(nodeModules, "@microsoft", "signalr", "dist", "browser", "signalr.min.js"));
        app.MapGet("/floor", (string via) => Results.Content(Page(via), "text/html"));
        app.MapGet("/floor.js", () => Results.Content(Scripts.Read("floor.js"), "text/javascript"));
        app.MapGet("/signalr.js", () => Results.Content(signalR, "text/javascript"));
        app.MapHub<FloorHub>("/hub");
        app.Map("/relay", async (HttpContext context, string room, RelayRooms rooms) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await rooms.Relay(room, socket, context.RequestAborted);
        });
        await app.StartAsync();
        return new FloorPages(app, address);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Page(string via) =>
        "<!doctype html><meta charset=utf-8><video data-remote autoplay playsinline muted></video>"
        + (via == "hub" ? "<script src=/signalr.js></script>" : "") + "<script src=/floor.js></script>";
}

/// <summary>Passes every message of one socket on to the other of its room; tells the second that it begins.</summary>
internal sealed class RelayRooms
{
    private const int LargestMessage = 65_536;
    private static readonly byte[] Begin = """{"begin":true}"""u8.ToArray();
    private readonly ConcurrentDictionary<string, WebSocket> _waiting = new();
    private readonly ConcurrentDictionary<WebSocket, WebSocket> _others = new();

    public async Task Relay(string room, WebSocket socket, CancellationToken gone)
    {
        if (!_waiting.TryAdd(room, socket))
        {
            (_others[socket], _others[_waiting[room]]) = (_waiting[room], socket);
            await socket.SendAsync(Begin, WebSocketMessageType.Text, true, gone);
        }

        try
        {
            await PassOn(socket, gone);
        }
        catch (Exception left) when (left is WebSocketException or OperationCanceledException)
        {
            // The page is gone; so is its room.
        }
    }

    private async Task PassOn(WebSocket socket, CancellationToken gone)
    {
        var buffer = new byte[LargestMessage];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), gone);
            if (part.MessageType is WebSocketMessageType.Close)
            {
                return;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                await _others[socket].SendAsync(buffer.AsMemory(0, length), WebSocketMessageType.Text, true, gone);
                length = 0;
            }
        }
    }
}

internal sealed class FloorHub : Hub
{
    private static readonly ConcurrentDictionary<string, string> Waiting = new();
    private static readonly ConcurrentDictionary<string, string> Others = new();

    public async Task Enter(string room)
    {
        if (!Waiting.TryAdd(room, Context.ConnectionId))
        {
            (Others[Context.ConnectionId], Others[Waiting[room]]) = (Waiting[room], Context.ConnectionId);
            await Clients.Caller.SendAsync("Heard", """{"begin":true}""");
        }
    }

    public Task Say(string text) => Clients.Client(Others[Context.ConnectionId]).SendAsync("Heard", text);
}
