namespace Telemed.Platform;

/// <summary>
/// The fair queue of SQLite's writers, one per process. SQLite lets one writer in and makes the others poll: under load some
/// poll for seconds. Waiting here in order keeps the worst wait in milliseconds. PostgreSQL needs no gate.
/// </summary>
/// <param name="turns">How many may write at once: one, which is what SQLite bears. A test opens it wide to see what it is for.</param>
public sealed class WriterGate(int turns = 1) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(turns, turns);

    /// <summary>Waits for the turn; dispose the pass to hand it on. A pass for PostgreSQL is free.</summary>
    public async ValueTask<IDisposable> Enter(bool free, CancellationToken cancel)
    {
        if (free)
        {
            return Pass.Free;
        }

        await _turn.WaitAsync(cancel);
        return new Pass(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Pass(SemaphoreSlim? turn) : IDisposable
    {
        public static readonly Pass Free = new(null);
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
