using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Documents;

/// <summary>A document that a patient sends and nobody had asked for: who hears of it.</summary>
internal static class SentUnasked
{
    extension(Db db)
    {
        /// <summary>Those who care for the patient, by bell, in the transaction that files it; not a second time before they have read the first.</summary>
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
