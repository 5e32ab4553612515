using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Asking;

/// <summary>What a patient sends, asked for or not: who is told of it, in the transaction that files it.</summary>
internal static class Answering
{
    extension(Db db)
    {
        /// <summary>Marks it answered, once. False: it was withdrawn meanwhile.</summary>
        public async Task<bool> TakeAnswer(DocumentRequestId id, Instant now) => await db.DocumentRequests.Where(r => r.Id == id && r.WithdrawnAt == null)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.AnsweredAt, x => x.AnsweredAt ?? now)) == 1;

        /// <summary>The trail, and whoever asked, by bell: as long as they still care for the patient, and not a second time before they have read the first.</summary>
        public async Task TellAnswered(AccountActor by, DocumentRequestId id, Document document, Instant now)
        {
            db.Record(by, AuditAction.DocumentRequestAnswered, now, ("DocumentRequest", id.Value), document.PatientId);
            var request = await db.DocumentRequests.AsNoTracking().SingleAsync(r => r.Id == id);
            var (asker, patient, relations) = (request.AskedBy, document.PatientId, db.CaresNow);
            if (await db.Practitioners.AnyAsync(p => p.AccountId == asker && relations.Any(c => c.PractitionerId == p.Id && c.PatientId == patient))
                && !await db.Notifications.AnyAsync(n => n.AccountId == asker && n.Kind == NotificationKind.DocumentRequestAnswered && n.PatientId == patient.Value && n.ReadAt == null))
            {
                db.Tell(asker, NotificationKind.DocumentRequestAnswered, now, document: document.Id, patient: patient);
            }
        }

        /// <summary>Of what nobody had asked for, and nobody waits for: those who care for the patient, by bell, and not a second time before they have read the first.</summary>
        public async Task TellSent(Document document, Instant now)
        {
            var (patient, relations, told) = (document.PatientId, db.CaresNow, db.Notifications);
            var carers = await db.Practitioners.Where(p => relations.Any(c => c.PractitionerId == p.Id && c.PatientId == patient)
                && !told.Any(n => n.AccountId == p.AccountId && n.Kind == NotificationKind.DocumentSent && n.PatientId == patient.Value && n.ReadAt == null))
                .Select(p => p.AccountId).ToListAsync();
            carers.ForEach(carer => db.Tell(carer, NotificationKind.DocumentSent, now, document: document.Id, patient: patient));
        }
    }
}
