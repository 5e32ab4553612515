using System.Diagnostics;
using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;

namespace Telemed.Benchmarks.Planning;

/// <summary>"First available in the clinic": the free times of every practitioner over two months, from the database to the answer, in this process.</summary>
internal static class SlotBenchmark
{
    private const int Practitioners = 20;
    private const int Days = 60;
    private const int ADay = 17;
    private const int MinutesEach = 30;
    private const int WarmUp = 30;
    private const int Takes = 100;
    private const double Most = 30;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "");
        await using var database = await TestDatabase.Make(settings.Postgres, "bench_slots");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], database.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres)
    {
        await PublishedServer.Migrate(new Launch(settings.Published, folder) { Postgres = postgres });
        var clinic = await LoadClinic.Write(folder, postgres, Practitioners);
        var (now, takes, found) = (SystemClock.Instance.GetCurrentInstant(), new List<double>(), 0);
        var today = now.InUtc().Date;
        await using (var db = LoadClinic.Open(folder, postgres))
        {
            await FullDays.Write(db, clinic, today, Days, ADay, MinutesEach);
        }

        var search = new SlotSearch(await Offers(folder, postgres, clinic, today), today, Days, ForPatient: true);
        for (var i = -WarmUp; i < Takes; i++)
        {
            await using var db = LoadClinic.Open(folder, postgres);
            db.Enter(clinic.Tenant);
            var started = Stopwatch.GetTimestamp();
            found = (await db.FreeSlots(search, now)).Count;
            if (i >= 0)
            {
                takes.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        findings.Add(new Finding($"free times, {Practitioners} practitioners × {Days} days, {Practitioners * Days * ADay} appointments, {engine}", takes.Milliseconds(), "–", null,
            "p95 ≤ 30 ms", takes.P95() <= Most));
        findings.Notes.Add($"Free times on {engine}: {found} found.");
    }

    /// <summary>Everybody is open from 8:00 to 18:00 on every day and offers one visit of half an hour.</summary>
    private static async Task<VisitTypeId> Offers(string folder, string postgres, LoadClinic clinic, LocalDate today)
    {
        await using var db = LoadClinic.Open(folder, postgres);
        db.Enter(clinic.Tenant);
        var type = new VisitType { TenantId = clinic.Tenant, Id = VisitTypeId.New(), Name = "Suivi", Minutes = MinutesEach, Modality = Modality.Video, ForPatients = true, StandsAtOnce = true };
        db.Add(type);
        foreach (var practitioner in clinic.Practitioners)
        {
            db.Add(new HoursPeriod
            {
                TenantId = clinic.Tenant, Id = HoursPeriodId.New(), PractitionerId = practitioner, From = today.PlusDays(-1),
                Ranges = WeeklyText.Write([.. Enumerable.Range(1, 7).Select(day => new WeeklyRange((IsoDayOfWeek)day, new DayRange(8 * 60, 18 * 60)))]),
            });
            db.Add(new OfferedVisit { TenantId = clinic.Tenant, Id = OfferedVisitId.New(), PractitionerId = practitioner, VisitTypeId = type.Id });
        }

        await db.SaveChangesAsync();
        return type.Id;
    }
}
