using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Starting;

/// <summary>From exec on a migrated database to 200 on /health/ready, and what stays resident when nobody asks for anything.</summary>
internal static class StartTime
{
    private const int LongestStart = 2000;
    private const int MostIdle = 300;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        var launch = new Launch(settings.Published, scratch["data"]);
        await PublishedServer.Migrate(launch);
        var starts = new List<double>();
        for (var i = 0; i < settings.Starts; i++)
        {
            await using var server = await PublishedServer.Start(launch);
            starts.Add(server.Ready.TotalMilliseconds);
        }

        findings.Add(new Finding("start, exec to ready", starts.Milliseconds(), "–", null, "≤ 2000 ms", starts.Median() <= LongestStart));
        await using var idle = await PublishedServer.Start(launch);
        await Task.Delay(TimeSpan.FromSeconds(settings.IdleSeconds));
        var resident = idle.Resident / 1e6;
        findings.Add(new Finding($"resident memory, {settings.IdleSeconds} s idle", $"{resident:0} MB", "–", null, "≤ 300 MB", resident <= MostIdle));
    }
}
