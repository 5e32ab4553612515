using System.Diagnostics;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Uploading;

/// <summary>A document of the largest size over HTTP, beside a plain copy of the same file with fsync; and memory under many at once.</summary>
internal static class UploadBenchmark
{
    private const int AtOnce = 20;
    private const double MostGrowth = 64;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        var launch = new Launch(settings.Published, scratch["data"]);
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(launch.DataFolder, "", practitioners: 2);
        await using var server = await PublishedServer.Start(launch);
        using var desk = await Desk.SignIn(server.Address, clinic.Emails[0], 0);
        var transfers = new Transfers(scratch);
        for (var i = -2; i < settings.Uploads; i++)
        {
            await transfers.Take(desk, clinic.Patients[0], counts: i >= 0);
        }

        transfers.Tell(findings, "");
        using var other = await Desk.SignIn(server.Address, clinic.Emails[1], 1);
        var (growth, rate) = await Growth(server, [desk, other], clinic, transfers);
        findings.Add(new Finding($"memory growth, {AtOnce} uploads at once", $"{growth:0} MB ({rate:0} MB/s in all)", "–", null, "≤ 64 MB", growth <= MostGrowth));
    }

    /// <summary>By how much the server's resident memory rose at most, in MB, and the bytes taken a second.</summary>
    private static async Task<(double Growth, double Rate)> Growth(PublishedServer server, Desk[] desks, LoadClinic clinic, Transfers transfers)
    {
        var (before, most) = (server.Resident, 0L);
        var started = Stopwatch.GetTimestamp();
        var all = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => transfers.Send(desks[i % desks.Length], clinic.Patients[0]))));
        while (!all.IsCompleted)
        {
            most = Math.Max(most, server.Resident);
            await Task.WhenAny(all, Task.Delay(10));
        }

        await all;
        return ((most - before) / 1e6, AtOnce * Transfers.Length / 1e6 / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
