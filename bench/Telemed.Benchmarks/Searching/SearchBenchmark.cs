using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Benchmarks.Running;
using Telemed.Documents.Blobs;
using Telemed.Documents.Reading;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Tenancy;

namespace Telemed.Benchmarks.Searching;

/// <summary>Words looked for among a hundred thousand notes, from the database to the answer with its marks, in this process: in one record, and in all of a clinic.</summary>
internal static class SearchBenchmark
{
    private const int Notes = 100_000;
    private const int WarmUp = 12;
    private const int Takes = 120;
    private const double MostOfOne = 50;
    private const double MostOfAll = 200;

    // Frequent, inflected, begun, in order, mistyped, filtered, and what nobody wrote.
    private static readonly SearchWish[] Wishes =
    [
        new("patient"), new("douleurs thoraciques"), new("hyper"), new("\"douleur thoracique\""), new("hypertensoin"), new("cholesterol vaccination diabète surveillance"),
        new("paracétamol", Kind: SearchKind.Note, Year: 2025), new("fièvre toux ba*"), new("xylophone"),
    ];

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        await Measure(settings, findings, "SQLite", scratch["sqlite"], "");
        await using var database = await TestDatabase.Make(settings.Postgres, "bench_search");
        await Measure(settings, findings, "PostgreSQL", scratch["postgres"], database.Connection);
    }

    private static async Task Measure(Settings settings, Findings findings, string engine, string folder, string postgres)
    {
        await PublishedServer.Migrate(new Launch(settings.Published, folder) { Postgres = postgres });
        var clinic = await LoadClinic.Write(folder, postgres, practitioners: 2);
        await ManyNotes.Care(folder, postgres, clinic);
        await ManyNotes.Write(folder, postgres, clinic, clinic.Patients, Notes);
        var actor = new AccountActor(clinic.Tenant, ManyNotes.Account(folder, postgres, clinic), Role.Practitioner, clinic.Practitioners[0], null);
        var contents = new DocumentContents(new FileKeys(Options.Create(new TelemedOptions { DataFolder = folder }), Durable.Disk), NullLogger<DocumentContents>.Instance);
        foreach (var (where, patient, most) in new (string, PatientId?, double)[] { ("in one record", clinic.Patients[7], MostOfOne), ("in a clinic", null, MostOfAll) })
        {
            var (takes, slowest) = (new List<double>(), new Dictionary<string, double>());
            for (var i = -WarmUp; i < Takes; i++)
            {
                var wish = Wishes[(i + WarmUp) % Wishes.Length] with { Patient = patient };
                await using var db = LoadClinic.Open(folder, postgres);
                db.Enter(clinic.Tenant);
                var started = Stopwatch.GetTimestamp();
                await db.Search(contents, actor, wish, SystemClock.Instance.GetCurrentInstant());
                var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (i >= 0)
                {
                    takes.Add(took);
                    slowest[wish.Text!] = Math.Max(took, slowest.GetValueOrDefault(wish.Text!));
                }
            }

            findings.Add(new Finding($"search {where}, {Notes} notes, {engine}", takes.Milliseconds(), "–", null, $"p95 ≤ {most} ms", takes.P95() <= most));
            findings.Notes.Add($"Search {where} on {engine}, the slowest of each: {string.Join(", ", slowest.Select(s => $"{s.Key} {s.Value:0} ms"))}.");
        }
    }
}
