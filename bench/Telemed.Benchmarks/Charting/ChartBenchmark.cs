using System.Diagnostics;
using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;
using Telemed.Benchmarks.Searching;
using Telemed.Platform;

namespace Telemed.Benchmarks.Charting;

/// <summary>The page of a patient whose record is long, as the practitioner's browser asks for it: whole, to its last byte, wherever in the time line it begins.</summary>
internal static class ChartBenchmark
{
    private const int Entries = 10_000;

    // Whose records stand in the same tables.
    private const int Others = 20;
    private const int EntriesOfOthers = 500;
    private const int WarmUp = 15;
    private const int Takes = 80;
    private const double Most = 60;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "");
        await using var database = await TestDatabase.Make(settings.Postgres, "bench_chart");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], database.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres)
    {
        var launch = new Launch(settings.Published, folder) { Postgres = postgres };
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(folder, postgres, practitioners: 2);
        var account = ManyNotes.Account(folder, postgres, clinic);
        foreach (var (place, patient) in clinic.Patients.Take(Others + 1).Index())
        {
            await new LongRecord(clinic, patient, account).Write(folder, postgres, place == 0 ? Entries : EntriesOfOthers);
        }

        await using var server = await PublishedServer.Start(launch);
        using var desk = await Desk.SignIn(server.Address, clinic.Emails[0], 0);
        var ways = Ways(clinic.Patients[0]).Select(w => (w.What, w.Address, Takes: new List<double>())).ToList();
        var bytes = 0;
        for (var i = -WarmUp; i < Takes; i++)
        {
            foreach (var (_, address, takes) in ways)
            {
                var started = Stopwatch.GetTimestamp();
                var page = await desk.Read(address);
                if (i >= 0)
                {
                    takes.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    bytes = page.Length;
                }
            }
        }

        foreach (var (what, _, takes) in ways)
        {
            findings.Add(new Finding($"chart of {Entries} entries, {what}, {engine}", takes.Milliseconds(), "–", null, $"p95 ≤ {Most} ms", takes.P95() <= Most));
        }

        findings.Notes.Add($"Chart on {engine}: pages of {bytes / 1000} kB.");
    }

    private static IEnumerable<(string What, string Address)> Ways(PatientId patient)
    {
        var (page, middle) = ($"/patients/{patient}", SystemClock.Instance.GetCurrentInstant() - Duration.FromDays(1826));
        yield return ("the latest", page);
        yield return ("a page in the middle", $"{page}?before={middle.ToUnixTimeMilliseconds()}");
        yield return ("notes alone", $"{page}?kind=note&before={middle.ToUnixTimeMilliseconds()}");
        yield return ("visits alone", $"{page}?kind=visit");
        yield return ("measures alone", $"{page}?kind=measures");
        yield return ("until a day", $"{page}?until={middle.InUtc().Date:uuuu-MM-dd}");
    }
}
