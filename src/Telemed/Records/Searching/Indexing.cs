using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Documents;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>What shall be found of one thing in a record.</summary>
/// <param name="Subject">Its id.</param>
/// <param name="Practitioner">Whose it is, for the filter; null where it is nobody's.</param>
/// <param name="At">When it was made; it stays so when it is indexed again.</param>
/// <param name="Title">What it is called on the screen; may be empty. Searched too.</param>
public sealed record Indexed(SearchKind Kind, Guid Subject, PatientId Patient, PractitionerId? Practitioner, Instant At, string Title, string Text)
{
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>As <see cref="SearchEntry.Contents"/>; of one that is indexed anew they stay what they were.</summary>
    public string Contents { get; init; } = "";

    public static Indexed Of(SoapNote note, NoteText inForce)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(inForce);
        return new(SearchKind.Note, note.Id.Value, note.PatientId, note.AuthorId, note.CreatedAt, "",
            string.Join('\n', inForce.Sections.Select(s => Prose.Plain(s.Text)).Append(inForce.Details.Tags).Where(t => !string.IsNullOrWhiteSpace(t)))) { Tags = TagLine.Of(inForce.Details.Tags) };
    }

    public static Indexed Of(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new(SearchKind.Document, document.Id.Value, document.PatientId, null, document.AddedAt, document.Shown,
            string.Join('\n', ((string?[])[document.Title is null ? null : document.FileName, document.Tags]).Where(t => !string.IsNullOrWhiteSpace(t)))) { Tags = TagLine.Of(document.Tags) };
    }

    /// <summary>Nothing of what was written: see <see cref="NoteText.ToString"/>.</summary>
    public override string ToString() => $"{Kind} {Subject}";
}

/// <summary>
/// The one way into the search. Whoever writes something that shall be found calls <see cref="Index"/> in the same transaction, also when it
/// changes, and <see cref="Forget"/> when it shall be found no more. Who may find it is not said here: <see cref="SearchRights"/> asks.
/// </summary>
public static class Indexing
{
    /// <summary>Words of two letters and figures are no candidates for a typing error, and not kept.</summary>
    private const int ShortestKept = 3;

    // Of one statement: SQLite takes a bounded number of parameters.
    private const int AtOnce = 200;

    extension(Db db)
    {
        /// <summary>Indexes it, or indexes it anew. To be called inside <see cref="Db.InTransaction{T}"/>; saves what is pending first, so that the row it tells of stands and is held.</summary>
        public Task Index(Indexed what, CancellationToken cancel = default) => db.IndexAll([what], cancel);

        /// <summary>The same for several, at most two hundred.</summary>
        public async Task IndexAll(IReadOnlyList<Indexed> several, CancellationToken cancel = default)
        {
            ArgumentNullException.ThrowIfNull(several);
            await db.SaveChangesAsync(cancel);
            var subjects = several.Select(s => s.Subject).ToList();
            var entries = await db.SearchEntries.Where(e => subjects.Contains(e.Subject)).ToDictionaryAsync(e => e.Subject, cancel);
            var all = new HashSet<string>(StringComparer.Ordinal);
            foreach (var what in several)
            {
                var (terms, words, distinct) = SearchTerms.Of(db.Tenant, what);
                var title = what.Title.Length > SearchEntry.TitleLimit ? what.Title[..SearchEntry.TitleLimit] : what.Title;
                if (entries.TryGetValue(what.Subject, out var entry))
                {
                    // What it held before is kept already: of a note that is typed, each save brings a word or two.
                    all.UnionWith(distinct.Except(entry.Words.Split(' ')));
                    (entry.PractitionerId, entry.Title, entry.Text, entry.Words, entry.Terms) = (what.Practitioner, title, what.Text, words, Joined(terms, entry.Contents));
                    continue;
                }

                all.UnionWith(distinct);
                db.SearchEntries.Add(new SearchEntry
                {
                    TenantId = db.Tenant, Id = SearchEntryId.New(), Number = NumberOf(what.At), PatientId = what.Patient, Kind = what.Kind, Subject = what.Subject,
                    NoteId = what.Kind is SearchKind.Note ? new SoapNoteId(what.Subject) : null, DocumentId = what.Kind is SearchKind.Document ? new DocumentId(what.Subject) : null,
                    At = what.At, PractitionerId = what.Practitioner, Title = title, Text = what.Text, Words = words, Terms = Joined(terms, what.Contents), Contents = what.Contents,
                });
            }

            await db.Keep(all, cancel);
        }

        /// <summary>Adds what stands within it, in <see cref="BlindTerms"/>, to what is indexed; nothing where it is found no more.</summary>
        public async Task IndexContents(Guid subject, string contents, CancellationToken cancel = default)
        {
            if (await db.SearchEntries.SingleOrDefaultAsync(e => e.Subject == subject, cancel) is { } entry)
            {
                var own = entry.Contents.Length == 0 ? entry.Terms : entry.Terms[..^(entry.Contents.Length + 1)];
                (entry.Terms, entry.Contents) = (Joined(own, contents), contents);
                await db.SaveChangesAsync(cancel);
            }
        }

        /// <summary>It is found no more.</summary>
        public Task Forget(Guid subject, CancellationToken cancel = default) =>
            db.SearchEntries.Where(e => e.Subject == subject).ExecuteDeleteAsync(cancel);

        /// <summary>Adds what the clinic's words lack.</summary>
        private async Task Keep(IEnumerable<string> words, CancellationToken cancel)
        {
            foreach (var some in words.Where(w => w.Length >= ShortestKept && w.All(char.IsLetter)).Order(StringComparer.Ordinal).Chunk(AtOnce))
            {
                var known = await db.SearchWords.Where(w => some.Contains(w.Word)).Select(w => w.Word).ToListAsync(cancel);
                // Two writers may add the same word; in one order, so that neither waits for the other.
                foreach (var word in some.Except(known).Order(StringComparer.Ordinal))
                {
                    await db.Database.ExecuteSqlRawAsync("INSERT INTO search_words (tenant_id, id, word, length) VALUES ({0}, {1}, {2}, {3}) ON CONFLICT DO NOTHING",
                        [db.Tenant.Value, SearchWordId.New().Value, word, word.Length], cancel);
                }
            }
        }
    }

    private static string Joined(string terms, string contents) => contents.Length == 0 ? terms : $"{terms} {contents}";

    // Twenty bits of chance keep apart what was made in the same millisecond; the unique index refuses what they do not.
    internal static long NumberOf(Instant at) => (at.ToUnixTimeMilliseconds() << 20) | (long)RandomNumberGenerator.GetInt32(1 << 20);
}
