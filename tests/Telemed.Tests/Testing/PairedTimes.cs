using System.Diagnostics;
using System.Globalization;

namespace Telemed.Tests.Testing;

/// <summary>
/// How long two kinds of request take, measured in pairs in random order, and whether anybody could tell the kinds apart by it:
/// the Mann-Whitney test (normal approximation) and the difference of the medians.
/// </summary>
public sealed class PairedTimes
{
    private readonly List<double> _one;
    private readonly List<double> _other;

    private PairedTimes((double One, double Other)[] times) => (_one, _other) = ([.. times.Select(t => t.One)], [.. times.Select(t => t.Other)]);

    // Lanes that wait for one beat would keep step with each other, and what one asks would be seen in the next one's time.
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(100);

    /// <param name="lanes">Pairs measured side by side, where most of the time is waiting; each request of theirs starts at a moment of its own.</param>
    public static async Task<PairedTimes> Measure(int pairs, int lanes, Func<int, Task> one, Func<int, Task> other)
    {
        var times = new (double, double)[pairs];
        await Parallel.ForAsync(0, pairs, new ParallelOptions { MaxDegreeOfParallelism = lanes, CancellationToken = TestContext.Current.CancellationToken }, async (pair, _) =>
        {
            var spread = lanes > 1 ? Spread : TimeSpan.Zero;
            if (Random.Shared.Next(2) == 0)
            {
                times[pair] = (await Took(one, pair, spread), await Took(other, pair, spread));
            }
            else
            {
                var second = await Took(other, pair, spread);
                times[pair] = (await Took(one, pair, spread), second);
            }
        });
        return new PairedTimes(times);
    }

    /// <summary>In milliseconds.</summary>
    public double Shortest => Math.Min(_one.Min(), _other.Min());

    /// <summary>Median of the one less that of the other, in milliseconds.</summary>
    public double DifferenceOfMedians => Median(_one) - Median(_other);

    /// <summary>The chance of ranks as uneven as these if both kinds take the same time; two-sided.</summary>
    public double P
    {
        get
        {
            var ranked = _one.Select(t => (Time: t, One: true)).Concat(_other.Select(t => (Time: t, One: false))).OrderBy(t => t.Time).ToList();
            var ranks = 0.0;
            for (var i = 0; i < ranked.Count; i++)
            {
                ranks += ranked[i].One ? i + 1 : 0;
            }

            double n = _one.Count, m = _other.Count;
            var z = Math.Abs(ranks - (n * (n + m + 1) / 2)) / Math.Sqrt(n * m * (n + m + 1) / 12);
            return Erfc(z / Math.Sqrt(2));
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{_one.Count} pairs, medians {Median(_one):0.000} and {Median(_other):0.000} ms, difference {DifferenceOfMedians:0.000} ms, Mann-Whitney p = {P:0.0000}");

    private static async Task<double> Took(Func<int, Task> request, int pair, TimeSpan spread)
    {
        await Task.Delay(spread * Random.Shared.NextDouble());
        var clock = Stopwatch.StartNew();
        await request(pair);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    // Abramowitz and Stegun 7.1.26: wrong by less than 2e-7.
    private static double Erfc(double x)
    {
        var t = 1 / (1 + (0.3275911 * x));
        return t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429)))))))) * Math.Exp(-x * x);
    }
}
