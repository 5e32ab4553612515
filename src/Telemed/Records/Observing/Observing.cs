using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Observing;

/// <summary>What was measured at one moment, by one person.</summary>
/// <param name="At">When; null: now.</param>
/// <param name="Program">Sent by a program or device.</param>
/// <param name="Confirmed">Somebody said that the unlikely values are right.</param>
public sealed record NewObservations(IReadOnlyList<Measure> Measures, Instant? At = null, EncounterId? Encounter = null, bool Program = false, bool Confirmed = false);

/// <summary>What came of measures that were sent.</summary>
public abstract record ObservingOutcome
{
    private ObservingOutcome() { }

    /// <summary>Committed, with the body-mass index where it could be computed.</summary>
    public sealed record Recorded(IReadOnlyList<Observation> Observations) : ObservingOutcome;

    /// <summary>Nothing was written: are these right? Then send them again as confirmed.</summary>
    public sealed record Asks(IReadOnlyList<Measure> Unlikely) : ObservingOutcome;

    /// <summary>Nothing was written.</summary>
    public sealed record Refused(MeasureFault Why) : ObservingOutcome;

    /// <summary>Not there, or not theirs: the same.</summary>
    public sealed record NotFound : ObservingOutcome;
}

/// <summary>Measures written, each in one transaction with its audit row and what it tells to whoever follows the patient from afar.</summary>
public static class Observing
{
    /// <summary>Most measures of one patient in a day: a device that measures every three minutes.</summary>
    public const int MostADay = 500;

    /// <summary>The sender's clock may be ahead by this.</summary>
    public static readonly Duration Ahead = Duration.FromMinutes(5);

    /// <summary>Older measures are in outside documents.</summary>
    public static readonly Duration Oldest = Duration.FromDays(366);

    /// <summary>A height older than this says nothing of a child's body-mass index, and is asked again of an adult.</summary>
    public static readonly Duration HeightHolds = Duration.FromDays(366);

    extension(Db db)
    {
        public Task<ObservingOutcome> Observe(AccountActor actor, PatientId patient, NewObservations wanted, Instant now) => db.InTransaction<ObservingOutcome>(async () =>
        {
            if (await db.RecordsReadBy(actor).AsNoTracking().SingleOrDefaultAsync(p => p.Id == patient) is not { } person)
            {
                return new ObservingOutcome.NotFound();
            }

            var zone = (await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant)).TimeZone;
            var at = wanted.At ?? now;
            if (at > now + Ahead)
            {
                return new ObservingOutcome.Refused(MeasureFault.Future);
            }

            if (at < now - Oldest || at < person.BirthDate.AtStartOfDayInZone(zone).ToInstant())
            {
                return new ObservingOutcome.Refused(MeasureFault.TooOld);
            }

            if (wanted.Encounter is { } visit && !await db.EncountersWrittenBy(actor).AnyAsync(e => e.Id == visit && e.PatientId == patient))
            {
                return new ObservingOutcome.Refused(MeasureFault.VisitUnknown);
            }

            var dayAgo = now - Duration.FromDays(1);
            if (wanted.Measures.Count + await db.Observations.CountAsync(o => o.PatientId == patient && o.RecordedAt > dayAgo) > MostADay)
            {
                return new ObservingOutcome.Refused(MeasureFault.TooMany);
            }

            return !wanted.Confirmed && wanted.Measures.Where(m => !m.IsLikely).ToList() is { Count: > 0 } unlikely
                ? new ObservingOutcome.Asks(unlikely)
                : new ObservingOutcome.Recorded(await db.Add(actor, patient, wanted, at, now));
        });

