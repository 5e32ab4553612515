using CsCheck;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Searching;
using Telemed.Tenancy;

namespace Telemed.Tests.Records.Searching;

/// <summary>
/// What is found, whatever the database. The suite runs once on each; that both give the same is shown by the same naive search
/// (<see cref="SearchOracle"/>) agreeing with either.
/// </summary>
public sealed class SearchTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly Gen<string> Vocabulary = Among("douleur", "douleurs", "Douleur", "thoracique", "thoraciques", "fièvre", "FIEVRE", "toux", "tousse", "hypertension",
        "hypertendu", "hypertensive", "allergies", "allergy", "running", "runs", "traitement", "traité", "de", "à", "8", "mg", "136", "84", "ananas", "céphalées", "cephalee");

    private static readonly Gen<string> Text = Vocabulary.Array[0, 12].Select(w => string.Join(' ', w));

    private static readonly Gen<string> Mistyped = Gen.Select(Vocabulary, Gen.Int[0, 30], Gen.Char['a', 'z'], Gen.Int[0, 3]).Select((word, at, letter, how) => (at % word.Length, how) switch
    {
        (var i, 0) => word.Remove(i, 1),
        (var i, 1) => word.Insert(i, letter.ToString()),
        (var i, 2) => word[..i] + letter + word[(i + 1)..],
        (var i, _) => i + 1 < word.Length ? word[..i] + word[i + 1] + word[i] + word[(i + 2)..] : word,
    });

    private static readonly Gen<string> Token = Gen.Frequency((6, Vocabulary), (2, Mistyped), (1, Vocabulary.Select(w => w[..Math.Min(w.Length, 4)] + "*")), (1, Among("OR", "NEAR", "AND", "NOT", "-", "(", "*", ":", "%", "_", "'")),
        (2, Vocabulary.Array[1, 3].Select(w => $"\"{string.Join(' ', w)}\"")));

    private static readonly Gen<string> Query = Token.Array[1, 3].Select(t => string.Join(' ', t));

    private static Gen<string> Among(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    [Fact]
    public void Whatever_is_written_and_asked_the_index_finds_what_reading_everything_finds()
    {
        var samples = Gen.Select(Text.Array[1, 12], Query.Array[6]);
        samples.Sample((texts, queries) => Agrees(texts, queries).GetAwaiter().GetResult(), iter: 25, threads: 1);
    }

    [Theory]
    [InlineData("fievre", "De la FIÈVRE depuis hier")]
    [InlineData("FIÈVRE", "fie\u0300vre")]
    [InlineData("consultations", "Une consultation de contrôle")]
    [InlineData("allergy", "No known allergies")]
    [InlineData("hypertension", "Suivi de l’hypertension")]
    [InlineData("l'hypertension", "Hypertension ancienne")]
    [InlineData("hyper", "Hypertension ancienne")]
    [InlineData("hyper* ancienne", "Hypertension ancienne")]
    [InlineData("\"douleur thoracique\"", "Une douleur  thoracique, ce matin")]
    [InlineData("hypertensoin", "Hypertension ancienne")]
    [InlineData("douluer", "Une douleur")]
    [InlineData("oedeme", "Œdème de Quincke")]
    [InlineData("136/84", "Automesure 136/84 ce matin")]
    public async Task What_was_meant_is_found(string query, string text) => Assert.Equal([0], await Find([text, "Autre chose"], query));

    [Theory]
    [InlineData("douleur toux", "Une douleur")]
    [InlineData("\"thoracique douleur\"", "Une douleur thoracique")]
    [InlineData("\"douleurs\"", "Une douleur")]
    [InlineData("hyper ancienne", "Hypertension ancienne")]
    [InlineData("tuox", "Rien de cela")]
    [InlineData("137/84", "Automesure 136/84 ce matin")]
    public async Task What_was_not_meant_is_not_found(string query, string text) => Assert.Empty(await Find([text], query));

    [Fact]
    public async Task A_typing_error_is_forgiven_only_where_the_word_itself_stands_nowhere()
    {
        Assert.Equal([1], await Find(["La dose", "La rose"], "rose"));
        Assert.Equal([0], await Find(["La dose"], "rose"));
    }

    [Theory]
    [InlineData("", SearchRefusal.Empty)]
    [InlineData("  \t", SearchRefusal.Empty)]
    [InlineData("\" * ( ) : - %", SearchRefusal.NoWord)]
    [InlineData("\0", SearchRefusal.NoWord)]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u v w", SearchRefusal.TooManyWords)]
    public async Task What_cannot_be_searched_is_told_why(string query, SearchRefusal why) =>
        Assert.Equal(why, Assert.IsType<SearchOutcome.Refused>(await Search(app.Cast.Alice, new(query))).Why);

    [Theory]
    [InlineData("\" OR *")]
    [InlineData("toux NEAR fievre")]
    [InlineData("\"toux")]
    [InlineData("terms:toux")]
    [InlineData("to\0ux ^ { } ' & | ! <->")]
    [InlineData("\ud800toux\udfff")]
    [InlineData("ﷺ ½ ﬁèvre 咳嗽 кашель 𝒳")]
    public async Task Signs_that_a_database_reads_as_operators_are_signs(string query) =>
        Assert.IsType<SearchOutcome.Found>(await Search(app.Cast.Alice, new(query)));

    [Fact]
    public async Task A_text_too_long_to_search_for_is_refused_and_a_long_text_is_found_by_its_words()
    {
        Assert.Equal(SearchRefusal.TooLong, Assert.IsType<SearchOutcome.Refused>(await Search(app.Cast.Alice, new(new string('x', 10_000)))).Why);
        var text = string.Join(' ', Enumerable.Range(0, 30_000).Select(i => $"mot{i}")) + " " + new string('ﷺ', 5000);
        Assert.Equal([0], await Find([text], "mot29999"));
    }

    [Fact]
    public async Task The_newest_is_first_and_after_the_last_that_fits_it_is_said_that_there_are_more()
    {
        var found = await Find([.. Enumerable.Repeat("toux", Searches.Most + 3)], "toux");
        Assert.Equal(Enumerable.Range(3, Searches.Most).Reverse(), found);
    }

    [Fact]
    public async Task Filters_leave_out_other_kinds_practitioners_years_and_tags()
    {
        await Written(["asthme"], new IndexedAs { Tags = ["Suivi annuel"] });
        var year = app.Now.InUtc().Year;
        foreach (var (wish, hits) in new (SearchWish, int)[]
        {
            (new("asthme", Kind: SearchKind.Note), 1), (new("asthme", Kind: SearchKind.Document), 0), (new("asthme", Practitioner: app.Cast.Alice.Practitioner), 1),
            (new("asthme", Practitioner: app.Cast.Dan.Practitioner), 0), (new("asthme", Year: year), 1), (new("asthme", Year: year - 1), 0),
            (new("asthme", Tag: "suivi ANNUEL"), 1), (new("asthme", Tag: "urgence"), 0), (new("asthme", Patient: app.Cast.Bob.Patient), 1), (new("asthme", Patient: app.Cast.Eva), 0),
        })
        {
            Assert.Equal(hits, Assert.IsType<SearchOutcome.Found>(await Search(app.Cast.Alice, wish)).Hits.Count);
        }
    }

    [Fact]
    public async Task Hits_are_marked_in_a_snippet_around_the_first()
    {
        await Written([string.Join(' ', Enumerable.Repeat("remplissage", 40)) + " une bronchite aiguë, puis des bronchites " + string.Join(' ', Enumerable.Repeat("suite", 80))]);
        var hit = Assert.Single(Assert.IsType<SearchOutcome.Found>(await Search(app.Cast.Alice, new("bronchite aigue"))).Hits);
        Assert.Equal(["bronchite", "aiguë", "bronchites"], hit.Snippet.Where(p => p.IsHit).Select(p => p.Text));
        Assert.InRange(hit.Snippet.Sum(p => p.Text.Length), 100, 250);
        Assert.StartsWith("… ", hit.Snippet[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_is_audited_without_its_words()
    {
        await Search(app.Cast.Alice, new("motsecret", app.Cast.Bob.Patient));
        var row = await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(a => a.Action == AuditAction.RecordSearched && a.PatientId == app.Cast.Bob.Patient!.Value.Value)
            .OrderByDescending(a => a.Id).FirstAsync());
        Assert.Null(row.Detail);
    }

    [Fact]
    public async Task Rows_that_were_there_before_the_index_are_in_it_after_migrate()
    {
        await Written(["mononucléose"]);
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.Database.ExecuteSqlRawAsync(db.IsPostgres ? "ALTER TABLE search_entries DROP COLUMN lexemes" : "DROP TABLE search_index");
            Assert.Contains("the guard search_index is missing", await new DatabaseSchema(db).Missing());
            await new DatabaseSchema(db).Migrate();
            Assert.Empty(await new DatabaseSchema(db).Missing());
            return true;
        });
        Assert.Single(Assert.IsType<SearchOutcome.Found>(await Search(app.Cast.Alice, new("mononucleose"))).Hits);
    }

    [Fact]
    public async Task The_index_is_asked_first_and_on_sqlite_hands_out_the_newest_without_sorting()
    {
        var plan = await app.InClinic(app.Cast.North, async db =>
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync(db.IsPostgres ? "SET enable_seqscan = off; SET enable_indexscan = off" : "SELECT 1");
            var query = SearchQuery.Parse("toux seche", out _)!;
            await using var command = db.Rows(app.Cast.Alice.Actor, new("toux seche"), null, DateTimeZone.Utc, IndexMatch.Of([[SearchTerms.Clinic(db.Tenant)]], query.Parts, blind: null), query).CreateDbCommand();
#pragma warning disable CA2100 // the product's own query
            // Of a few rows PostgreSQL would rather read all: it is asked of the words alone.
            command.CommandText = db.IsPostgres ? "EXPLAIN SELECT number FROM search_entries WHERE lexemes @@ CAST('wtoux' AS tsquery)" : "EXPLAIN QUERY PLAN " + command.CommandText;
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync())
            {
                lines.Add(reader.GetValue(db.IsPostgres ? 0 : 3).ToString()!);
            }

            return string.Join('\n', lines);
        });
        Assert.Contains(TestDatabase.Server is null ? "SCAN i VIRTUAL TABLE" : "Bitmap Index Scan on search_index", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private async Task Agrees(string[] texts, string[] queries)
    {
        var oracle = new SearchOracle(texts);
        await Written(texts);
        foreach (var query in queries)
        {
            Assert.Equal(oracle.Find(query), (await Found(query, texts.Length)).Order());
        }
    }

    private async Task<IReadOnlyList<int>> Find(string[] texts, string query)
    {
        await Written(texts);
        return await Found(query, texts.Length);
    }

    // The number of a text is how many seconds it is older or younger.
    private async Task<IReadOnlyList<int>> Found(string query, int texts) => await Search(app.Cast.Alice, new(query)) is SearchOutcome.Found found
        ? [.. found.Hits.Select(h => (int)(h.At - app.Now).TotalSeconds).Where(n => n < texts)] : [];

    private Task<SearchOutcome> Search(Person who, SearchWish wish) => app.InClinic(who.Clinic, db => db.Search(app.Contents, who.Actor, wish, app.Now));

    private sealed record IndexedAs
    {
        public string[] Tags { get; init; } = [];
    }

    /// <summary>Signed notes of Alice about Bob with these texts, and nothing else.</summary>
    private Task Written(string[] texts, IndexedAs? how = null) => app.InClinic(app.Cast.North, async db =>
    {
        await db.SearchEntries.ExecuteDeleteAsync();
        await db.SearchWords.ExecuteDeleteAsync();
        await db.InTransaction(async () =>
        {
            foreach (var (number, text) in texts.Index())
            {
                var visit = EncounterId.New();
                db.Encounters.Add(new Encounter
                {
                    TenantId = db.Tenant, Id = visit, PatientId = app.Cast.Bob.Patient!.Value, PractitionerId = app.Cast.Alice.Practitioner!.Value,
                    Status = EncounterStatus.Completed, CreatedAt = app.Now, StartedAt = app.Now, EndedAt = app.Now,
                });
                var note = SoapNote.Draft(db.Tenant, visit, app.Cast.Bob.Patient!.Value, app.Cast.Alice.Practitioner!.Value, app.Now);
                db.SoapNotes.Add(note);
                var indexed = Indexed.Of(note, new NoteText(text, "", "", ""));
                await db.Index(indexed with { At = app.Now + Duration.FromSeconds(number), Tags = how?.Tags ?? [] });
            }
        });
        return true;
    });
}
