using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>Showing a document to its patient, and hiding it again. False: not there, or not yours.</summary>
public static class Sharing
{
    extension(Db db)
    {
        /// <summary>Shows it to the patient, who is told once however often it is asked.</summary>
        public Task<bool> Share(AccountActor actor, DocumentId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.Mine(actor, id, (_, _) => actor.MayShare()) is not { } document)
            {
                return false;
            }

            var rows = db.Documents.Where(d => d.Id == id && d.SharedAt == null && d.DeletedAt == null);
            if (await rows.ExecuteUpdateAsync(d => d.SetProperty(x => x.SharedAt, now).SetProperty(x => x.SharedBy, actor.AccountId)) == 1)
            {
                db.Record(actor, AuditAction.DocumentShared, now, ("Document", id.Value), document.PatientId);
                db.Mail(document.PatientId, NotificationKind.DocumentShared, id.Value, now);
                if (await db.AccountOf(document.PatientId, now) is { } account)
                {
                    db.Tell(account, NotificationKind.DocumentShared, now, document: id, patient: document.PatientId);
                }
            }

            return true;
        });

        /// <summary>Hides it from the patient again.</summary>
        public Task<bool> Unshare(AccountActor actor, DocumentId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.Mine(actor, id, (_, _) => actor.MayShare()) is not { } document)
            {
                return false;
            }

            var rows = db.Documents.Where(d => d.Id == id && d.SharedAt != null);
            if (await rows.ExecuteUpdateAsync(d => d.SetProperty(x => x.SharedAt, (Instant?)null).SetProperty(x => x.SharedBy, (AccountId?)null)) == 1)
            {
                db.Record(actor, AuditAction.DocumentUnshared, now, ("Document", id.Value), document.PatientId);
            }

            return true;
        });
    }
}
