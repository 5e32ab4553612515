using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemed.Benchmarks.Joining;
using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Relaying;

/// <summary>The floor of relaying: ASP.NET with one SignalR hub that passes a text on to the other of its room, in a process of its own. No cookie, row or limit.</summary>
internal sealed record BareHub(Child Child, Uri Address) : IAsyncDisposable
{
    public static async Task Serve(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/health", () => Results.Ok());
        app.MapHub<FloorHub>("/hub");
        await app.RunAsync();
    }

    public static async Task<BareHub> Start()
    {
        var address = new Uri($"http://127.0.0.1:{Child.FreePort()}");
        var child = Child.Start("dotnet", AppContext.BaseDirectory, [], typeof(BareHub).Assembly.Location, "bare-hub", address.ToString());
        await child.Answers(new Uri(address, "/health"));
        return new BareHub(child, address);
    }

    public Crowd Crowd(int rooms) => new([.. Enumerable.Range(0, rooms).Select(room => (NewCaller(room), NewCaller(room)))]);

    public ValueTask DisposeAsync() => Child.DisposeAsync();

    private Caller NewCaller(int room) => new(new UriBuilder(new Uri(Address, "/hub")) { Scheme = "ws" }.Uri, new Dictionary<string, string>(),
        _ => $$"""
        "target":"Enter","arguments":["{{room}}"]
        """,
        time => $$"""
        "target":"Say","arguments":[{{JsonSerializer.Serialize(Signals.Candidate(time))}}]
        """);
}

/// <summary>What is relayed: a candidate as browsers send it, of the usual length.</summary>
internal static class Signals
{
    public static string Candidate(string time) => $$"""
        {"candidate":"candidate:1 1 udp 2113937151 192.168.178.20 54400 typ host generation 0 {{time}}network-cost 999","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"Q3vZ"}
        """;
}
