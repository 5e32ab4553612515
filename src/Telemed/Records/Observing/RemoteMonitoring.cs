using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Access;
using Telemed.Tenancy;

namespace Telemed.Records.Observing;

/// <summary>What became of a wish to follow a patient.</summary>
public enum MonitoringOutcome
{
    Done,
    NotFound,
    Unsound,

    /// <summary>The patient has not said yes to it, or said no since.</summary>
    NoConsent,
}

/// <summary>Following a patient from afar: on and off by a practitioner who cares for them, and what it tells.</summary>
public static class RemoteMonitoring
{
    extension(Db db)
    {
        /// <summary>How a patient is followed now; null: not. Whoever calls it has asked first whether the actor may read.</summary>
        public Task<Monitoring?> MonitoringOf(PatientId patient) =>
            db.Monitorings.AsNoTracking().SingleOrDefaultAsync(m => m.PatientId == patient && m.StoppedAt == null);

        /// <summary>Switches it on for this practitioner, or changes thresholds, or takes over from another.</summary>
        public async Task<MonitoringOutcome> Monitor(AccountActor actor, PatientId patient, Thresholds thresholds, Instant now)
        {
            ArgumentNullException.ThrowIfNull(thresholds);
            if (!thresholds.IsSound)
            {
                return MonitoringOutcome.Unsound;
            }

            return await db.InTransaction(async () =>
            {
                if (actor.PractitionerId is not { } self || !await db.RecordsWrittenBy(actor).AnyAsync(p => p.Id == patient))
                {
                    return MonitoringOutcome.NotFound;
                }

                if (await db.SaidLast(patient, ConsentPurpose.RemoteMonitoring) is not { Given: true })
                {
                    return MonitoringOutcome.NoConsent;
                }

                await db.Stop(actor, patient, now);
                var row = new Monitoring
                {
                    TenantId = db.Tenant, Id = MonitoringId.New(), PatientId = patient, PractitionerId = self, Since = now, MostSystolic = thresholds.MostSystolic,
                    MostDiastolic = thresholds.MostDiastolic, LeastGlucose = thresholds.LeastGlucose, MostGlucose = thresholds.MostGlucose,
                };
                db.Monitorings.Add(row);
                db.Record(actor, AuditAction.MonitoringChanged, now, (nameof(Monitoring), row.Id.Value), patient, detail: "on");
                return MonitoringOutcome.Done;
            });
        }

        /// <summary>Switches it off; false where it is not theirs.</summary>
        public Task<bool> StopMonitoring(AccountActor actor, PatientId patient, Instant now) => db.InTransaction(async () =>
        {
            if (!await db.RecordsWrittenBy(actor).AnyAsync(p => p.Id == patient))
            {
                return false;
            }

            await db.MonitoringEnds(actor, patient, now);
            return true;
        });

        /// <summary>Switches it off if it is on. To be called inside <see cref="Db.InTransaction{T}"/>, once it is known that the actor may.</summary>
        internal async Task MonitoringEnds(AccountActor actor, PatientId patient, Instant now)
        {
            if (await db.Stop(actor, patient, now) > 0)
            {
                db.Record(actor, AuditAction.MonitoringChanged, now, (nameof(Patient), patient.Value), patient, detail: "off");
            }
        }

        /// <summary>By bell and mail, once for each measure that passes a threshold, in the transaction that writes it.</summary>
        internal async Task TellWhoFollows(IReadOnlyList<Observation> rows, Instant now)
        {
            if (await db.MonitoringOf(rows[0].PatientId) is not { } monitoring)
            {
                return;
            }

            var follower = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == monitoring.PractitionerId);
            foreach (var row in rows.Where(monitoring.Thresholds.IsPassedBy))
            {
                db.Tell(follower.AccountId, NotificationKind.MeasureOutOfBand, now, patient: row.PatientId);
                db.Mail(follower.AccountId, NotificationKind.MeasureOutOfBand, row.Id.Value, now);
            }
        }

        private Task<int> Stop(AccountActor actor, PatientId patient, Instant now) => db.Monitorings.Where(m => m.PatientId == patient && m.StoppedAt == null)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.StoppedAt, now).SetProperty(x => x.StoppedBy, actor.AccountId));
    }
}
