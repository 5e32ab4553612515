using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>
/// The index in the database itself, which EF cannot write down: FTS5 and the triggers that keep it on SQLite, a computed tsvector under GIN
/// on PostgreSQL. Made anew from the rows by every <c>telemed migrate</c>: a row is in the index exactly when it is in the table.
/// </summary>
internal sealed class SearchGuards : IGuardSource
{
    // Our terms have spaces between and are compared as they are: nothing is left for the tokenizer to decide. detail=none: no positions are kept.
    // prefix: what begins with two to nine letters (w is before them) is read in order, as a word is; else FTS5 would first gather all of a frequent word's rows.
    private const string Fts = """
        DROP TABLE IF EXISTS search_index;
        CREATE VIRTUAL TABLE search_index USING fts5(terms, content='', contentless_delete=1, detail=none, prefix='3 4 5 6 7 8 9 10', tokenize='ascii');
        INSERT INTO search_index(rowid, terms) SELECT number, terms FROM search_entries;
        """;

    private const string Gin = """
        ALTER TABLE search_entries ADD COLUMN IF NOT EXISTS lexemes tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(terms, ' '))) STORED;
        CREATE INDEX IF NOT EXISTS search_index ON search_entries USING gin (lexemes) WITH (fastupdate = off);
        """;

    public IEnumerable<Guard> Guards =>
    [
        new("search_index", Fts, Gin),
        new("search_entries_added", $"CREATE TRIGGER search_entries_added AFTER INSERT ON search_entries BEGIN {Put} END", null),
        new("search_entries_changed", $"CREATE TRIGGER search_entries_changed AFTER UPDATE ON search_entries WHEN NEW.terms <> OLD.terms OR NEW.number <> OLD.number BEGIN {Take} {Put} END", null),
        new("search_entries_gone", $"CREATE TRIGGER search_entries_gone AFTER DELETE ON search_entries BEGIN {Take} END", null),
    ];

    private const string Put = "INSERT INTO search_index(rowid, terms) VALUES (NEW.number, NEW.terms);";
    private const string Take = "DELETE FROM search_index WHERE rowid = OLD.number;";
}
