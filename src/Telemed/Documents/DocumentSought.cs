using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>Which of a patient's documents are wanted; what is null is not asked for.</summary>
/// <param name="From">With <paramref name="Until"/>: by the day that stands on it, else the day on which it was added.</param>
/// <param name="Visit">In which they were added.</param>
/// <param name="Page">From 1.</param>
public sealed record DocumentSought(DocumentKind? Kind = null, string? Tag = null, AccountId? By = null, LocalDate? From = null, LocalDate? Until = null, EncounterId? Visit = null, int Page = 1)
{
    public const int PerPage = 50;

    /// <summary>A page further on than anybody turns.</summary>
    private const int LastPage = 10_000;

    /// <summary>What an address asks for; what cannot be read is not asked for.</summary>
    public static DocumentSought Read(string? kind, string? tag, string? by, string? from, string? until, string? visit, string? page) => new(
        Enum.GetValues<DocumentKind>().Where(k => DocumentWords.Kind(k) == kind).Select(k => (DocumentKind?)k).FirstOrDefault(),
        TagLine.Clean(tag) is { Length: > 0 } clean ? TagLine.Of(clean)[0] : null,
        Guid.TryParse(by, out var account) ? new AccountId(account) : null,
        Day(from), Day(until),
        Guid.TryParse(visit, out var encounter) ? new EncounterId(encounter) : null,
        int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, LastPage) : 1);

    /// <summary>The address of these, under <paramref name="path"/>.</summary>
    public string Url(string path)
    {
        var asked = new (string Name, string? Value)[]
        {
            ("kind", Kind is { } kind ? DocumentWords.Kind(kind) : null), ("tag", Tag), ("by", By?.ToString()), ("from", Day(From)), ("until", Day(Until)), ("visit", Visit?.ToString()),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
        };
        var said = string.Join('&', asked.Where(a => a.Value is not null).Select(a => $"{a.Name}={Uri.EscapeDataString(a.Value!)}"));
        return said.Length is 0 ? path : $"{path}?{said}";
    }

    public static string? Day(LocalDate? day) => day is { } date ? LocalDatePattern.Iso.Format(date) : null;

    private static LocalDate? Day(string? typed) => LocalDatePattern.Iso.Parse(typed ?? "") is { Success: true, Value: { Year: > 1850 and < 2200 } day } ? day : null;
}

/// <summary>A page of a patient's documents, with what there is to choose by.</summary>
/// <param name="More">There are others behind these.</param>
/// <param name="Visits">In which any of them was added.</param>
public sealed record DocumentsFound(IReadOnlyList<DocumentLine> Lines, bool More, IReadOnlyList<string> Tags, IReadOnlyDictionary<AccountId, string> Authors, IReadOnlyList<EncounterId> Visits);

internal static class DocumentSearch
{
    extension(Db db)
    {
        /// <summary>Those of one patient's documents that <paramref name="actor"/> may see and that are sought, latest first; the reading is written down first.</summary>
        public async Task<DocumentsFound> FindDocuments(AccountActor actor, PatientId patient, DocumentSought sought, DateTimeZone zone, Instant now)
        {
            db.Record(actor, AuditAction.RecordRead, now, ("Patient", patient.Value), patient, detail: "documents");
            await db.SaveChangesAsync();
            // Asked before, not within: else SQLite looks for authors through the documents of the whole clinic.
            var files = await db.FilesOf(patient).ToArrayAsync();
            var all = db.NewestFor(actor).AsNoTracking().Where(d => files.Contains(d.PatientId));
            var found = await Sought(all, sought, zone).OrderByDescending(d => d.AddedAt).ThenByDescending(d => d.Id)
                .Skip((sought.Page - 1) * DocumentSought.PerPage).Take(DocumentSought.PerPage + 1).ToListAsync();
            var tags = (await all.Where(d => d.Tags != "").Select(d => d.Tags).Distinct().ToListAsync()).SelectMany(TagLine.Of).Distinct(StringComparer.Ordinal);
            var authors = await all.Where(d => d.AddedBy != null).Select(d => d.AddedBy!.Value).Distinct().ToListAsync();
            var visits = await all.Where(d => d.EncounterId != null).Select(d => d.EncounterId!.Value).Distinct().ToListAsync();
            return new DocumentsFound(await db.Lines(actor, [.. found.Take(DocumentSought.PerPage)]), found.Count > DocumentSought.PerPage,
                [.. tags.Order(StringComparer.CurrentCulture)], await db.NamesOf(authors), visits);
        }
    }

    private static IQueryable<Document> Sought(IQueryable<Document> documents, DocumentSought sought, DateTimeZone zone)
    {
        var (kind, by, visit, from, until) = (sought.Kind, sought.By, sought.Visit, sought.From, sought.Until);
        var tag = sought.Tag is null ? null : TagLine.Within(sought.Tag);
        Instant? start = from is { } first ? zone.AtStartOfDay(first).ToInstant() : null;
        Instant? end = until is { } last ? zone.AtStartOfDay(last.PlusDays(1)).ToInstant() : null;
        return documents.Where(d => (kind == null || d.Kind == kind) && (by == null || d.AddedBy == by) && (visit == null || d.EncounterId == visit) && (tag == null || (", " + d.Tags + ", ").Contains(tag))
            && (from == null || (d.Dated != null ? d.Dated >= from : d.AddedAt >= start)) && (until == null || (d.Dated != null ? d.Dated <= until : d.AddedAt < end)));
    }
}
