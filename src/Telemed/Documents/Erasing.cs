using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents.Outside;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>A deleted document comes back for thirty days; then its key is erased, and with it its bytes wherever a copy of them lies.</summary>
public static class Erasing
{
    public static readonly Duration Kept = Duration.FromDays(30);

    private const int AtOnce = 200;

    extension(Db db)
    {
        /// <summary>What <paramref name="actor"/> may bring back of one patient's documents, the last deleted first.</summary>
        public async Task<IReadOnlyList<DeletedLine>> DeletedLines(AccountActor actor, PatientId patient)
        {
            ArgumentNullException.ThrowIfNull(actor);
            var files = db.FilesOf(patient);
            return [.. (await db.DeletedFor(actor).AsNoTracking().Where(d => files.Contains(d.PatientId)).OrderByDescending(d => d.DeletedAt).Take(DocumentListing.Most).ToListAsync())
                .Select(d => new DeletedLine(d.Id, d.Shown, d.DeletedAt!.Value, d.DeletedAt.Value + Kept))];
        }

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

        /// <summary>
        /// Erases the keys of this clinic's documents that were deleted thirty days ago, and their names; that they were there, and when they went,
        /// stays. Returns the names of their files, which are to be taken away after this.
        /// </summary>
        internal async Task<IReadOnlyList<string>> EraseDeleted(IEnumerable<IHearsDocuments> ears, Instant now)
        {
            var (before, gone) = (now - Kept, new List<string>());
            while (await db.InTransaction(() => Batch(db, ears, before, now)) is { Count: > 0 } batch)
            {
                gone.AddRange(batch);
            }

            return gone;
        }
    }

    private static async Task<List<string>> Batch(Db db, IEnumerable<IHearsDocuments> ears, Instant before, Instant now)
    {
        var old = await db.Documents.AsNoTracking().Where(d => d.DeletedAt <= before && d.ErasedAt == null).OrderBy(d => d.Id).Take(AtOnce).ToListAsync();
        var gone = new List<string>();
        foreach (var document in old)
        {
            // Somebody may bring it back this moment, or another node erase it.
            if (await db.Documents.Where(d => d.Id == document.Id && d.DeletedAt <= before && d.ErasedAt == null).ExecuteUpdateAsync(d => d
                    .SetProperty(x => x.ErasedAt, now).SetProperty(x => x.FileName, "").SetProperty(x => x.Title, (string?)null).SetProperty(x => x.Tags, "")
                    .SetProperty(x => x.InErrorBecause, x => x.InErrorAt == null ? null : "")
                    .SetProperty(x => x.Key!.By, (string?)null).SetProperty(x => x.Key!.Bytes, (byte[]?)null)) == 0)
            {
                continue;
            }

            await db.ShareLinks.Where(l => l.DocumentId == document.Id).ExecuteUpdateAsync(l => l.SetProperty(x => x.For, ""));
            foreach (var ear in ears)
            {
                await ear.Erased(db, document);
            }

            db.Record(new SystemActor(db.Tenant), AuditAction.DocumentErased, now, ("Document", document.Id.Value), document.PatientId);
            gone.Add(document.Blob);
        }

        return gone;
    }
}

/// <summary>A deleted document that may still come back.</summary>
/// <param name="ErasedAt">When it may not any more.</param>
public sealed record DeletedLine(DocumentId Id, string Title, Instant DeletedAt, Instant ErasedAt);
