using Microsoft.EntityFrameworkCore;
using Telemed.Platform;

namespace Telemed.Tests.Testing;

/// <summary>How the database would answer a query.</summary>
internal static class QueryPlans
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>In the database's own words. A small table is read whole, whatever its indexes: PostgreSQL is asked as if all were large.</summary>
    public static async Task<string> PlanOf(this Db db, IQueryable query)
    {
        await db.Database.OpenConnectionAsync(Cancel);
        if (db.IsPostgres)
        {
            await db.Database.ExecuteSqlRawAsync("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off", Cancel);
        }

        await using var command = query.CreateDbCommand();
#pragma warning disable CA2100 // the product's own query
        command.CommandText = (db.IsPostgres ? "EXPLAIN " : "EXPLAIN QUERY PLAN ") + command.CommandText;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            lines.Add(reader.GetValue(db.IsPostgres ? 0 : 3).ToString()!);
        }

        return string.Join('\n', lines);
    }
}
