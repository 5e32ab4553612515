using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents.Reading;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Searching;

/// <summary>What somebody looks for, and where.</summary>
/// <param name="Patient">Null: in every record that they may open.</param>
/// <param name="Year">By the clinic's calendar.</param>
public sealed record SearchWish(string? Text, PatientId? Patient = null, SearchKind? Kind = null, PractitionerId? Practitioner = null, string? Tag = null, int? Year = null);

/// <summary>What came of a search.</summary>
public abstract record SearchOutcome
{
    /// <param name="Hits">The newest first, by <see cref="SearchEntry.Number"/>; at most <see cref="Searches.Most"/>.</param>
    /// <param name="More">There are more, older ones.</param>
    /// <param name="Meant">For words that stand nowhere, in their parts, those that were looked for in their place.</param>
    public sealed record Found(IReadOnlyList<Hit> Hits, bool More, IReadOnlyDictionary<SearchPart, IReadOnlyList<string>> Meant) : SearchOutcome;

    public sealed record Refused(SearchRefusal Why) : SearchOutcome;
}

/// <param name="Title">Empty where the kind and the day are all its name.</param>
public sealed record Hit(SearchKind Kind, Guid Subject, PatientId Patient, PractitionerId? Practitioner, Instant At, IReadOnlyList<SnippetPart> Title, IReadOnlyList<SnippetPart> Snippet);

/// <summary>
/// Looking for words in records. All must stand in what is found: as typed or inflected, in French or English, whatever case and accents; the
/// last word (three to nine letters), or one with *, also as a beginning; in quotes, these very words in this order. A word that stands in nothing that the reader may
/// find, where they look, is looked for with typing errors forgiven (<see cref="Typos"/>).
/// </summary>
public static class Searches
{
    /// <summary>What one search answers.</summary>
    public const int Most = 50;

    extension(Db db)
    {
        /// <summary>Searches, and says in the audit trail that it was searched and whose record was found, never for what.</summary>
        /// <param name="contents">Knows what stands within documents.</param>
        public async Task<SearchOutcome> Search(DocumentContents contents, Actor actor, SearchWish wish, Instant now, CancellationToken cancel = default)
        {
            ArgumentNullException.ThrowIfNull(contents);
            ArgumentNullException.ThrowIfNull(wish);
            if (SearchQuery.Parse(wish.Text, out var refusal) is not { } query)
            {
                return new SearchOutcome.Refused(refusal!.Value);
            }

            db.Record(actor, AuditAction.RecordSearched, now, patient: wish.Patient);
            return db.IsPostgres ? await db.PlannedAnew(() => db.Answer(contents, actor, wish, query, now, cancel), cancel) : await db.Answer(contents, actor, wish, query, now, cancel);
        }

        private async Task<SearchOutcome> Answer(DocumentContents contents, Actor actor, SearchWish wish, SearchQuery query, Instant now, CancellationToken cancel)
        {
            await db.SaveChangesAsync(cancel);
            var zone = await db.ClinicZone();
            Dictionary<SearchPart, IReadOnlyList<string>> meant = [];
            var files = wish.Patient is { } patient ? await db.FilesOf(patient).ToArrayAsync(cancel) : null;
            var blind = await contents.IndexKey(db) is { } key ? new BlindTerms(key) : null;
            var rows = await db.Newest(actor, wish, files, zone, IndexMatch.Of(Tagged(wish, db.Scope(files)), query.Parts, blind), query, cancel);
            // Something was found: then no word stands nowhere.
            if (rows.Count == 0 && await db.Meant(actor, files, query, blind, cancel) is { Count: > 0 } others)
            {
                rows = await db.Newest(actor, wish, files, zone, IndexMatch.Of(Tagged(wish, db.Scope(files)), query.Parts, blind, others), query, cancel);
                meant = Standing(others, rows);
            }

            var (more, shown) = (rows.Count > Most, rows.Take(Most).ToList());
            var within = await contents.Of(db, [.. shown.Where(r => r.HasContents).Select(r => new DocumentId(r.Subject))]);
            shown.RemoveAll(r => !r.HasPhrases(query, Within(r)));
            if (files is null && shown.Count > 0)
            {
                // Their words are read from here on: each record says so.
                foreach (var record in shown.Select(r => r.PatientId).Distinct())
                {
                    db.Record(actor, AuditAction.RecordSearched, now, patient: record);
                }

                await db.SaveChangesAsync(cancel);
            }

            var marks = new HitMarks(query, meant);
            return new SearchOutcome.Found([.. shown.Select(r => marks.Of(r, Within(r)))], more, meant);

            string? Within(SearchRow row) => row.HasContents ? within.GetValueOrDefault(new DocumentId(row.Subject)) : null;
        }

