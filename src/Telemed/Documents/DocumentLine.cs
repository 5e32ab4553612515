using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Documents.Reading;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>A document as a list shows it: never its bytes.</summary>
/// <param name="Title">As people call it; else its file's name.</param>
/// <param name="Dated">The day that stands on it, where somebody said.</param>
/// <param name="Length">In bytes.</param>
/// <param name="HasThumbnail">There is a small picture of it.</param>
/// <param name="By">Who added it, by name; <paramref name="Source"/> says how (<see cref="DocumentWords.By"/>).</param>
/// <param name="InError">Null: nobody said that it is an error.</param>
public sealed record DocumentLine(DocumentId Id, string FileName, string Title, LocalDate? Dated, DocumentKind Kind, string ContentType, long Length, Instant AddedAt, string By,
    DocumentSource Source, bool Shared, bool MayDelete, bool MayShare, bool HasThumbnail, InError? InError = null);

public static class DocumentListing
{
    /// <summary>A page cannot hold more; older ones are behind search, which comes later.</summary>
    public const int Most = 500;

    /// <summary>So many stand beside other things; the others when they are asked for.</summary>
    public const int Latest = 20;

    extension(Db db)
    {
        /// <summary>What <paramref name="actor"/> may see of one patient's documents, latest first.</summary>
        /// <param name="encounter">Only those added in this visit.</param>
        /// <param name="most">No more than these, the latest.</param>
        public async Task<IReadOnlyList<DocumentLine>> DocumentLines(AccountActor? actor, PatientId patient, EncounterId? encounter = null, int most = Most)
        {
            if (actor is null)
            {
                return [];
            }

            // Asked before, not within: then the latest are read by the index in their order, and no others.
            var files = await db.FilesOf(patient).ToArrayAsync();
            var documents = await db.NewestFor(actor).AsNoTracking().Where(d => files.Contains(d.PatientId) && (encounter == null || d.EncounterId == encounter))
                .OrderByDescending(d => d.AddedAt).ThenByDescending(d => d.Id).Take(most).ToListAsync();
            return await db.Lines(actor, documents);
        }

        internal async Task<IReadOnlyList<DocumentLine>> Lines(AccountActor actor, IReadOnlyList<Document> documents)
        {
            var names = await db.NamesOf(documents.SelectMany(d => (AccountId?[])[d.AddedBy, d.InErrorBy]).OfType<AccountId>());
            var patients = await db.PatientsByLink(documents);
            var ids = documents.Select(d => d.Id).ToList();
            var pictured = await db.DocumentReadings.Where(r => ids.Contains(r.DocumentId) && r.Thumbnail != null).Select(r => r.DocumentId).ToHashSetAsync();
            return
            [
                .. documents.Select(d => new DocumentLine(d.Id, d.FileName, d.Shown, d.Dated, d.Kind, d.ContentType, d.Length, d.AddedAt, (d.AddedBy is { } account ? names.GetValueOrDefault(account) : patients.GetValueOrDefault(d.PatientId)) ?? "", d.Source,
                    d.SharedAt is not null, actor.MayDelete(d), actor.MayShare(d) && !d.IsSeenBySender, pictured.Contains(d.Id), d.InErrorAt is { } at ? new InError(at, names.GetValueOrDefault(d.InErrorBy!.Value) ?? "", d.InErrorBecause!) : null)),
            ];
        }

        /// <summary>The names of those who sent one without an account.</summary>
        private async Task<Dictionary<PatientId, string>> PatientsByLink(IReadOnlyList<Document> documents)
        {
            var wanted = documents.Where(d => d.AddedBy is null).Select(d => d.PatientId).Distinct().ToList();
            return wanted.Count == 0 ? []
                : (await db.Patients.AsNoTracking().Where(p => wanted.Contains(p.Id)).ToListAsync()).ToDictionary(p => p.Id, p => p.FullName);
        }
    }
}
