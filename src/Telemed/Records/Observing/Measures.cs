using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Observing;

/// <summary>A patient's measures as someone may read them: in the order of the time measured.</summary>
/// <param name="Names">Of everybody who sent one.</param>
public sealed record PatientMeasures(IReadOnlyList<Observation> All, IReadOnlyDictionary<AccountId, string> Names, DateTimeZone Zone)
{
    /// <summary>Those of one kind that count.</summary>
    public IReadOnlyList<Observation> Of(ObservationKind kind) => [.. All.Where(o => o.Kind == kind && o.InErrorAt is null)];
}

/// <summary>Reading measures, each time with its row in the audit trail. Null is "not there, or not theirs".</summary>
public static class Measures
{
    /// <summary>What is shown beside a record.</summary>
    public static readonly Duration Lately = Duration.FromDays(183);

    /// <summary>Most measures of one kind on a page, the latest ones.</summary>
    public const int Most = 400;

    extension(Db db)
    {
        /// <summary>Of the last six months, of every kind.</summary>
        public async Task<PatientMeasures?> ReadMeasures(Actor actor, PatientId patient, Instant now)
        {
            var since = now - Lately;
            var newest = db.ObservationsOf(patient).Where(o => o.InErrorAt == null && o.At >= since);
            return await db.Read(actor, patient, newest.OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Take(Vital.All.Count * Most), now);
        }

        /// <summary>Of one kind, whenever, with those marked as errors.</summary>
        public Task<PatientMeasures?> ReadMeasures(Actor actor, PatientId patient, ObservationKind kind, Instant now) =>
            db.Read(actor, patient, db.ObservationsOf(patient).Where(o => o.Kind == kind)
                .OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Take(Most), now);

        /// <summary>Whether this actor may send measures of that patient.</summary>
        public Task<bool> MayObserve(Actor actor, PatientId patient) => db.RecordsReadBy(actor).AnyAsync(p => p.Id == patient);

        private IQueryable<Observation> ObservationsOf(PatientId patient)
        {
            var files = db.FilesOf(patient);
            return db.Observations.AsNoTracking().Where(o => files.Contains(o.PatientId));
        }

        private async Task<PatientMeasures?> Read(Actor actor, PatientId patient, IQueryable<Observation> which, Instant now)
        {
            if (!await db.RecordsReadBy(actor).AnyAsync(p => p.Id == patient))
            {
                return null;
            }

            db.Record(actor, AuditAction.RecordRead, now, (nameof(Patient), patient.Value), patient, detail: "measures");
            await db.SaveChangesAsync();
            var rows = await which.ToListAsync();
            rows.Reverse();
            return new PatientMeasures(rows, await db.NamesOf(rows.Select(r => r.By)), await db.ClinicZone());
        }
    }
}
