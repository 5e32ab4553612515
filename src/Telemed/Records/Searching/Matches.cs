using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>What the index gives, asked so that neither database reads what it need not, whatever it knows of how often a word stands.</summary>
internal static class Matches
{
    /// <summary>Of a clinic. What one entry in eighty has is found so, without the index; of what is rarer the index has little to give.</summary>
    private const int Latest = 4000;

    extension(Db db)
    {
        /// <summary>
        /// A word that stands everywhere and one that stands nowhere need different plans: PostgreSQL shall not keep one for both, as it does for
        /// statements that come again; with it a search may take seconds.
        /// </summary>
        internal Task<T> PlannedAnew<T>(Func<Task<T>> search, CancellationToken cancel) => db.InTransaction(async () =>
        {
            await db.Database.ExecuteSqlRawAsync("SET LOCAL plan_cache_mode = force_custom_plan", cancel);
            return await search();
        }, cancel);

        // FTS5 hands out its rows by number, so that the first fifty need not wait for the rest; CROSS JOIN keeps it in front.
        internal IQueryable<SearchEntry> Matching(IndexMatch match, NumberSpan span) => db.IsPostgres
            ? db.SearchEntries.FromSqlRaw("SELECT * FROM search_entries WHERE lexemes @@ CAST({0} AS tsquery) AND number >= {1} AND number < {2}", match.ForPostgres, span.From, span.Below)
            : db.SearchEntries.FromSqlRaw("""
                SELECT e.tenant_id, e.id, i.rowid AS number, e.patient_id, e.kind, e.subject, e.note_id, e.document_id, e.at, e.practitioner_id, e.title, e.text, e.words, e.terms, e.contents
                FROM search_index i CROSS JOIN search_entries e ON e.number = i.rowid WHERE i.search_index MATCH {0} AND i.rowid >= {1} AND i.rowid < {2}
                """, match.ForSqlite, span.From, span.Below);

        /// <summary>Those among the latest of the clinic; PostgreSQL only.</summary>
        internal IQueryable<SearchEntry> MatchingLatest(IndexMatch match, NumberSpan span) => db.SearchEntries.FromSqlRaw("""
            SELECT * FROM (SELECT * FROM search_entries WHERE tenant_id = {1} AND number >= {2} AND number < {3} ORDER BY number DESC LIMIT {4}) AS latest
            WHERE lexemes @@ CAST({0} AS tsquery)
            """, match.ForPostgres, db.Tenant.Value, span.From, span.Below, Latest);
    }
}

/// <summary>A stretch of <see cref="SearchEntry.Number"/>, which begins with the instant.</summary>
internal sealed record NumberSpan(long From, long Below)
{
    public static NumberSpan All { get; } = new(long.MinValue, long.MaxValue);

    /// <param name="year">Of the clinic's calendar; null, or none that there can be: all.</param>
    public static NumberSpan Of(int? year, DateTimeZone zone) => year is not (>= 1900 and <= 2200 and var one) ? All
        : new NumberSpan(Number(new LocalDate(one, 1, 1), zone), Number(new LocalDate(one + 1, 1, 1), zone));

    private static long Number(LocalDate day, DateTimeZone zone) => zone.AtStartOfDay(day).ToInstant().ToUnixTimeMilliseconds() << 20;
}
