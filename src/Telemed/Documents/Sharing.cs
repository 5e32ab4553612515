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
            if (await db.Mine(actor, id, DocumentRights.MayShare) is not { } document)
            {
                return false;
            }

            // In that patient's record still: it may be moved this moment.
            var rows = db.Documents.Where(d => d.Id == id && d.PatientId == document.PatientId && d.SharedAt == null && d.DeletedAt == null && d.InErrorAt == null);
            if (await rows.ExecuteUpdateAsync(d => d.SetProperty(x => x.SharedAt, now).SetProperty(x => x.SharedBy, actor.AccountId)) == 1)
            {
                await db.Tell(actor, document, now);
                await db.UnshareOlder(actor, document, now);
            }

            return true;
        });

        /// <summary>The patient has the newer one in their place.</summary>
        private async Task UnshareOlder(AccountActor actor, Document document, Instant now)
        {
            for (var older = document.Replaces; older is { } id; older = await db.Documents.Where(d => d.Id == id).Select(d => d.Replaces).SingleAsync())
            {
                // What a patient sent themselves nobody takes from their eyes.
                if (await db.Documents.Where(d => d.Id == id && d.SharedAt != null && !(d.Source == DocumentSource.UploadByPatient && d.SharedBy == d.AddedBy)).ExecuteUpdateAsync(d => d.SetProperty(x => x.SharedAt, (Instant?)null).SetProperty(x => x.SharedBy, (AccountId?)null)) == 1)
                {
                    db.Record(actor, AuditAction.DocumentUnshared, now, ("Document", id.Value), document.PatientId);
                }
            }
        }

        /// <summary>Shares a document in the transaction that adds it: it was made to be given to the patient.</summary>
        internal Task ShareFromTheFirst(AccountActor actor, Document document, Instant now)
        {
            (document.SharedAt, document.SharedBy) = (now, actor.AccountId);
            return db.Tell(actor, document, now);
        }

        /// <summary>The trail, and the patient by mail and bell.</summary>
        private async Task Tell(AccountActor actor, Document document, Instant now)
        {
            db.Record(actor, AuditAction.DocumentShared, now, ("Document", document.Id.Value), document.PatientId);
            db.Mail(document.PatientId, NotificationKind.DocumentShared, document.Id.Value, now);
            if (await db.AccountOf(document.PatientId, now) is { } account)
            {
                db.Tell(account, NotificationKind.DocumentShared, now, document: document.Id, patient: document.PatientId);
            }
        }

        /// <summary>Hides it from the patient again, an older version too; not what he sent himself.</summary>
        public Task<bool> Unshare(AccountActor actor, DocumentId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.Seen(actor, id, (self, d) => self.MayShare(d) && !d.IsSeenBySender) is not { } document)
            {
                return false;
            }

            var rows = db.Documents.Where(d => d.Id == id && d.PatientId == document.PatientId && d.SharedAt != null);
            if (await rows.ExecuteUpdateAsync(d => d.SetProperty(x => x.SharedAt, (Instant?)null).SetProperty(x => x.SharedBy, (AccountId?)null)) == 1)
            {
                db.Record(actor, AuditAction.DocumentUnshared, now, ("Document", id.Value), document.PatientId);
            }

            return true;
        });
    }
}