        // PostgreSQL's index gives all that it has of a word before the newest are known: those of a frequent one stand among the latest anyway.
        private async Task<List<SearchRow>> Newest(Actor actor, SearchWish wish, PatientId[]? files, DateTimeZone zone, IndexMatch match, SearchQuery query, CancellationToken cancel)
        {
            var latest = db.IsPostgres && files is null ? await db.Rows(actor, wish, files, zone, match, query, latest: true).ToListAsync(cancel) : [];
            return latest.Count > Most ? latest : await db.Rows(actor, wish, files, zone, match, query).ToListAsync(cancel);
        }

        internal IQueryable<SearchRow> Rows(Actor actor, SearchWish wish, PatientId[]? files, DateTimeZone zone, IndexMatch match, SearchQuery query, bool latest = false)
        {
            var span = NumberSpan.Of(wish.Year, zone);
            var matching = latest ? db.MatchingLatest(match, span) : db.Matching(match, span);
            var rows = Filtered(db.Findable(Within(matching, files), actor), wish);
            foreach (var phrase in query.Parts.Where(p => p.IsPhrase))
            {
                // Letters and figures: nothing in it that LIKE would read otherwise.
                var words = $"% {string.Join(' ', phrase.Words)} %";
                rows = rows.Where(e => EF.Functions.Like(e.Words, words) || e.Contents != "");
            }

            // The minus keeps PostgreSQL from reading all of a clinic by number in the hope of fifty soon.
            var isSorted = db.IsPostgres && files is null && !latest;
            return (isSorted ? rows.OrderBy(e => -e.Number) : rows.OrderByDescending(e => e.Number)).Take(Most + 1)
                .Select(e => new SearchRow(e.Kind, e.Subject, e.PatientId, e.PractitionerId, e.At, e.Title, e.Text, e.Words, e.Contents != ""));
        }

        /// <summary>For each word that stands in nothing that the reader may find, those that may have been meant.</summary>
        private async Task<Dictionary<SearchPart, IReadOnlyList<string>>> Meant(Actor actor, PatientId[]? files, SearchQuery query, BlindTerms? blind, CancellationToken cancel)
        {
            Dictionary<SearchPart, IReadOnlyList<string>> meant = [];
            foreach (var part in query.Parts.Where(p => !p.IsPhrase && Typos.Forgiven(p.Word) > 0))
            {
                var match = IndexMatch.Of(db.Scope(files), [part], blind);
                if (await db.Findable(Within(db.Matching(match, NumberSpan.All), files), actor).AnyAsync(cancel))
                {
                    continue;
                }

                var (least, most) = (part.Word.Length - Typos.Forgiven(part.Word), part.Word.Length + Typos.Forgiven(part.Word));
                var known = await db.SearchWords.Where(w => w.Length >= least && w.Length <= most).Select(w => w.Word).ToListAsync(cancel);
                if (Typos.Meant(part.Word, known) is { Count: > 0 } others)
                {
                    meant[part] = others;
                }
            }

            return meant;
        }

        // FTS5 is narrowed by terms; PostgreSQL by its columns, so that it knows how few rows of one record there are and may read those instead.
        private IReadOnlyList<IReadOnlyList<string>> Scope(PatientId[]? files) =>
            db.IsPostgres ? [] : files is null ? [[SearchTerms.Clinic(db.Tenant)]] : [[.. files.Select(SearchTerms.Patient)]];
    }

    /// <param name="files">Of one person; null: everywhere.</param>
    private static IQueryable<SearchEntry> Within(IQueryable<SearchEntry> rows, PatientId[]? files) => files is null ? rows : rows.Where(e => files.Contains(e.PatientId));

    private static IReadOnlyList<IReadOnlyList<string>> Tagged(SearchWish wish, IReadOnlyList<IReadOnlyList<string>> scope) =>
        SearchTerms.Tag(wish.Tag ?? "") is { Length: > 1 } tag ? [.. scope, [tag]] : scope;

    // Candidates come from every record of the clinic: only what stands in what the reader finds is shown to them.
    private static Dictionary<SearchPart, IReadOnlyList<string>> Standing(Dictionary<SearchPart, IReadOnlyList<string>> meant, List<SearchRow> rows) => meant
        .Select(m => (m.Key, Words: (IReadOnlyList<string>)[.. m.Value.Where(word => rows.Exists(r => r.Words.Contains($" {word} ", StringComparison.Ordinal)))]))
        .Where(m => m.Words.Count > 0).ToDictionary(m => m.Key, m => m.Words);

    private static IQueryable<SearchEntry> Filtered(IQueryable<SearchEntry> rows, SearchWish wish)
    {
        rows = wish.Kind is { } kind ? rows.Where(e => e.Kind == kind) : rows;
        return wish.Practitioner is { } practitioner ? rows.Where(e => e.PractitionerId == practitioner) : rows;
    }
}
