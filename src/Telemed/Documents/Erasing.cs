using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents.Outside;
using Telemed.Documents.Reading;
using Telemed.Documents.Retention;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>
/// A deleted document comes back for thirty days, and for as long as it has to be kept; then its key is erased, and with it its bytes wherever a copy
/// of them lies.
/// </summary>
public sealed class Erasing(Db db, IEnumerable<IHearsDocuments> ears, IEnumerable<IKnowsContacts> contacts)
{
    /// <summary>At least.</summary>
    public static Duration Kept => KeptFor.Back;

    /// <summary>What <paramref name="actor"/> may bring back of one patient's documents, the last deleted first.</summary>
    public async Task<IReadOnlyList<DeletedLine>> DeletedLines(AccountActor actor, PatientId patient)
    {
        var files = db.FilesOf(patient);
        var deleted = await db.DeletedFor(actor).AsNoTracking().Where(d => files.Contains(d.PatientId)).OrderByDescending(d => d.DeletedAt).Take(DocumentListing.Most).ToListAsync();
        if (deleted.Count == 0)
        {
            return [];
        }

        var kept = await db.KeptFor(await db.PersonOf(patient), contacts);
        return [.. deleted.Select(d => new DeletedLine(d.Id, d.Shown, d.DeletedAt!.Value, kept.Until(d)))];
    }

    /// <summary>
    /// Erases the keys of this clinic's deleted documents whose time is over, and their names; that they were there, and when they went, stays.
    /// Returns the names of their files, which are to be taken away after this.
    /// </summary>
    internal async Task<IReadOnlyList<string>> EraseDeleted(Instant now)
    {
        var gone = new List<string>();
        foreach (var patient in await Due(now))
        {
            gone.AddRange(await db.InTransaction(() => EraseOf(patient, now)));
        }

        return gone;
    }

    /// <summary>Whose documents are worth a closer look. What was kept twenty years ago may be due; of the rest, only what was never part of a record.</summary>
    private async Task<List<PatientId>> Due(Instant now)
    {
        var (before, years) = (now - Kept, await db.YearsKept());
        var shortest = now - Duration.FromDays(365 * years.Values.Min());
        var found = await Deleted(before).Where(d => d.InErrorAt != null || d.DeletedBy == d.AddedBy || d.AddedAt <= shortest)
            .Select(d => new { d.PatientId, IsOld = d.AddedAt <= shortest, IsError = d.InErrorAt != null, d.AddedAt, d.DeletedAt }).ToListAsync();
        return [.. found.Where(d => d.IsOld || d.IsError || d.DeletedAt - d.AddedAt <= KeptFor.Slip).Select(d => d.PatientId).Distinct()];
    }

    private IQueryable<Document> Deleted(Instant before) => db.Documents.AsNoTracking().Where(d => d.DeletedAt <= before && d.ErasedAt == null);

    private async Task<List<string>> EraseOf(PatientId patient, Instant now)
    {
        var person = await db.PersonOf(patient);
        await db.TakeTurn(person);
        var (before, kept, gone) = (now - Kept, await db.KeptFor(person, contacts), new List<string>());
        foreach (var document in (await Deleted(before).Where(d => d.PatientId == patient).ToListAsync()).Where(d => kept.Until(d) <= now))
        {
            // Somebody may bring it back this moment, or move it.
            if (await db.Documents.Where(d => d.Id == document.Id && d.PatientId == patient && d.DeletedAt == document.DeletedAt && d.ErasedAt == null).ExecuteUpdateAsync(d => d
                    .SetProperty(x => x.ErasedAt, now).SetProperty(x => x.FileName, "").SetProperty(x => x.Title, (string?)null).SetProperty(x => x.Tags, "")
                    .SetProperty(x => x.InErrorBecause, x => x.InErrorAt == null ? null : "")
                    .SetProperty(x => x.Key!.By, (string?)null).SetProperty(x => x.Key!.Bytes, (byte[]?)null)) == 0)
            {
                continue;
            }

            await db.DocumentReadings.Where(r => r.DocumentId == document.Id).ExecuteDeleteAsync();
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
/// <param name="ErasedAt">When it may not any more, as things stand; null: a legal hold keeps it.</param>
public sealed record DeletedLine(DocumentId Id, string Title, Instant DeletedAt, Instant? ErasedAt);
