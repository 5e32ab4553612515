using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Asking;

/// <summary>A request as a list shows it.</summary>
/// <param name="AskedBy">By name.</param>
/// <param name="Documents">What answers it and its reader may see, latest first.</param>
public sealed record RequestLine(DocumentRequest Request, string AskedBy, IReadOnlyList<DocumentLine> Documents)
{
    /// <summary>One that was answered stays among those that one may still add to.</summary>
    public static readonly Duration StaysAfterAnswer = Duration.FromDays(30);

    /// <summary>Whether its patient still finds it at the top.</summary>
    public bool MayBeAnswered(Instant now) => Request.WithdrawnAt is null && (Request.AnsweredAt is not { } answered || now < answered + StaysAfterAnswer);
}

public static class RequestListing
{
    /// <summary>A page cannot hold more.</summary>
    public const int Most = 100;

    extension(Db db)
    {
        /// <summary>What one patient is or was asked for, as far as <paramref name="actor"/> may see it: open ones first, then the latest.</summary>
        public async Task<IReadOnlyList<RequestLine>> RequestLines(AccountActor actor, PatientId patient)
        {
            var files = db.FilesOf(patient);
            var requests = await db.RequestsFor(actor).AsNoTracking().Where(r => files.Contains(r.PatientId))
                .OrderBy(r => r.AnsweredAt != null || r.WithdrawnAt != null).ThenByDescending(r => r.AskedAt).ThenByDescending(r => r.Id).Take(Most).ToListAsync();
            if (requests.Count == 0)
            {
                return [];
            }

            var ids = requests.ConvertAll(r => (DocumentRequestId?)r.Id);
            var documents = await db.DocumentsFor(actor).AsNoTracking().Where(d => ids.Contains(d.RequestId)).OrderByDescending(d => d.AddedAt).Take(DocumentListing.Most).ToListAsync();
            var lines = documents.Zip(await db.Lines(actor, documents)).ToLookup(d => d.First.RequestId, d => d.Second);
            var names = await db.NamesOf(requests.Select(r => r.AskedBy).Distinct());
            return [.. requests.Select(r => new RequestLine(r, names.GetValueOrDefault(r.AskedBy) ?? "", [.. lines[r.Id]]))];
        }
    }
}
