using System.Collections.Concurrent;

namespace Telemed.Notifications;

/// <summary>The pages of signed-in people that listen at <see cref="LiveHub"/> in this process, by session: who signs out stops hearing.</summary>
public sealed class OpenPages
{
    private readonly ConcurrentDictionary<string, (Guid Session, Action Abort)> _open = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Guid> Sessions => [.. _open.Values.Select(o => o.Session).Distinct()];

    /// <summary>Cuts the lines of sessions that have ended.</summary>
    public void Close(IReadOnlySet<Guid> ended)
    {
        foreach (var (session, abort) in _open.Values.Where(o => ended.Contains(o.Session)))
        {
            abort();
        }
    }

    internal void Add(string connection, Guid session, Action abort) => _open[connection] = (session, abort);

    internal void Remove(string connection) => _open.TryRemove(connection, out _);
}
