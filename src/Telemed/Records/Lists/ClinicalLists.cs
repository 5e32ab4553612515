using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Lists;

/// <summary>An entry with what it says now.</summary>
public sealed record ListLine(ListEntry Entry, ListEntryVersion Now);

/// <summary>A patient's lists as someone may read them.</summary>
/// <param name="Names">Of everybody who wrote.</param>
/// <param name="Today">In the clinic's zone.</param>
public sealed record PatientLists(IReadOnlyList<ListLine> Lines, IReadOnlyDictionary<AccountId, string> Names, LocalDate Today)
{
    /// <summary>Of one kind and standing, the last written first.</summary>
    public IEnumerable<ListLine> Of(ListKind kind, ListStanding standing = ListStanding.Active) =>
        Lines.Where(l => l.Entry.Kind == kind && l.Now.Standing(Today) == standing);

    /// <summary>What is known of allergies of a category: entries, that none is known, or neither, which is "not asked".</summary>
    public AllergyAnswer Allergies(AllergyCategory category)
    {
        var known = Of(ListKind.Allergy).Where(l => l.Now.Category == category).ToList();
        // Were both to stand, the known one counts.
        return new AllergyAnswer(category, known, known.Count > 0 ? null : Of(ListKind.NoAllergyKnown).FirstOrDefault(l => l.Now.Category == category));
    }
}

/// <summary>Three values: <paramref name="Known"/> has entries; <paramref name="None"/> is set; neither: nobody has asked.</summary>
public sealed record AllergyAnswer(AllergyCategory Category, IReadOnlyList<ListLine> Known, ListLine? None);

/// <summary>One entry with all it ever said, the latest first.</summary>
public sealed record ListHistory(ListEntry Entry, IReadOnlyList<ListEntryVersion> Versions, IReadOnlyDictionary<AccountId, string> Names);

/// <summary>Reading a patient's clinical lists, each time with its row in the audit trail. Null is "not there, or not theirs".</summary>
public static class ClinicalLists
{
    extension(Db db)
    {
        public async Task<PatientLists?> ReadLists(Actor actor, PatientId patient, Instant now)
        {
            if (!await db.RecordsReadBy(actor).AnyAsync(p => p.Id == patient))
            {
                return null;
            }

            db.Record(actor, AuditAction.RecordRead, now, (nameof(Patient), patient.Value), patient, detail: "lists");
            await db.SaveChangesAsync();
            var lines = await db.ListLines(patient).ToListAsync();
            return new PatientLists([.. lines.OrderByDescending(l => l.Now.At).ThenByDescending(l => l.Entry.Id.Value)],
                await db.NamesOf(lines.Select(l => l.Now.By)), await db.ClinicDay(now));
        }

        public async Task<ListHistory?> ReadListEntry(Actor actor, ListEntryId id, Instant now)
        {
            var patients = db.RecordsReadBy(actor);
            if (await db.ListEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id && patients.Any(p => p.Id == e.PatientId)) is not { } entry)
            {
                return null;
            }

            db.Record(actor, AuditAction.RecordRead, now, (nameof(ListEntry), id.Value), entry.PatientId, detail: "list-entry");
            await db.SaveChangesAsync();
            var versions = await db.ListEntryVersions.AsNoTracking().Where(v => v.ListEntryId == id).OrderByDescending(v => v.Number).ToListAsync();
            return new ListHistory(entry, versions, await db.NamesOf(versions.Select(v => v.By)));
        }

        /// <summary>The patient's entries, each with its version in force. Whoever calls it has asked first whether the actor may.</summary>
        internal IQueryable<ListLine> ListLines(PatientId patient)
        {
            var (versions, files) = (db.ListEntryVersions, db.FilesOf(patient));
            return db.ListEntries.AsNoTracking().Where(e => files.Contains(e.PatientId)).OrderBy(e => e.Id).Take(ListEntry.Most + 1)
                .SelectMany(e => versions.Where(v => v.ListEntryId == e.Id && v.Number == e.Version), (e, v) => new ListLine(e, v));
        }

        /// <summary>What day it is where the clinic is.</summary>
        internal async Task<LocalDate> ClinicDay(Instant now) => now.InZone(await db.ClinicZone()).Date;
    }
}
