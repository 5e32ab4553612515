using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Colleagues;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Access;

/// <summary>A showing as who cares for the patient sees it.</summary>
public sealed record ShowingLine(DocumentShowingId Id, string To, Instant EndsAt);

/// <summary>One document for one colleague, where the whole record would be too much (Code de la santé publique, L1110-4: what is needed, and no more).</summary>
public static class ShowingDocuments
{
    extension(Db db)
    {
        /// <summary>To whom a document of that patient can be shown: practitioners of the clinic who do not care for them already.</summary>
        public IQueryable<Practitioner> ColleaguesToShow(AccountActor actor, PatientId patient)
        {
            ArgumentNullException.ThrowIfNull(actor);
            var (now, self, cares, members) = (db.Now, actor.PractitionerId, db.CaresNow, db.Memberships);
            return db.Practitioners.Where(p => p.Id != self && !cares.Any(c => c.PractitionerId == p.Id && c.PatientId == patient)
                && members.Any(m => m.AccountId == p.AccountId && m.Role == Role.Practitioner && (m.EndedAt == null || m.EndedAt > now)));
        }

        /// <summary>Shows it for <see cref="DocumentShowing.Lasts"/>, and tells the colleague; pressed again, nothing more. Who came in by an emergency shows nothing.</summary>
        public Task<AccessOutcome> ShowDocument(AccountActor actor, DocumentId id, PractitionerId colleague, Instant now) => db.InTransaction(async () =>
        {
            var own = actor.PractitionerId;
            if (await db.Mine(actor, id, DocumentRights.MayShare) is not { PatientId: var patient }
                || !await db.StandsInCare(own, patient)
                || await db.ColleaguesToShow(actor, patient).AsNoTracking().SingleOrDefaultAsync(p => p.Id == colleague) is not { } to)
            {
                return AccessOutcome.NotFound;
            }

            if (await db.SaidLast(patient, ConsentPurpose.Sharing) is { Given: false })
            {
                return AccessOutcome.PatientSaidNo;
            }

            if (!await db.DocumentShowings.AnyAsync(s => s.DocumentId == id && s.PatientId == patient && s.PractitionerId == colleague && s.EndedAt == null && s.EndsAt > now))
            {
                db.DocumentShowings.Add(new DocumentShowing
                {
                    TenantId = db.Tenant, Id = DocumentShowingId.New(), DocumentId = id, PatientId = patient, PractitionerId = colleague, ShownBy = actor.AccountId, ShownAt = now,
                    EndsAt = now + DocumentShowing.Lasts,
                });
                db.Record(actor, AuditAction.DocumentShown, now, (nameof(Practitioner), colleague.Value), patient);
                db.Tell(to.AccountId, NotificationKind.DocumentShown, now, document: id);
            }

            return AccessOutcome.Done;
        });

        /// <summary>To whom a document is shown now, for whom may see that.</summary>
        public async Task<IReadOnlyList<ShowingLine>> ShowingsOf(AccountActor actor, DocumentId id, Instant now)
        {
            if (await db.Seen(actor, id, (who, _) => who.SeesSharing()) is not { PatientId: var patient })
            {
                return [];
            }

            var showings = await db.DocumentShowings.AsNoTracking().Where(s => s.DocumentId == id && s.PatientId == patient && s.EndedAt == null && s.EndsAt > now)
                .OrderBy(s => s.ShownAt).ToListAsync();
            var ids = showings.ConvertAll(s => s.PractitionerId);
            var names = await db.Practitioners.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName);
            return showings.ConvertAll(s => new ShowingLine(s.Id, names.GetValueOrDefault(s.PractitionerId) ?? "", s.EndsAt));
        }

        /// <summary>Takes one back, by anybody who cares for the patient; false: not there, or not theirs.</summary>
        public Task<bool> StopShowing(AccountActor actor, DocumentShowingId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.DocumentShowings.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id) is not { } showing
                || await db.Seen(actor, showing.DocumentId, (who, d) => who.SeesSharing() && d.PatientId == showing.PatientId) is null)
            {
                return false;
            }

            await db.Stop(actor, db.DocumentShowings.Where(s => s.DocumentId == showing.DocumentId && s.PractitionerId == showing.PractitionerId), now);
            return true;
        });

        /// <summary>The patient said no to colleagues.</summary>
        internal Task StopShowingAll(AccountActor actor, PatientId patient, Instant now) => db.Stop(actor, db.DocumentShowings.Where(s => s.PatientId == patient), now);

        private async Task Stop(AccountActor actor, IQueryable<DocumentShowing> showings, Instant now)
        {
            foreach (var showing in await showings.Where(s => s.EndedAt == null).ToListAsync())
            {
                showing.EndedAt = now;
                db.Record(actor, AuditAction.DocumentShowingEnded, now, (nameof(Practitioner), showing.PractitionerId.Value), showing.PatientId);
            }

            await db.SaveChangesAsync();
        }
    }
}
