using System.Globalization;
using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;
using Telemed.Tests.Testing;

namespace Telemed.BrowserTests.Networks;

/// <summary>What both sides of a call saw and heard of one event, the worse of the two each; times in s.</summary>
/// <param name="PictureBack">From the moment at which the network was whole again.</param>
/// <param name="MadeUp">The share of the sound that was lost and made up.</param>
public sealed record Seen(double PictureBack, double SoundBack, double PictureGap, double SoundGap, double FramesPerSecond, double MadeUp)
{
    /// <summary>What the two pages' connections did, for whoever reads a failure.</summary>
    public string Tapes { get; private init; } = "";

    /// <summary>Lets it happen, and returns once both sides see and hear steadily again.</summary>
    public static async Task<Seen> During(Call call, Func<Task> happens)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(happens);
        Someone[] both = [call.Practitioner, call.Patient];
        await Task.WhenAll(both.Select(Flow.Watch));
        await happens();
        var at = TimeProvider.System.GetUtcNow();
        var whole = (double)at.ToUnixTimeMilliseconds();
        await Task.WhenAll(both.Select(someone => Flow.GoesOn(someone, whole)));
        var tapes = await Task.WhenAll(both.Select(Tape.Tapes));
        var flows = await Task.WhenAll(both.Select(Flow.Of));
        return new Seen(flows.Max(f => f.PictureBack(whole)), flows.Max(f => f.SoundBack(whole)), flows.Max(f => f.PictureGap), flows.Max(f => f.SoundGap),
            flows.Min(f => f.FramesPerSecond), flows.Max(f => f.MadeUp))
        {
            Tapes = $"whole again at {at:mm:ss.fff}\nthe practitioner's:{tapes[0]}\nthe patient's:{tapes[1]}",
        };
    }

    /// <summary>How it is while nothing happens, over so long a time; longer where a page had no time to look.</summary>
    public static async Task<Seen> Over(Call call, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(call);
        Someone[] both = [call.Practitioner, call.Patient];
        await Task.WhenAll(both.Select(Flow.Watch));
        await Task.Delay(time, TestContext.Current.CancellationToken);
        await Task.WhenAll(both.Select(someone => Flow.HasLooked(someone, times: 10)));
        var flows = await Task.WhenAll(both.Select(Flow.Of));
        return new Seen(double.NaN, double.NaN, flows.Max(f => f.PictureGap), flows.Max(f => f.SoundGap), flows.Min(f => f.FramesPerSecond), flows.Max(f => f.MadeUp));
    }

    public static double NinetyFifth(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Ceiling(sorted.Length * 0.95) - 1];
    }

    /// <summary>One row for many: the 95th percentile of each, of the frames the fifth.</summary>
    public static void ReportAll(string what, IReadOnlyList<Seen> all) => new Seen(
        NinetyFifth(all.Select(s => s.PictureBack)), NinetyFifth(all.Select(s => s.SoundBack)), NinetyFifth(all.Select(s => s.PictureGap)),
        NinetyFifth(all.Select(s => s.SoundGap)), -NinetyFifth(all.Select(s => -s.FramesPerSecond)), NinetyFifth(all.Select(s => s.MadeUp)))
        .Report($"{what}, p95 of {all.Count}");

    public void Report(string what) => Trial.Row(what, Tenths(PictureBack), Tenths(SoundBack), Tenths(PictureGap), Tenths(SoundGap), Tenths(FramesPerSecond),
        (MadeUp * 100).ToString("0.0", CultureInfo.InvariantCulture));

    private static string Tenths(double value) => double.IsNaN(value) ? "–" : value.ToString("0.0", CultureInfo.InvariantCulture);
}
