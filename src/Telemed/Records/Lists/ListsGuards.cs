using Telemed.Platform;

namespace Telemed.Records.Lists;

/// <summary>What the database itself refuses: changing what an entry once said, deleting an entry, and making it another one.</summary>
internal sealed class ListsGuards : IGuardSource
{
    public IEnumerable<Guard> Guards =>
    [
        .. Guard.AppendOnly("list_entry_versions"),
        Refuse("list_entries_stay", "DELETE", "1", "true"),
        Refuse("list_entries_keep_their_patient", "UPDATE", "NEW.patient_id IS NOT OLD.patient_id OR NEW.kind IS NOT OLD.kind OR NEW.version < OLD.version",
            "NEW.patient_id IS DISTINCT FROM OLD.patient_id OR NEW.kind IS DISTINCT FROM OLD.kind OR NEW.version < OLD.version"),
    ];

    private static Guard Refuse(string name, string verb, string sqlite, string postgres) => new(name,
        $"CREATE TRIGGER {name} BEFORE {verb} ON list_entries WHEN {sqlite} BEGIN SELECT RAISE(ABORT, '{name}'); END",
        $"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END $$;
        DROP TRIGGER IF EXISTS {name} ON list_entries;
        CREATE TRIGGER {name} BEFORE {verb} ON list_entries FOR EACH ROW WHEN ({postgres}) EXECUTE FUNCTION {name}();
        """);
}
