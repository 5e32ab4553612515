using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Asking;

/// <summary>A document answers a request, in the transaction that files it.</summary>
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
    }
}
