using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// Says to each page of a room, every two seconds, that its line still stands: a page takes it for dead after three times as long a
/// silence. Spread evenly: SignalR's own pings go to all pages at once, and whatever anybody says meanwhile waits for thousands of them.
/// </summary>
internal sealed class Pulse : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, HubConnectionContext>[] _turns = [.. Enumerable.Range(0, 80).Select(_ => new ConcurrentDictionary<string, HubConnectionContext>(StringComparer.Ordinal))];

    public void Add(HubConnectionContext page) => TurnOf(page)[page.ConnectionId] = page;

    public void Remove(HubConnectionContext page) => TurnOf(page).TryRemove(page.ConnectionId, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every / _turns.Length);
        for (var turn = 0; await timer.WaitForNextTickAsync(stoppingToken); turn = (turn + 1) % _turns.Length)
        {
            foreach (var (_, page) in _turns[turn])
            {
                // Not waited for: one that reads slowly must not keep the others waiting. A line that broke ends by itself.
                _ = page.WriteAsync(PingMessage.Instance, page.ConnectionAborted).AsTask();
            }
        }
    }

    private ConcurrentDictionary<string, HubConnectionContext> TurnOf(HubConnectionContext page) =>
        _turns[(uint)StringComparer.Ordinal.GetHashCode(page.ConnectionId) % (uint)_turns.Length];
}
