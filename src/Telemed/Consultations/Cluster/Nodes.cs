using System.Runtime.CompilerServices;
using Orleans.Runtime;
using Telemed.Consultations.Rooms;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// The server processes ("nodes") that hold the rooms and their connections together. A connection is named by its node and the hub's
/// own id, so that a room on any node can speak to it, and can tell when its node is gone. A process alone is a cluster of one.
/// </summary>
internal sealed class Nodes(ILocalSiloDetails here, IClusterMembershipService members, OpenConnections open, IServiceProvider services)
{
    private const char Divider = '/';

    private readonly string _prefix = here.SiloAddress.ToParsableString() + Divider;

    public RoomsHere Rooms { get; } = new();

    /// <summary>What every connection's name begins with that was opened at this node.</summary>
    public static string PrefixOf(SiloAddress node) => node.ToParsableString() + Divider;

    /// <summary>The name of a hub's connection in this process, among all nodes.</summary>
    public string NameOf(string hubConnection) => _prefix + hubConnection;

    /// <summary>Where a connection is: the hub's id when it is here, else its node; neither for a name that no node gave.</summary>
    public (string? Here, SiloAddress? Elsewhere) Find(string connection)
    {
        if (connection.StartsWith(_prefix, StringComparison.Ordinal))
        {
            return (connection[_prefix.Length..], null);
        }

        var end = connection.LastIndexOf(Divider);
        try
        {
            return (null, end < 0 ? null : SiloAddress.FromParsableString(connection[..end]));
        }
        catch (FormatException)
        {
            return (null, null);
        }
    }

    /// <summary>
    /// True while the other node's pages can be spoken to: one that is leaving closed them first. One that is not known may have joined a
    /// moment ago: nobody is given up for news that travel slowly.
    /// </summary>
    public async ValueTask<bool> Lives(SiloAddress node)
    {
        if (members.CurrentSnapshot.GetSiloStatus(node) is SiloStatus.None)
        {
            await members.Refresh();
        }

        return members.CurrentSnapshot.GetSiloStatus(node) is SiloStatus.Active or SiloStatus.Joining;
    }

    /// <summary>The other nodes of the cluster.</summary>
    public IEnumerable<SiloAddress> Others => members.CurrentSnapshot.Members.Values
        .Where(m => m.Status is SiloStatus.Active && m.SiloAddress != here.SiloAddress).Select(m => m.SiloAddress);

    /// <summary>This process is one of several, or may be. Asked also while the services are being taken down.</summary>
    public bool AreSeveral { get; } = services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(NodeLinesClient));

    /// <summary>This node counts: the others hold it for alive.</summary>
    public bool IsIn => members.CurrentSnapshot.GetSiloStatus(here.SiloAddress) is SiloStatus.Active;

    /// <summary>What one node does for all is done by the first of those that live.</summary>
    public bool IsFirst => IsIn && Others.All(other => other.CompareTo(here.SiloAddress) > 0);

    /// <summary>The nodes that are dead, each time that one more is.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SiloAddress>> Deaths([EnumeratorCancellation] CancellationToken stop)
    {
        List<SiloAddress> known = [];
        await foreach (var now in members.MembershipUpdates.WithCancellation(stop))
        {
            List<SiloAddress> dead = [.. now.Members.Values.Where(m => m.Status is SiloStatus.Dead).Select(m => m.SiloAddress)];
            if (dead.Except(known).Any())
            {
                yield return dead;
            }

            known = dead;
        }
    }

    /// <summary>
    /// Which of these connections are open, and what each has switched on, asked of the nodes that hold them. Those of a node that is
    /// gone are not; those of a node that lives and does not answer count as open with nothing known of them.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, MediaState?>> StillOpen(IReadOnlyCollection<string> connections)
    {
        var found = new Dictionary<string, MediaState?>(StringComparer.Ordinal);
        foreach (var node in connections.GroupBy(c => Find(c).Elsewhere))
        {
            var answers = node.Key is { } other ? await Ask(other, [.. node]) : open.Among(node);
            foreach (var (connection, media) in answers)
            {
                found[connection] = media;
            }
        }

        return found;
    }

    private async Task<IReadOnlyDictionary<string, MediaState?>> Ask(SiloAddress node, IReadOnlyList<string> connections)
    {
        if (services.GetService<NodeLinesClient>() is not { } lines || !await Lives(node))
        {
            return new Dictionary<string, MediaState?>();
        }

        try
        {
            return await lines.On(node).StillOpen(connections);
        }
        catch (Exception exception) when (Unanswered.Is(exception))
        {
            return await Lives(node) ? connections.ToDictionary(c => c, _ => (MediaState?)null) : new Dictionary<string, MediaState?>();
        }
    }
}
