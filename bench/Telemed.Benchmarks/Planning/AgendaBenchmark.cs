using System.Diagnostics;
using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Planning;

/// <summary>The agenda's week of a busy clinic, as an assistant's browser asks for it: the whole page, to its last byte.</summary>
internal static class AgendaBenchmark
{
    private const int Practitioners = 5;
    private const int ADay = 40;
    private const int MinutesEach = 15;
    private const int WarmUp = 20;
    private const int Takes = 100;
    private const double Most = 80;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "");
        await using var database = await TestDatabase.Make(settings.Postgres, "bench_agenda");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], database.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres)
    {
        var launch = new Launch(settings.Published, folder) { Postgres = postgres };
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(folder, postgres, Practitioners);
        var monday = SystemClock.Instance.GetCurrentInstant().InUtc().Date.Next(IsoDayOfWeek.Monday);
        await using (var db = LoadClinic.Open(folder, postgres))
        {
            // Weeks before and after, so that the one that is asked for has to be found.
            await FullDays.Write(db, clinic, monday.PlusWeeks(-2), days: 35, ADay, MinutesEach);
        }

        await using var server = await PublishedServer.Start(launch);
        using var desk = await Desk.SignIn(server.Address, LoadClinic.Assistant, 0);
        var (address, takes, bytes) = ($"/agenda?view=week&day={monday:uuuu-MM-dd}", new List<double>(), 0);
        for (var i = -WarmUp; i < Takes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var page = await desk.Read(address);
            if (i >= 0)
            {
                takes.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                bytes = page.Length;
            }
        }

        findings.Add(new Finding($"agenda, a week of {Practitioners} × {ADay} a day, {engine}", takes.Milliseconds(), "–", null, "p95 ≤ 80 ms", takes.P95() <= Most));
        findings.Notes.Add($"Agenda on {engine}: {Practitioners * ADay * 7} appointments in a page of {bytes / 1000} kB.");
    }
}