        /// <summary>Marks a measure as an error: any for a practitioner, what they sent themselves for a patient. With a reason; false where it is not theirs.</summary>
        public Task<bool> EnterObservationInError(AccountActor actor, ObservationId id, string reason, Instant now) => db.InTransaction(async () =>
        {
            var patients = db.RecordsReadBy(actor);
            var row = await db.Observations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.InErrorAt == null && patients.Any(p => p.Id == o.PatientId));
            if (row is null || (actor.Role is Role.Patient && row.By != actor.AccountId) || PlainText.Fault(reason, Observation.ReasonLimit) is not null)
            {
                return false;
            }

            // Of two at once the first marks it; what was computed from it is wrong with it.
            var marked = await db.Observations.Where(o => (o.Id == id || o.FromWeight == id || o.FromHeight == id) && o.InErrorAt == null)
                .ExecuteUpdateAsync(o => o.SetProperty(x => x.InErrorAt, now).SetProperty(x => x.InErrorBy, actor.AccountId).SetProperty(x => x.InErrorBecause, reason.Trim()));
            if (marked > 0)
            {
                db.Record(actor, AuditAction.ObservationEnteredInError, now, (nameof(Observation), id.Value), row.PatientId);
            }

            return marked > 0;
        });

        private async Task<List<Observation>> Add(AccountActor actor, PatientId patient, NewObservations wanted, Instant at, Instant now)
        {
            var source = wanted.Program ? ObservationSource.Program : actor.Role is Role.Patient ? ObservationSource.Patient : ObservationSource.Practitioner;
            Observation Row(Measure measure) => new()
            {
                TenantId = db.Tenant, Id = ObservationId.New(), PatientId = patient, Kind = measure.Vital.Kind, Hundredths = measure.Hundredths, SecondHundredths = measure.SecondHundredths,
                At = at, Source = source, By = actor.AccountId, RecordedAt = now, EncounterId = wanted.Encounter,
            };
            var rows = wanted.Measures.Select(Row).ToList();
            if (await db.BodyMassIndex(rows, at) is { } index)
            {
                rows.Add(index);
            }

            db.Observations.AddRange(rows);
            foreach (var row in rows)
            {
                db.Record(actor, AuditAction.ObservationRecorded, now, (nameof(Observation), row.Id.Value), patient, detail: row.Kind.ToString());
            }

            if (source is not ObservationSource.Practitioner)
            {
                await db.TellWhoFollows(rows, now);
            }

            return rows;
        }

        /// <summary>Of a weight or height just measured and the other as it was last; null when there is not both.</summary>
        private async Task<Observation?> BodyMassIndex(List<Observation> rows, Instant at)
        {
            var (weight, height) = (rows.Find(r => r.Kind is ObservationKind.Weight), rows.Find(r => r.Kind is ObservationKind.Height));
            if ((weight ?? height) is not { } one)
            {
                return null;
            }

            weight ??= await db.Last(ObservationKind.Weight, one, at);
            height ??= await db.Last(ObservationKind.Height, one, at);
            if (weight is null || height is null)
            {
                return null;
            }

            var meters = height.Value / 100;
            var index = Math.Round(weight.Value / (meters * meters), Vital.Of(ObservationKind.BodyMassIndex).Decimals, MidpointRounding.AwayFromZero);
            return new Observation
            {
                TenantId = one.TenantId, Id = ObservationId.New(), PatientId = one.PatientId, Kind = ObservationKind.BodyMassIndex, Hundredths = (int)(index * Observation.Scale), At = at,
                Source = one.Source, By = one.By, RecordedAt = one.RecordedAt, EncounterId = one.EncounterId, FromWeight = weight.Id, FromHeight = height.Id,
            };
        }

        private Task<Observation?> Last(ObservationKind kind, Observation beside, Instant at)
        {
            var since = at - HeightHolds;
            return db.Observations.AsNoTracking().Where(o => o.PatientId == beside.PatientId && o.Kind == kind && o.InErrorAt == null && o.At <= at && o.At >= since)
                .OrderByDescending(o => o.At).ThenByDescending(o => o.Id).FirstOrDefaultAsync();
        }
    }
}
