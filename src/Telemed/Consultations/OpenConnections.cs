using System.Collections.Concurrent;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>The room connections of this process: which are alive, and whose sessions they keep alive.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<string, (SessionId? Session, Action Abort)> _open = new(StringComparer.Ordinal);

    public void Add(string connection, SessionId? session, Action abort) => _open[connection] = (session, abort);

    public void Remove(string connection) => _open.TryRemove(connection, out _);

    public bool Has(string connection) => _open.ContainsKey(connection);

    /// <summary>Sessions with an open room page.</summary>
    public IReadOnlyCollection<SessionId> Sessions => [.. _open.Values.Where(o => o.Session is not null).Select(o => o.Session!.Value).Distinct()];

    /// <summary>Closes the pages of sessions that have ended.</summary>
    public void Close(IReadOnlySet<SessionId> ended)
    {
        foreach (var (session, abort) in _open.Values)
        {
            if (session is { } id && ended.Contains(id))
            {
                abort();
            }
        }
    }
}
