using Microsoft.EntityFrameworkCore;

namespace Telemed.Platform;

/// <summary>Brings the database up and refuses one that lacks a table, a constraint, a unique index or a guard.</summary>
public sealed class DatabaseSchema(Db db)
{
    /// <summary>Applies the migrations and makes every guard anew.</summary>
    public async Task Migrate(CancellationToken cancel = default)
    {
        if (!db.IsPostgres)
        {
            // Kept in the file. Whoever reads does not wait for whoever writes, and a start after a crash needs no one to write first.
            await Execute("PRAGMA journal_mode = WAL", cancel);
        }

        await db.Database.MigrateAsync(cancel);
        foreach (var guard in IGuardSource.All)
        {
            await Make(guard, cancel);
        }
    }

    /// <summary>What the database lacks: pending migrations, parts of the schema and guards, in words for the operator. Empty when it is whole.</summary>
    public async Task<IReadOnlyList<string>> Missing(CancellationToken cancel = default)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        var present = await SchemaPart.Present(db, cancel);
        var names = present.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. await JournalFault(cancel),
            .. pending.Select(m => $"migration {m} is not applied"),
            .. pending.Count == 0 ? Lost(present) : [],
            .. IGuardSource.All.Where(g => Definition(g) is not null && !names.Contains(g.Name)).Select(g => $"the guard {g.Name} is missing"),
        ];
    }

    /// <summary>What the model asks for and the database does not have; of a table that is gone, the table alone.</summary>
    private IEnumerable<string> Lost(HashSet<SchemaPart> present)
    {
        var lost = SchemaPart.Wanted(db.Model).Where(p => !present.Contains(p)).ToList();
        var gone = lost.Where(p => p.Kind is SchemaPartKind.Table).Select(p => p.Table).ToHashSet(StringComparer.Ordinal);
        return lost.Where(p => p.Kind is SchemaPartKind.Table || !gone.Contains(p.Table)).Select(p => p.Words);
    }

    private async Task<string[]> JournalFault(CancellationToken cancel)
    {
        if (db.IsPostgres)
        {
            return [];
        }

        await db.Database.OpenConnectionAsync(cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        return await command.ExecuteScalarAsync(cancel) is "wal" ? [] : ["its journal is not a write-ahead log"];
    }

    private string? Definition(Guard guard) => db.IsPostgres ? guard.Postgres : guard.Sqlite;

    private async Task Make(Guard guard, CancellationToken cancel)
    {
        if (Definition(guard) is not { } definition)
        {
            return;
        }

        var sql = db.IsPostgres ? definition : $"DROP TRIGGER IF EXISTS {guard.Name}; {definition}";
        await Execute(sql, cancel);
    }

    // Not ExecuteSqlRaw: it would read the braces of a trigger body as parameters.
    private async Task Execute(string sql, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
