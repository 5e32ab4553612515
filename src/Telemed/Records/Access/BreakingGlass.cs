using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Access;

/// <summary>What became of a wish to see a record.</summary>
public enum AccessOutcome
{
    Done,

    /// <summary>Not there, or not theirs to open or give.</summary>
    NotFound,
    ReasonMissing,

    /// <summary>The patient said no to colleagues reading the record.</summary>
    PatientSaidNo,
}

/// <summary>How the record of a patient is opened to somebody who does not care for them yet: in an emergency, or by a colleague who does.</summary>
public static class BreakingGlass
{
    extension(Db db)
    {
        /// <summary>
        /// Opens the record to this practitioner for <see cref="BreakGlass.Lasts"/>. The patient and every administrator are told at once; reason,
        /// right, messages and trace commit together.
        /// </summary>
        public Task<AccessOutcome> BreakGlass(AccountActor actor, PatientId patient, string? reason, Instant now) => db.InTransaction(async () =>
        {
            if (actor is not { Role: Role.Practitioner, PractitionerId: { } practitioner } || !await db.PatientsToBookFor(actor).AnyAsync(p => p.Id == patient))
            {
                return AccessOutcome.NotFound;
            }

            if (PlainText.Fault(reason, Access.BreakGlass.MaxReason) is not null || reason!.Trim().Length < Access.BreakGlass.MinReason)
            {
                return AccessOutcome.ReasonMissing;
            }

            var opened = new BreakGlass
            {
                TenantId = db.Tenant, Id = BreakGlassId.New(), PatientId = patient, PractitionerId = practitioner, AccountId = actor.AccountId,
                Reason = reason!.Trim(), At = now, EndsAt = now + Access.BreakGlass.Lasts,
            };
            db.Set<BreakGlass>().Add(opened);
            foreach (var file in await db.FilesOf(patient).ToListAsync())
            {
                await db.CareInEmergency(practitioner, file, now, opened.EndsAt);
            }

            await db.Alert(opened, now);
            db.Record(actor, AuditAction.GlassBroken, now, (nameof(BreakGlass), opened.Id.Value), patient);
            return AccessOutcome.Done;
        });

        /// <summary>A practitioner who cares for the patient opens the record to a colleague of the clinic.</summary>
        public Task<AccessOutcome> GrantCare(AccountActor actor, PatientId patient, PractitionerId colleague, Instant now) => db.InTransaction(async () =>
        {
            // Who came in by an emergency lets nobody else in.
            var own = actor.PractitionerId;
            if (actor is not { Role: Role.Practitioner } || own == colleague || !await db.StandsInCare(own, patient)
                || !await db.Practitioners.AnyAsync(p => p.Id == colleague))
            {
                return AccessOutcome.NotFound;
            }

            if (await db.SaidLast(patient, ConsentPurpose.Sharing) is { Given: false })
            {
                return AccessOutcome.PatientSaidNo;
            }

            await db.CareIsGranted(colleague, patient, own!.Value, now);
            db.Record(actor, AuditAction.CareGranted, now, (nameof(Practitioner), colleague.Value), patient);
            return AccessOutcome.Done;
        });

        /// <summary>Any practitioner who cares for the patient takes back what a colleague was given; what came of a visit stays.</summary>
        public Task<AccessOutcome> WithdrawCare(AccountActor actor, PatientId patient, PractitionerId colleague, Instant now) => db.InTransaction(async () =>
        {
            var own = actor.PractitionerId;
            if (actor is not { Role: Role.Practitioner } || !await db.StandsInCare(own, patient)
                || !await db.GrantEnds(colleague, patient, now))
            {
                return AccessOutcome.NotFound;
            }

            db.Record(actor, AuditAction.CareWithdrawn, now, (nameof(Practitioner), colleague.Value), patient);
            return AccessOutcome.Done;
        });

        private async Task Alert(BreakGlass opened, Instant now)
        {
            if (await db.AccountOf(opened.PatientId, now) is { } account)
            {
                db.Tell(account, NotificationKind.GlassBroken, now, patient: opened.PatientId);
            }

            db.Mail(opened.PatientId, NotificationKind.GlassBroken, opened.Id.Value, now);
            foreach (var administrator in await db.Memberships.AsNoTracking().Where(m => m.Role == Role.Administrator && m.EndedAt == null).Select(m => m.AccountId).ToListAsync())
            {
                db.Tell(administrator, NotificationKind.GlassBroken, now, patient: opened.PatientId);
                db.Mail(administrator, NotificationKind.GlassBroken, opened.Id.Value, now);
            }
        }
    }
}
