using System.Collections.Concurrent;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Uploads;

/// <summary>
/// One at a time writes an upload in this process, and the latest to come is the one: a sender who lost the network comes back before the server
/// has noticed that the old line is dead.
/// </summary>
internal sealed class Pens
{
    private readonly ConcurrentDictionary<UploadId, Pen> _held = new();
    private readonly ConcurrentDictionary<UploadId, Instant> _later = new();

    /// <summary>Its check came to nothing: before this moment it is not tried again.</summary>
    public void Later(UploadId id, Instant until) => _later[id] = until;

    /// <summary>Whether that moment is still to come.</summary>
    public bool IsLater(UploadId id, Instant now) => _later.TryGetValue(id, out var until) && (now < until || !_later.TryRemove(id, out _));

    /// <summary>Somebody asks for all to be tried again.</summary>
    public void Now() => _later.Clear();

    /// <summary>Asks whoever has it to stop, and waits until they have. Dispose it to let the next one in.</summary>
    public async Task<Pen> Take(UploadId id)
    {
        var mine = new Pen(pen => _held.TryRemove(KeyValuePair.Create(id, pen)));
        while (_held.GetOrAdd(id, mine) is var other && other != mine)
        {
            await other.Stop();
        }

        return mine;
    }

    /// <summary>The same without asking anybody to stop; null: somebody has it.</summary>
    public Pen? TryTake(UploadId id)
    {
        var mine = new Pen(pen => _held.TryRemove(KeyValuePair.Create(id, pen)));
        return _held.TryAdd(id, mine) ? mine : null;
    }

    /// <summary>Somebody is writing it, or looking into it, in this process.</summary>
    public bool IsHeld(UploadId id) => _held.ContainsKey(id);

    /// <summary>Until nobody has it, but no longer than <paramref name="most"/>.</summary>
    public async Task Rest(UploadId id, TimeSpan most)
    {
        if (_held.TryGetValue(id, out var pen))
        {
            await Task.WhenAny(pen.Gone, Task.Delay(most));
        }
    }

    internal sealed class Pen(Action<Pen> back) : IDisposable
    {
        private readonly CancellationTokenSource _asked = new();
        private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Somebody else wants it.</summary>
        public CancellationToken Asked => _asked.Token;

        /// <summary>It was put down.</summary>
        public Task Gone => _gone.Task;

        public async Task Stop()
        {
            try
            {
                await _asked.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It was put down this moment.
            }

            await _gone.Task;
        }

        public void Dispose()
        {
            back(this);
            _gone.TrySetResult();
            _asked.Dispose();
        }
    }
}
