using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Retention;

/// <summary>For how long the documents of one person are kept (docs/decisions/0038).</summary>
/// <param name="Contact">The last time that anything was done for them here.</param>
/// <param name="Held">By a legal hold: for as long as it stands.</param>
internal sealed record KeptFor(Instant Contact, LocalDate Born, bool Held, IReadOnlyDictionary<DocumentKind, int> Years, DateTimeZone Zone)
{
    /// <summary>For how long a deleted document can be brought back at least.</summary>
    public static readonly Duration Back = Duration.FromDays(30);

    /// <summary>Within which of adding it somebody may have added it by mistake.</summary>
    public static readonly Duration Slip = Duration.FromHours(24);

    /// <summary>The years of a child's documents end at this birthday at the earliest: article R.1112-7 of the Code de la santé publique.</summary>
    public const int ChildsAge = 28;

    /// <summary>When the deleted <paramref name="document"/> may be erased; null: nobody can say, a hold stands.</summary>
    public Instant? Until(Document document)
    {
        var back = document.DeletedAt!.Value + Back;
        return Held ? null : IsNoRecord(document) ? back : Instant.Max(back, End(document.Kind));
    }

    /// <summary>What was never part of the record: an error, or taken back by who had added it that day. To keep it for years would be to keep what is not this patient's.</summary>
    public static bool IsNoRecord(Document document) => document.InErrorAt is not null
        || (document.AddedBy is { } by && document.DeletedBy == by && document.DeletedAt - document.AddedAt <= Slip);

    private Instant End(DocumentKind kind)
    {
        var after = Contact.InZone(Zone).LocalDateTime.PlusYears(Years[kind]).InZoneLeniently(Zone).ToInstant();
        var grown = Zone.AtStartOfDay(Born.PlusYears(ChildsAge)).ToInstant();
        var wasChild = Contact < Zone.AtStartOfDay(Born.PlusYears(18)).ToInstant();
        return wasChild ? Instant.Max(after, grown) : after;
    }
}

internal static class Keepers
{
    extension(Db db)
    {
        /// <summary>The file within which this one is read; itself, as a rule.</summary>
        public Task<PatientId> PersonOf(PatientId file) => db.Patients.Where(p => p.Id == file).Select(p => p.MergedInto ?? p.Id).SingleAsync();

        /// <param name="person">The file that is kept, of one person.</param>
        public async Task<KeptFor> KeptFor(PatientId person, IEnumerable<IKnowsContacts> knows)
        {
            var files = db.FilesOf(person);
            var contact = await db.Documents.Where(d => files.Contains(d.PatientId)).OrderByDescending(d => d.AddedAt).Select(d => d.AddedAt).FirstOrDefaultAsync();
            foreach (var slice in knows)
            {
                contact = Instant.Max(contact, await slice.LastContact(db, files) ?? contact);
            }

            var born = await db.Patients.Where(p => p.Id == person).Select(p => p.BirthDate).SingleAsync();
            return new KeptFor(contact, born, await db.IsHeld(person), await db.YearsKept(), await db.ClinicZone());
        }
    }
}
