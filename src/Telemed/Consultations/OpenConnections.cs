using System.Collections.Concurrent;
using Telemed.Consultations.Rooms;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>
/// The room connections of this process, by the name that they have among all nodes: which are open, what their pages have switched on,
/// and whose sessions they keep alive.
/// </summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<string, Open> _open = new(StringComparer.Ordinal);

    public void Add(string connection, SessionId? session, Action abort) => _open[connection] = new Open(session, abort);

    public void Remove(string connection) => _open.TryRemove(connection, out _);

    /// <summary>Kept here too, because a room that moves to another node keeps nothing in memory.</summary>
    public void Switched(string connection, MediaState media)
    {
        if (_open.TryGetValue(connection, out var open))
        {
            open.Media = media;
        }
    }

    /// <summary>Those of these that are open, with what each has switched on.</summary>
    public Dictionary<string, MediaState?> Among(IEnumerable<string> connections)
    {
        var found = new Dictionary<string, MediaState?>(StringComparer.Ordinal);
        foreach (var connection in connections)
        {
            if (_open.TryGetValue(connection, out var open))
            {
                found[connection] = open.Media;
            }
        }

        return found;
    }

    /// <summary>All of them, as <see cref="Cluster.Nodes.NameOf"/> names them.</summary>
    public IReadOnlyCollection<string> Names => [.. _open.Keys];

    /// <summary>Sessions with an open room page.</summary>
    public IReadOnlyCollection<SessionId> Sessions => [.. _open.Values.Where(o => o.Session is not null).Select(o => o.Session!.Value).Distinct()];

    /// <summary>Closes the pages of sessions that have ended.</summary>
    public void Close(IReadOnlySet<SessionId> ended)
    {
        foreach (var open in _open.Values.Where(o => o.Session is { } id && ended.Contains(id)))
        {
            open.Abort();
        }
    }

    public void Cut(IEnumerable<string> connections)
    {
        foreach (var connection in connections)
        {
            if (_open.TryGetValue(connection, out var open))
            {
                open.Abort();
            }
        }
    }

    private sealed record Open(SessionId? Session, Action Abort)
    {
        public MediaState? Media { get; set; }
    }
}
