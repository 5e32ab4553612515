using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Searching;

namespace Telemed.Benchmarks.Searching;

/// <summary>Signed notes with their index, written as the product writes the index, many to a transaction.</summary>
internal static class ManyNotes
{
    private const int AtOnce = 200;

    // By turns more and less frequent; what is left is made up, so that the words are as many as a clinic's.
    private static readonly string[] Usual =
    [
        "patient", "consultation", "douleur", "fièvre", "toux", "traitement", "tension", "contrôle", "hypertension", "céphalées", "thoracique", "abdominale", "asthénie", "examen",
        "normal", "auscultation", "libre", "prescription", "paracétamol", "renouvellement", "biologie", "allergie", "vaccination", "diabète", "cholestérol", "surveillance",
    ];

    /// <summary>So many, of forty words each, by turns about the patients given, over ten years.</summary>
    public static async Task Write(string folder, string postgres, LoadClinic clinic, IReadOnlyList<PatientId> patients, int notes)
    {
        var (chance, now) = (new Random(1), SystemClock.Instance.GetCurrentInstant());
        for (var written = 0; written < notes; written += AtOnce)
        {
            await using var db = LoadClinic.Open(folder, postgres);
            db.Enter(clinic.Tenant);
            var from = written;
            await db.InTransaction(async () =>
            {
                var some = Enumerable.Range(from, AtOnce).Select(n => Note(db, clinic, patients[n % patients.Count], now - Duration.FromMinutes(n * 50L), chance)).ToList();
                await db.SaveChangesAsync();
                await db.IndexAll([.. some.Select(n => Indexed.Of(n, n.Text))]);
            });
        }

        await using var last = LoadClinic.Open(folder, postgres);
#pragma warning disable EF1002 // no outside text in it
        await last.Database.ExecuteSqlRawAsync("ANALYZE");
#pragma warning restore EF1002
    }

    /// <summary>The first practitioner cares for all of them.</summary>
    public static async Task Care(string folder, string postgres, LoadClinic clinic)
    {
        await using var db = LoadClinic.Open(folder, postgres);
        db.Enter(clinic.Tenant);
        await db.InTransaction(async () =>
        {
            foreach (var patient in clinic.Patients)
            {
                await db.CareBegins(clinic.Practitioners[0], patient, SystemClock.Instance.GetCurrentInstant());
            }
        });
    }

    /// <summary>The first practitioner's.</summary>
    public static AccountId Account(string folder, string postgres, LoadClinic clinic)
    {
        using var db = LoadClinic.Open(folder, postgres);
        db.Enter(clinic.Tenant);
        return db.Practitioners.Single(p => p.Id == clinic.Practitioners[0]).AccountId;
    }

    private static SoapNote Note(Db db, LoadClinic clinic, PatientId patient, Instant at, Random chance)
    {
        var visit = new Encounter
        {
            TenantId = clinic.Tenant, Id = EncounterId.New(), PatientId = patient, PractitionerId = clinic.Practitioners[0], Status = EncounterStatus.Completed, CreatedAt = at,
            StartedAt = at, EndedAt = at,
        };
        var note = SoapNote.Draft(clinic.Tenant, visit.Id, patient, clinic.Practitioners[0], at);
        (note.Subjective, note.Assessment, note.Plan, note.Status) = (Words(chance, 20), Words(chance, 10), Words(chance, 10), NoteStatus.Signed);
        db.AddRange(visit, note);
        return note;
    }

    private static string Words(Random chance, int many) => string.Join(' ', Enumerable.Range(0, many).Select(_ => chance.Next(3) > 0
        ? Usual[(int)(Usual.Length * chance.NextDouble() * chance.NextDouble())]
        : Rare[chance.Next(Rare.Length)]));

    // As many as a clinic's notes hold, of any length.
    private static readonly string[] Rare = [.. Rarely(new Random(2))];

    private static IEnumerable<string> Rarely(Random chance) => Enumerable.Range(0, 40_000).Select(_ =>
        string.Concat(Enumerable.Range(0, 2 + chance.Next(5)).Select(_ => $"{"bcdfglmnprstv"[chance.Next(13)]}{"aeiou"[chance.Next(5)]}")));
}
