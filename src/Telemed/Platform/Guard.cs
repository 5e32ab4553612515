namespace Telemed.Platform;

/// <summary>
/// A trigger, constraint or keyed table of no slice that guards an invariant in the database itself. Guards are made anew after every migration, since a
/// migration that rebuilds an SQLite table drops its triggers without a word, and start-up refuses a database that lacks one.
/// </summary>
/// <param name="Name">The name of the trigger, constraint or key, lower case, unique in the database.</param>
/// <param name="Sqlite">The whole CREATE TRIGGER statement, or null where SQLite needs none.</param>
/// <param name="Postgres">Statements that make it on PostgreSQL (drop if exists, then create), or null.</param>
public sealed record Guard(string Name, string? Sqlite, string? Postgres)
{
    /// <summary>Refuses an UPDATE or a DELETE of a row where the condition holds, written for each database with OLD and NEW.</summary>
    public static Guard Refuse(string name, string table, string verb, string sqlite, string postgres) => new(name,
        $"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {sqlite} BEGIN SELECT RAISE(ABORT, '{name}'); END",
        $"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END $$;
        DROP TRIGGER IF EXISTS {name} ON {table};
        CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN ({postgres}) EXECUTE FUNCTION {name}();
        """);

    /// <summary>A table whose rows are only ever added: UPDATE and DELETE, and PostgreSQL's TRUNCATE, are refused by the database.</summary>
    public static IEnumerable<Guard> AppendOnly(string table)
    {
        foreach (var verb in (string[])["update", "delete", "truncate"])
        {
            var name = $"{table}_no_{verb}";
            yield return new Guard(name,
                verb == "truncate" ? null : $"CREATE TRIGGER {name} BEFORE {verb.ToUpperInvariant()} ON {table} BEGIN SELECT RAISE(ABORT, '{name}'); END",
                $"""
                CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END $$;
                DROP TRIGGER IF EXISTS {name} ON {table};
                CREATE TRIGGER {name} BEFORE {verb.ToUpperInvariant()} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
                """);
        }
    }
}

/// <summary>A slice's guards, found by assembly scan like its table configurations.</summary>
public interface IGuardSource
{
    IEnumerable<Guard> Guards { get; }

    /// <summary>Every guard of the product.</summary>
    static IReadOnlyList<Guard> All { get; } =
    [
        .. typeof(IGuardSource).Assembly.GetTypes()
            .Where(t => t.IsClass && typeof(IGuardSource).IsAssignableFrom(t))
            .SelectMany(t => ((IGuardSource)Activator.CreateInstance(t)!).Guards),
    ];
}
