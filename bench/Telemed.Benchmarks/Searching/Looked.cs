using System.Diagnostics;
using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Documents.Reading;
using Telemed.Platform;
using Telemed.Records.Searching;
using Telemed.Tenancy;

namespace Telemed.Benchmarks.Searching;

/// <summary>Wishes that somebody has, one after the other, each from the database to the answer with its marks, in this process.</summary>
internal sealed record Looked(string Folder, string Postgres, DocumentContents Contents, AccountActor Actor, IReadOnlyList<SearchWish> Wishes)
{
    private const int WarmUp = 12;
    private const int Takes = 120;

    /// <param name="patient">In whose record; null: in all of the clinic.</param>
    /// <param name="most">Milliseconds that the p95 may take.</param>
    public async Task Measure(Findings findings, string what, PatientId? patient, double most)
    {
        var (takes, slowest, processor) = (new List<double>(), new Dictionary<string, (double Took, int Hits)>(), new List<double>());
        for (var i = -WarmUp; i < Takes; i++)
        {
            var wish = Wishes[(i + WarmUp) % Wishes.Count] with { Patient = patient };
            await using var db = LoadClinic.Open(Folder, Postgres);
            db.Enter(Actor.TenantId);
            var (started, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var outcome = await db.Search(Contents, Actor, wish, SystemClock.Instance.GetCurrentInstant());
            var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (i >= 0)
            {
                takes.Add(took);
                processor.Add((Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
                slowest[wish.Text!] = (Math.Max(took, slowest.GetValueOrDefault(wish.Text!).Took), ((SearchOutcome.Found)outcome).Hits.Count);
            }
        }

        findings.Add(new Finding(what, takes.Milliseconds(), "–", null, $"p95 ≤ {most} ms", takes.P95() <= most));
        findings.Notes.Add($"{char.ToUpperInvariant(what[0])}{what[1..]}, the slowest of each: {string.Join(", ", slowest.Select(s => $"{s.Key} {s.Value.Took:0} ms ({s.Value.Hits} found)"))}. "
            + $"Processor time of this process, median: {processor.Median():0.0} ms.");
    }
}
