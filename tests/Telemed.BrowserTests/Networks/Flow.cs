using System.Text.Json;
using Telemed.BrowserTests.Testing;

namespace Telemed.BrowserTests.Networks;

/// <summary>What came to one page over time, sampled in the page itself ten times a second: from the connection's own counters.</summary>
public sealed class Flow(IReadOnlyList<Flow.Sample> samples)
{
    /// <param name="At">When the page looked, ms since 1970.</param>
    /// <param name="Concealed">Samples of sound that had to be made up, of <paramref name="Heard"/> in all.</param>
    public sealed record Sample(double At, long Frames, long Packets, long Concealed, long Heard);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public IReadOnlyList<Sample> Samples { get; } = samples;

    public static Task Watch(Someone someone) => someone!.Page.EvaluateAsync("""
        () => {
          const samples = window.samples = [];
          clearInterval(window.sampling);
          window.sampling = setInterval(async () => {
            const stats = [...(await document.querySelector("visit-room").stats() ?? new Map()).values()].filter(s => s.type === "inbound-rtp");
            const of = kind => stats.find(s => s.kind === kind) ?? {};
            samples.push({
              at: Date.now(), frames: of("video").framesDecoded ?? 0, packets: of("audio").packetsReceived ?? 0,
              concealed: of("audio").concealedSamples ?? 0, heard: of("audio").totalSamplesReceived ?? 0,
            });
          }, 100);
        }
        """);

    public static Task HasLooked(Someone someone, int times) => someone!.Until("times => samples.length >= times", times);

    /// <summary>Waits until, after that moment, picture and sound come steadily: two seconds in a row.</summary>
    public static Task GoesOn(Someone someone, double after) => someone!.Until("""
        after => {
          const since = samples.filter(s => s.at >= after).slice(-20);
          const grows = (of, until = since.length) => since.slice(1, until).filter((s, i) => of(s) !== of(since[i])).length;
          return since.length === 20 && grows(s => s.frames) >= 8 && grows(s => s.packets) >= 15;
        }
        """, after);

    public static async Task<Flow> Of(Someone someone)
    {
        var samples = await someone!.Page.EvaluateAsync<JsonElement>("samples");
        return new Flow(samples.Deserialize<List<Sample>>(Json)!);
    }

    /// <summary>The longest time without a new frame, in s.</summary>
    public double PictureGap => Gap(s => s.Frames);

    /// <summary>The longest time without a packet of sound, in s.</summary>
    public double SoundGap => Gap(s => s.Packets);

    /// <summary>How long after that moment (ms since 1970) the first new frame came, in s; endless: never.</summary>
    public double PictureBack(double after) => Back(s => s.Frames, after);

    public double SoundBack(double after) => Back(s => s.Packets, after);

    public double FramesPerSecond => Samples.Count < 2 ? 0
        : Grown(s => s.Frames) * 1000.0 / (Samples[^1].At - Samples[0].At);

    /// <summary>The share of the sound that had to be made up.</summary>
    public double MadeUp => Grown(s => s.Heard) is var heard and > 0 ? (double)Grown(s => s.Concealed) / heard : 0;

    private long Grown(Func<Sample, long> counter) =>
        Enumerable.Range(1, Math.Max(0, Samples.Count - 1)).Where(i => Grew(counter, i)).Sum(i => Math.Max(0, counter(Samples[i]) - counter(Samples[i - 1])));

    /// <summary>A new connection counts anew, from zero.</summary>
    private bool Grew(Func<Sample, long> counter, int i) =>
        counter(Samples[i]) > counter(Samples[i - 1]) || (counter(Samples[i]) < counter(Samples[i - 1]) && counter(Samples[i]) > 0);

    private double Gap(Func<Sample, long> counter)
    {
        double longest = 0, last = Samples.Count == 0 ? 0 : Samples[0].At;
        for (var i = 1; i < Samples.Count; i++)
        {
            if (Grew(counter, i))
            {
                longest = Math.Max(longest, Samples[i].At - last);
                last = Samples[i].At;
            }
        }

        return Samples.Count == 0 ? 0 : Math.Max(longest, Samples[^1].At - last) / 1000;
    }

    private double Back(Func<Sample, long> counter, double after)
    {
        for (var i = 1; i < Samples.Count; i++)
        {
            if (Samples[i - 1].At >= after && Grew(counter, i))
            {
                return (Samples[i].At - after) / 1000;
            }
        }

        return double.PositiveInfinity;
    }
}
