using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents.Colleagues;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>What happens to a document after it was added: listed, read, deleted, brought back. Null or false: not there, or not yours.</summary>
public static class Keeping
{
    extension(Db db)
    {
        /// <summary>What <see cref="DocumentListing"/> lists, the reading written down first. Whoever calls it has asked whether the actor may.</summary>
        public async Task<IReadOnlyList<DocumentLine>> ReadDocumentLines(AccountActor actor, PatientId patient, Instant now, EncounterId? encounter = null)
        {
            db.Record(actor, AuditAction.RecordRead, now, ("Patient", patient.Value), patient, detail: "documents");
            await db.SaveChangesAsync();
            return await db.DocumentLines(actor, patient, encounter);
        }

        /// <summary>The document to be given out, its reading written down first.</summary>
        /// <param name="among">Those that the actor may see, or those that he may only read besides.</param>
        /// <param name="isThere">Whether its bytes are: what cannot be given out was not read.</param>
        public async Task<Document?> Read(AccountActor actor, IQueryable<Document> among, DocumentId id, Func<Document, Task<bool>> isThere, Instant now)
        {
            var document = await among.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id);
            if (document is null || !await isThere(document))
            {
                return null;
            }

            db.Record(actor, AuditAction.DocumentRead, now, ("Document", id.Value), document.PatientId);
            await db.SaveChangesAsync();
            return document;
        }

        /// <summary>Deletes it for everybody; the row stays, with who and when, and so do the bytes. The version before is the newest again.</summary>
        public Task<bool> Delete(AccountActor actor, DocumentId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.Mine(actor, id, DocumentRights.MayDelete) is not { } document)
            {
                return false;
            }

            var rows = db.Documents.Where(d => d.Id == id && d.DeletedAt == null);
            if (await rows.ExecuteUpdateAsync(d => d.SetProperty(x => x.DeletedAt, now).SetProperty(x => x.DeletedBy, actor.AccountId).SetProperty(x => x.Replaces, (DocumentId?)null)) == 1)
            {
                await db.EndShowing(id, now);
                db.Record(actor, AuditAction.DocumentDeleted, now, ("Document", id.Value), document.PatientId);
            }

            return true;
        });

        /// <summary>Brings a deleted document back; shown to its patient only by who may show it. Its links for outside stay ended. False: not there, not theirs, or erased.</summary>
        public Task<bool> Restore(AccountActor actor, DocumentId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.DeletedFor(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id) is not { } document)
            {
                return false;
            }

            var (shared, by) = actor.MayShare(document) ? (document.SharedAt, document.SharedBy) : (null, null);
            if (await db.Documents.Where(d => d.Id == id && d.DeletedAt != null && d.ErasedAt == null).ExecuteUpdateAsync(d => d
                    .SetProperty(x => x.DeletedAt, (Instant?)null).SetProperty(x => x.DeletedBy, (AccountId?)null).SetProperty(x => x.SharedAt, shared).SetProperty(x => x.SharedBy, by)) == 0)
            {
                return false;
            }

            db.Record(actor, AuditAction.DocumentRestored, now, ("Document", id.Value), document.PatientId);
            return true;
        });

        /// <summary>A document that the actor sees and may do this with; null else. An older version is as it was: nothing is done with it.</summary>
        internal async Task<Document?> Mine(AccountActor actor, DocumentId id, Func<AccountActor, Document, bool> may) =>
            await db.NewestFor(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id) is { } document && may(actor, document) ? document : null;

        /// <summary>The same, of any version.</summary>
        internal async Task<Document?> Seen(AccountActor actor, DocumentId id, Func<AccountActor, Document, bool> may) =>
            await db.DocumentsFor(actor).AsNoTracking().SingleOrDefaultAsync(d => d.Id == id) is { } document && may(actor, document) ? document : null;
    }
}
