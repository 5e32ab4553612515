using System.Diagnostics;
using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;
using Telemed.Benchmarks.Searching;
using Telemed.Consultations;
using Telemed.Platform;

namespace Telemed.Benchmarks.Saving;

/// <summary>A note saved while one practitioner types it, from two to four thousand characters: each save beside a bare commit of the same text.</summary>
internal static class AutosaveBenchmark
{
    private const int Notes = 9;
    private const int SavesEach = 150;
    private const int Begun = 2000;

    // Between two saves somebody types so many characters; a word may be half typed.
    private const int Typed = 14;

    // Of others, whose words are in the index.
    private const int OtherNotes = 4000;
    private const double Most = 15;

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "");
        await using var database = await TestDatabase.Make(settings.Postgres, "bench_autosave");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], database.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres)
    {
        var launch = new Launch(settings.Published, folder) { Postgres = postgres };
        await PublishedServer.Migrate(launch);
        var clinic = await LoadClinic.Write(folder, postgres, practitioners: 1);
        await ManyNotes.Care(folder, postgres, clinic);
        await ManyNotes.Write(folder, postgres, clinic, clinic.Patients, OtherNotes);
        var visits = await Visits(folder, postgres, clinic);
        await using var server = await PublishedServer.Start(launch);
        await using var bare = await BareCommits.Open(folder, postgres);
        using var desk = await Desk.SignIn(server.Address, clinic.Emails[0], 0);
        var (ours, floor) = (new List<double>(), new List<double>());
        foreach (var (place, visit) in visits.Index())
        {
            var takes = await Type(desk, $"/api/encounters/{visit}/note", bare, new Random(place));
            // The first one warms up.
            ours.AddRange(place == 0 ? [] : takes.Select(t => t.Ours));
            floor.AddRange(place == 0 ? [] : takes.Select(t => t.Floor));
        }

        findings.Add(new Finding($"saving a note as it is typed, {engine}", ours.Tenths(), $"bare commit {floor.Tenths()}", ours.Median() / floor.Median(), $"p99 ≤ {Most} ms", ours.P99() <= Most));
    }

    private static async Task<List<(double Ours, double Floor)>> Type(Desk desk, string address, BareCommits bare, Random chance)
    {
        var (whole, takes) = (MadeUpWords.Text(chance, (Begun + (SavesEach * Typed)) / 5), new List<(double, double)>());
        var version = (await desk.Send(HttpMethod.Post, address, new { })).GetProperty("version").GetInt32();
        for (var save = 0; save < SavesEach; save++)
        {
            var text = whole[..(Begun + ((save + 1) * Typed))];
            var note = new { Version = version, Subjective = text[..(Begun / 2)], Objective = text[(Begun / 2)..Begun], Plan = text[Begun..] };
            var started = Stopwatch.GetTimestamp();
            version = (await desk.Send(HttpMethod.Put, address, note)).GetProperty("version").GetInt32();
            takes.Add((Stopwatch.GetElapsedTime(started).TotalMilliseconds, await bare.Save(text)));
        }

        return takes;
    }

    private static async Task<IReadOnlyList<EncounterId>> Visits(string folder, string postgres, LoadClinic clinic)
    {
        await using var db = LoadClinic.Open(folder, postgres);
        db.Enter(clinic.Tenant);
        var now = SystemClock.Instance.GetCurrentInstant();
        List<Encounter> visits =
        [
            .. clinic.Patients.Take(Notes).Select(patient => new Encounter
            {
                TenantId = clinic.Tenant, Id = EncounterId.New(), PatientId = patient, PractitionerId = clinic.Practitioners[0], Status = EncounterStatus.Completed, CreatedAt = now,
                OpenedAt = now, StartedAt = now, EndedAt = now,
            }),
        ];
        db.AddRange(visits);
        await db.SaveChangesAsync();
        return [.. visits.Select(v => v.Id)];
    }
}
