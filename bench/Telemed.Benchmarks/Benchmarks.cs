using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Charting;
using Telemed.Benchmarks.Joining;
using Telemed.Benchmarks.Listing;
using Telemed.Benchmarks.Planning;
using Telemed.Benchmarks.Relaying;
using Telemed.Benchmarks.Saving;
using Telemed.Benchmarks.Searching;
using Telemed.Benchmarks.Starting;
using Telemed.Benchmarks.Uploading;
using Telemed.Benchmarks.Viewing;

namespace Telemed.Benchmarks;

/// <summary>
/// Measures the published server beside floors made in the same run. <c>bin/bench</c> runs it; named parts run alone. Falling short
/// of an aim is a fact to print; only what could not be measured is an error.
/// </summary>
internal static class Benchmarks
{
    private static readonly (string Name, Func<Settings, Findings, Task> Run)[] Parts =
    [
        ("start", StartTime.Run), ("upload", UploadBenchmark.Run), ("bucket", BucketBenchmark.Run), ("documents", DocumentListBenchmark.Run), ("viewer", ViewerBenchmark.Run),
        ("bookings", BookingBenchmark.Run), ("agenda", AgendaBenchmark.Run), ("slots", SlotBenchmark.Run), ("chart", ChartBenchmark.Run), ("autosave", AutosaveBenchmark.Run),
        ("search", SearchBenchmark.Run), ("words", WordsBenchmark.Run), ("relay", RelayBenchmark.Run), ("join", JoinBenchmark.Run),
    ];

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["bare", var kind, var address, var connection])
        {
            await BareServer.Serve(kind, address, connection);
            return 0;
        }

        if (arguments is ["bare-hub", var at])
        {
            await BareHub.Serve(at);
            return 0;
        }

        var settings = Settings.FromEnvironment();
        var chosen = Parts.Where(p => arguments.Length == 0 || arguments.Contains(p.Name)).ToList();
        if (chosen.Count == 0)
        {
            await Console.Error.WriteLineAsync("Parts: " + string.Join(", ", Parts.Select(p => p.Name)));
            return 1;
        }

        var findings = new Findings();
        foreach (var (name, run) in chosen)
        {
            Console.WriteLine($"── {name} ({TimeProvider.System.GetLocalNow():HH:mm:ss})");
            await Attempt(name, run, settings, findings);
        }

        Console.WriteLine(Report.Table(findings) + string.Join("\n\n", findings.Notes));
        if (arguments.Length == 0 && findings.Failures.Count == 0)
        {
            await File.WriteAllTextAsync(settings.Document, Report.Document(settings, findings) + await Report.BadNetworks(settings.Document));
        }

        findings.Failures.ForEach(Console.Error.WriteLine);
        return findings.Failures.Count == 0 ? 0 : 1;
    }

    private static async Task Attempt(string name, Func<Settings, Findings, Task> run, Settings settings, Findings findings)
    {
        try
        {
            await run(settings, findings);
        }
#pragma warning disable CA1031 // one part that cannot be measured must not cost the others' figures
        catch (Exception exception)
        {
            findings.Failures.Add($"{name} could not be measured: {exception}");
        }
#pragma warning restore CA1031
    }
}
