using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Telemed.Consultations.Cluster;

/// <summary>The rooms that are at this node now. A node that leaves gives them away before it is missed, so that no call waits for its end.</summary>
internal sealed class RoomsHere
{
    /// <summary>Between two: those that are called at once are made anew elsewhere one after the other.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    /// <summary>How long a room may take over what it is doing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<IGrainContext, bool> _rooms = new();

    public void Add(IGrainContext room) => _rooms[room] = true;

    public void Remove(IGrainContext room) => _rooms.TryRemove(room, out _);

    /// <summary>Ends each room here when it is idle; the next call makes it anew where the caller is. Its pages here have gone before.</summary>
    public async Task HandOver()
    {
        List<IGrainContext> rooms = [.. _rooms.Keys];
        foreach (var room in rooms)
        {
            room.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "its node leaves"));
            await Task.Delay(Between < Longest / rooms.Count ? Between : Longest / rooms.Count);
        }

        await Task.WhenAll(rooms.Select(r => r.Deactivated)).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
