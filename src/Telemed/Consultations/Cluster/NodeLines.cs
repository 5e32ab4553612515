using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Runtime.Services;
using Orleans.Services;
using Telemed.Consultations.Rooms;
using Telemed.Notifications;

namespace Telemed.Consultations.Cluster;

/// <summary>One node's connections, for the other nodes: what a room elsewhere says to them comes through here.</summary>
[Alias("node-lines")]
internal interface INodeLines : IGrainService
{
    /// <summary>A room waits no longer for another node: its other pages must not wait with it.</summary>
    const string Patience = "00:00:01.5";

    /// <summary>To room pages. Answered once it is written to them: whoever speaks twice waits in between, and so they hear it in order.</summary>
    /// <param name="news">The arguments, as JSON.</param>
    [ResponseTimeout(Patience)]
    Task Say(IReadOnlyList<string> connections, string method, string news);

    /// <summary>To the pages of an account that listen here; a hint, which may be lost.</summary>
    [OneWay]
    Task Hint(string group, string method, string news);

    /// <summary>Cuts connections that may have missed something: their pages come back and hear the whole state.</summary>
    Task Cut(IReadOnlyList<string> connections);

    /// <summary>Which of these are open, and what each has switched on.</summary>
    [ResponseTimeout(Patience)]
    Task<Dictionary<string, MediaState?>> StillOpen(IReadOnlyList<string> connections);
}

internal sealed class NodeLines(GrainId id, Silo silo, ILoggerFactory logs, OpenConnections open, AnyNode<ConsultationHub> rooms, AnyNode<LiveHub> pages)
    : GrainService(id, silo, logs), INodeLines
{
    public Task Say(IReadOnlyList<string> connections, string method, string news) => rooms.SayHere(connections, method, NodeNews.Read(news));

    public Task Hint(string group, string method, string news) => pages.HintHere(group, method, NodeNews.Read(news));

    public Task Cut(IReadOnlyList<string> connections)
    {
        open.Cut(connections);
        return Task.CompletedTask;
    }

    public Task<Dictionary<string, MediaState?>> StillOpen(IReadOnlyList<string> connections) => Task.FromResult(open.Among(connections));
}

internal sealed class NodeLinesClient(IServiceProvider services) : GrainServiceClient<INodeLines>(services)
{
    public INodeLines On(SiloAddress node) => GetGrainService(node);
}

/// <summary>What a hub says, on its way between nodes: as the JSON that the browser will read.</summary>
internal static class NodeNews
{
    public static string Write(object?[] news, IOptions<JsonHubProtocolOptions> wire) => JsonSerializer.Serialize(news, wire.Value.PayloadSerializerOptions);

    public static object?[] Read(string news) => [.. JsonSerializer.Deserialize<JsonElement[]>(news)!];
}
