using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>A document as a list shows it: never its bytes.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="By">Who added it, by name.</param>
public sealed record DocumentLine(DocumentId Id, string FileName, DocumentKind Kind, string ContentType, long Length, Instant AddedAt, string By,
    bool Shared, bool MayDelete, bool MayShare);

public static class DocumentListing
{
    /// <summary>A page cannot hold more; older ones are behind search, which comes later.</summary>
    public const int Most = 500;

    extension(Db db)
    {
        /// <summary>What <paramref name="actor"/> may see of one patient's documents, latest first.</summary>
        /// <param name="encounter">Only those added in this visit.</param>
        public async Task<IReadOnlyList<DocumentLine>> DocumentLines(AccountActor? actor, PatientId patient, EncounterId? encounter = null)
        {
            if (actor is null)
            {
                return [];
            }

            var documents = await db.DocumentsFor(actor).AsNoTracking().Where(d => d.PatientId == patient && (encounter == null || d.EncounterId == encounter))
                .OrderByDescending(d => d.AddedAt).ThenByDescending(d => d.Id).Take(Most).ToListAsync();
            return await db.Lines(actor, documents);
        }

        internal async Task<IReadOnlyList<DocumentLine>> Lines(AccountActor actor, IReadOnlyList<Document> documents)
        {
            var names = await db.NamesOf(documents.Select(d => d.AddedBy));
            return
            [
                .. documents.Select(d => new DocumentLine(d.Id, d.FileName, d.Kind, d.ContentType, d.Length, d.AddedAt, names.GetValueOrDefault(d.AddedBy, ""),
                    d.SharedAt is not null, actor.MayDelete(d), actor.MayShare())),
            ];
        }
    }
}
