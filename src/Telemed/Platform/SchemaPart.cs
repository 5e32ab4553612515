using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Telemed.Platform;

/// <summary>What a part of the schema is: the word by which an operator hears that it is missing.</summary>
internal enum SchemaPartKind
{
    Table,
    UniqueIndex,
    Index,
    Constraint,
    Trigger,
}

/// <summary>
/// A table, or what keeps its rows right, by name: as the model wants it, or as the catalog of a database lists it. One that is gone would be
/// missed by no statement until a wrong row is in.
/// </summary>
internal sealed partial record SchemaPart(SchemaPartKind Kind, string Table, string Name)
{
    /// <summary>Under which an entity keeps the names of its check constraints: EF forgets them in the model that a program runs on.</summary>
    internal const string Checks = "Telemed:Checks";

    // Constraints that are not yet valid and triggers that are switched off count as missing.
    private const string OnPostgres = """
        WITH own AS (SELECT oid, relname, relkind FROM pg_class WHERE relnamespace = current_schema()::text::regnamespace)
        SELECT 'Table', relname::text, relname::text FROM own WHERE relkind = 'r'
        UNION ALL SELECT CASE WHEN x.indisunique THEN 'UniqueIndex' ELSE 'Index' END, own.relname::text, i.relname::text FROM pg_index x JOIN own ON own.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
          WHERE x.indisvalid
        UNION ALL SELECT 'Constraint', own.relname::text, c.conname::text FROM pg_constraint c JOIN own ON own.oid = c.conrelid WHERE c.convalidated
        UNION ALL SELECT 'Trigger', own.relname::text, t.tgname::text FROM pg_trigger t JOIN own ON own.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'
        """;

    private const string OnSqlite = "SELECT type, tbl_name, name, sql FROM sqlite_master WHERE sql IS NOT NULL";

    public string Words => Kind switch
    {
        SchemaPartKind.Table => $"the table {Name} is missing",
        SchemaPartKind.UniqueIndex => $"the unique index {Name} is missing",
        SchemaPartKind.Constraint => $"the constraint {Name} is missing",
        _ => $"the trigger {Name} is missing",
    };

    /// <summary>All that the tables, keys, unique indexes and check constraints of the model ask for.</summary>
    public static IEnumerable<SchemaPart> Wanted(IModel model)
    {
        foreach (var table in model.GetRelationalModel().Tables)
        {
            yield return new SchemaPart(SchemaPartKind.Table, table.Name, table.Name);
            foreach (var index in table.Indexes.Where(i => i.IsUnique))
            {
                yield return new SchemaPart(SchemaPartKind.UniqueIndex, table.Name, index.Name);
            }

            var checks = table.EntityTypeMappings.SelectMany(m => (string[]?)m.TypeBase[Checks] ?? []);
            foreach (var name in table.UniqueConstraints.Select(c => c.Name).Concat(table.ForeignKeyConstraints.Select(c => c.Name)).Concat(checks))
            {
                yield return new SchemaPart(SchemaPartKind.Constraint, table.Name, name);
            }
        }
    }

    /// <summary>All that the database has, in one query.</summary>
    public static async Task<HashSet<SchemaPart>> Present(Db db, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = db.IsPostgres ? OnPostgres : OnSqlite;
        var parts = new HashSet<SchemaPart>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            parts.UnionWith(db.IsPostgres ? [new SchemaPart(Enum.Parse<SchemaPartKind>(reader.GetString(0)), reader.GetString(1), reader.GetString(2))] : Written(reader));
        }

        return parts;
    }

    // SQLite lists no constraints: they stand in the statement that made the table.
    private static IEnumerable<SchemaPart> Written(DbDataReader row)
    {
        var (type, table, name, sql) = (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3));
        return type switch
        {
            "table" => Named().Matches(sql).Select(m => new SchemaPart(SchemaPartKind.Constraint, table, m.Groups[1].Value))
                .Prepend(new SchemaPart(SchemaPartKind.Table, table, name)),
            "index" => sql.StartsWith("CREATE UNIQUE", StringComparison.OrdinalIgnoreCase) ? [new SchemaPart(SchemaPartKind.UniqueIndex, table, name)] : [],
            "trigger" => [new SchemaPart(SchemaPartKind.Trigger, table, name)],
            _ => [],
        };
    }

    [GeneratedRegex("""CONSTRAINT "?([^"\s]+)"?\s""")]
    private static partial Regex Named();
}
