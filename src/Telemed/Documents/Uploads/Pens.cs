using System.Collections.Concurrent;
using Telemed.Platform;

namespace Telemed.Documents.Uploads;

/// <summary>
/// One at a time writes an upload in this process, and the latest to come is the one: a sender who lost the network comes back before the server
/// has noticed that the old line is dead.
/// </summary>
internal sealed class Pens
{
    private readonly ConcurrentDictionary<UploadId, Pen> _held = new();

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

    /// <summary>Somebody is writing it in this process.</summary>
    public bool IsHeld(UploadId id) => _held.ContainsKey(id);

    internal sealed class Pen(Action<Pen> back) : IDisposable
    {
        private readonly CancellationTokenSource _asked = new();
        private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Somebody else wants it.</summary>
        public CancellationToken Asked => _asked.Token;

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
