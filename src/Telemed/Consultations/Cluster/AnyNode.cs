using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// A hub's way to its connections, on whatever node they are: here by the hub itself, elsewhere through that node's
/// <see cref="INodeLines"/>. A send ends when the connection's node has written it, so what one speaker says arrives in order.
/// </summary>
internal class AnyNode<THub>(ILogger<DefaultHubLifetimeManager<THub>> own, Nodes nodes, IOptions<JsonHubProtocolOptions> wire, IServiceProvider services,
    ILogger<AnyNode<THub>> log) : DefaultHubLifetimeManager<THub>(own) where THub : Hub
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private NodeLinesClient? Lines => services.GetService<NodeLinesClient>();

    /// <param name="connectionId">Named as <see cref="Nodes.NameOf"/> does, or the hub's own id of a connection here: the caller's.</param>
    public override Task SendConnectionAsync(string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        nodes.Find(connectionId) switch
        {
            (null, { } other) => Say(other, [connectionId], methodName, args),
            var (here, _) => base.SendConnectionAsync(here ?? connectionId, methodName, args, cancellationToken),
        };

    /// <param name="connectionIds">Named as <see cref="Nodes.NameOf"/> does.</param>
    public override async Task SendConnectionsAsync(IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connectionIds);
        foreach (var node in connectionIds.GroupBy(c => nodes.Find(c).Elsewhere))
        {
            IReadOnlyList<string> there = [.. node];
            await (node.Key is { } other ? Say(other, there, methodName, args) : SayHere(there, methodName, args));
        }
    }

    /// <summary>To every node: who listens where is known to each alone.</summary>
    public override async Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        await HintHere(groupName, methodName, args);
        if (Lines is { } lines)
        {
            var news = NodeNews.Write(args, wire);
            foreach (var other in nodes.Others)
            {
                await lines.On(other).Hint(groupName, methodName, news);
            }
        }
    }

    // One by one, by the hub's table: the inherited method for several walks through every connection there is.
    internal async Task SayHere(IReadOnlyList<string> connections, string method, object?[] args)
    {
        foreach (var connection in connections)
        {
            if (nodes.Find(connection).Here is { } hub)
            {
                await base.SendConnectionAsync(hub, method, args);
            }
        }
    }

    internal Task HintHere(string group, string method, object?[] args) => base.SendGroupAsync(group, method, args);

    private async Task Say(SiloAddress node, IReadOnlyList<string> connections, string method, object?[] args)
    {
        if (Lines is not { } lines || !await nodes.Lives(node))
        {
            return;
        }

        try
        {
            await lines.On(node).Say(connections, method, NodeNews.Write(args, wire));
        }
        catch (Exception exception) when (Unanswered.Is(exception))
        {
            log.NodeUnanswered(node.ToParsableString());
            _ = Cut(lines, node, connections);
        }
    }

    /// <summary>They may have missed it. While their node lives they are cut, so that their pages come back and hear how things stand.</summary>
    private async Task Cut(NodeLinesClient lines, SiloAddress node, IReadOnlyList<string> connections)
    {
        while (await nodes.Lives(node))
        {
            try
            {
                await lines.On(node).Cut(connections);
                return;
            }
            catch (Exception exception) when (Unanswered.Is(exception))
            {
                await Task.Delay(BetweenTries);
            }
        }
    }
}
