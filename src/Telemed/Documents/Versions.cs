using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>A version of a document, as the page of one names the others.</summary>
/// <param name="Number">From 1, the oldest.</param>
public sealed record VersionLine(DocumentId Id, int Number, Instant AddedAt);

/// <summary>
/// Newer versions of documents: a row of documents, each of which replaces the one before. Every one keeps its bytes; lists show the newest, and what
/// is done is done with the newest. One that is deleted, an error or moved is no version any more, and the one before is the newest again.
/// </summary>
public sealed class Versions(Db db)
{
    /// <summary>More are not shown.</summary>
    public const int Most = 100;

    /// <summary>All of them that <paramref name="actor"/> may see, the newest first.</summary>
    public async Task<IReadOnlyList<VersionLine>> Of(AccountActor actor, Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var seen = db.DocumentsFor(actor).AsNoTracking();
        var found = new LinkedList<Document>([document]);
        while (found.Count < Most && found.First!.Value.Id is var id && await seen.SingleOrDefaultAsync(d => d.Replaces == id) is { } newer)
        {
            found.AddFirst(newer);
        }

        while (found.Count < Most && found.Last!.Value.Replaces is { } before && await seen.SingleOrDefaultAsync(d => d.Id == before) is { } older)
        {
            found.AddLast(older);
        }

        return [.. found.Select((d, i) => new VersionLine(d.Id, found.Count - i, d.AddedAt))];
    }

    /// <summary>Why this cannot be a newer version of what it is said to replace; null: it can, or it replaces nothing.</summary>
    internal async Task<FileRefusal?> Fault(Actor actor, NewDocument wanted)
    {
        if (wanted.Replaces is not { } id)
        {
            return null;
        }

        return actor is not AccountActor account || await db.Seen(account, id, DocumentRights.MayDescribe) is not { } older || older.PatientId != wanted.Patient ? FileRefusal.VersionUnknown
            : await db.Documents.AnyAsync(d => d.Replaces == id) ? FileRefusal.VersionReplaced : null;
    }

    /// <summary>What it is to replace.</summary>
    internal async Task<Document?> Older(NewDocument wanted) =>
        wanted.Replaces is { } id ? await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id) : null;

    /// <summary>In the transaction that adds the newer one: of two at once the second waits at the older one's row, and is told.</summary>
    internal async Task<FileRefusal?> Replace(Actor actor, NewDocument wanted, Document newer, Instant now)
    {
        if (wanted.Replaces is not { } id)
        {
            return null;
        }

        // Its revision goes up: whoever is describing it describes what nobody sees any more.
        if (await db.Documents.Where(d => d.Id == id && d.PatientId == wanted.Patient && d.DeletedAt == null && d.InErrorAt == null).ExecuteUpdateAsync(d => d.SetProperty(x => x.Revision, x => x.Revision + 1)) == 0)
        {
            return FileRefusal.VersionUnknown;
        }

        if (await db.Documents.AnyAsync(d => d.Replaces == id))
        {
            return FileRefusal.VersionReplaced;
        }

        db.Record(actor, AuditAction.DocumentReplaced, now, ("Document", id.Value), wanted.Patient, detail: $"by {newer.Id}");
        return null;
    }
}
