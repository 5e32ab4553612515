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

        await Analyze(folder, postgres);
    }

    /// <summary>The databases learn how much of what there is.</summary>
    public static async Task Analyze(string folder, string postgres)
    {
        await using var db = LoadClinic.Open(folder, postgres);
#pragma warning disable EF1002 // no outside text in it
        await db.Database.ExecuteSqlRawAsync("ANALYZE");
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
        (note.Subjective, note.Assessment, note.Plan, note.Status) = (MadeUpWords.Text(chance, 20), MadeUpWords.Text(chance, 10), MadeUpWords.Text(chance, 10), NoteStatus.Signed);
        db.AddRange(visit, note);
        return note;
    }
}
