using System.Diagnostics;
using System.Net.WebSockets;

namespace Telemed.Benchmarks.Relaying;

/// <summary>One person of a room: where they connect to, and in which words they come in and speak.</summary>
/// <param name="Enters">Given which of their joins it is.</param>
/// <param name="Says">Given the text that tells the time.</param>
internal sealed record Caller(Uri Address, IReadOnlyDictionary<string, string> Headers, Func<int, string> Enters, Func<string, string> Says);

/// <summary>Rooms of two callers each, all connected at once.</summary>
internal sealed class Crowd(IReadOnlyList<(Caller First, Caller Second)> rooms) : IAsyncDisposable
{
    /// <summary>Who come at the same time where it is not their coming that is measured.</summary>
    private const int AtOnce = 16;

    /// <summary>As the product's page tries again (src/Client/lib/retry.ts); then every two seconds.</summary>
    private static readonly double[] Tries = [0, 0.3, 1.2, 2.7, 2];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan Straggling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(8);

    private readonly Line?[] _lines = new Line?[2 * rooms.Count];
    private readonly int[] _joins = new int[2 * rooms.Count];
    private readonly CancellationTokenSource _over = new();
    private Task? _keepingAlive;

    /// <summary>Lets the rooms from here on fill up to this many, the first of each room before the second.</summary>
    public async Task Enter(int from, int to)
    {
        _keepingAlive ??= KeepAlive();
        using var patience = new CancellationTokenSource(Patience);
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (room, _) =>
        {
            await Enter(2 * room, patience.Token);
            await Enter((2 * room) + 1, patience.Token);
        });
    }

    /// <summary>Everybody says one thing a second, evenly spread; returns how many milliseconds each took to be heard by the other.</summary>
    public async Task<IReadOnlyList<double>> Relay(TimeSpan duration)
    {
        foreach (var line in _lines)
        {
            line!.Delays.Clear();
        }

        var began = Stopwatch.GetTimestamp();
        var many = (int)(_lines.Length * duration.TotalSeconds);
        for (var i = 0; i < many; i++)
        {
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < (double)i / _lines.Length)
            {
                await Task.Delay(1);
            }

            await _lines[i % _lines.Length]!.Say(CallerOf(i % _lines.Length).Says(Line.Now()));
        }

        var ended = Stopwatch.GetTimestamp();
        while (_lines.Sum(l => l!.Delays.Count) < many && Stopwatch.GetElapsedTime(ended) < Straggling)
        {
            await Task.Delay(50);
        }

        var heard = _lines.SelectMany(l => l!.Delays).ToList();
        return heard.Count == many ? heard : throw new InvalidOperationException($"{many - heard.Count} of {many} messages were never heard.");
    }

    /// <summary>Everybody whose line is lost tries again until they are in; returns for each room when both were, by the stopwatch.</summary>
    public Task<long[]> ComeBack() => Task.WhenAll(Enumerable.Range(0, rooms.Count).Select(async room =>
        (await Task.WhenAll(ComeBack(2 * room), ComeBack((2 * room) + 1))).Max()));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        foreach (var line in _lines.OfType<Line>())
        {
            await line.DisposeAsync();
        }

        await (_keepingAlive ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private Caller CallerOf(int place) => place % 2 == 0 ? rooms[place / 2].First : rooms[place / 2].Second;

    private async Task Enter(int place, CancellationToken cancel)
    {
        var caller = CallerOf(place);
        var line = await Line.Open(caller.Address, caller.Headers, cancel);
        _lines[place] = line;
        await line.Ask(caller.Enters(++_joins[place]), cancel);
    }

    private async Task<long> ComeBack(int place)
    {
        await _lines[place]!.Closed;
        using var patience = new CancellationTokenSource(Patience);
        for (var tries = 0; ; tries++)
        {
            await Task.Delay(TimeSpan.FromSeconds(Tries[Math.Min(tries, Tries.Length - 1)]), patience.Token);
            try
            {
                await _lines[place]!.DisposeAsync();
                await Enter(place, patience.Token);
                return Stopwatch.GetTimestamp();
            }
            catch (Exception refused) when (refused is WebSocketException or HttpRequestException or InvalidOperationException or IOException)
            {
                // Not listening yet, or not this time.
            }
        }
    }

    /// <summary>A hub takes a silent connection for dead.</summary>
    private async Task KeepAlive()
    {
        while (true)
        {
            foreach (var lines in _lines.Chunk(50))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), _over.Token);
                foreach (var line in lines.OfType<Line>())
                {
                    await line.KeepAlive(Silence);
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _over.Token);
        }
    }
}
