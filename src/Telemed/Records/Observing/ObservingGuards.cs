using Telemed.Platform;

namespace Telemed.Records.Observing;

/// <summary>What the database itself refuses: deleting a measure, changing it, and taking back or rewriting the mark of an error.</summary>
internal sealed class ObservingGuards : IGuardSource
{
    private const string Kept = "tenant_id, id, patient_id, kind, hundredths, second_hundredths, at, source, by, recorded_at, encounter_id, from_weight, from_height";

    public IEnumerable<Guard> Guards =>
    [
        Refuse("observations_stay", "DELETE", "1", "true"),
        Refuse("observations_keep_their_value", "UPDATE", $"OLD.in_error_at IS NOT NULL OR {Differ("IS NOT")}", $"OLD.in_error_at IS NOT NULL OR {Differ("IS DISTINCT FROM")}"),
    ];

    private static string Differ(string verb) => string.Join(" OR ", Kept.Split(", ").Select(c => $"NEW.\"{c}\" {verb} OLD.\"{c}\""));

    private static Guard Refuse(string name, string verb, string sqlite, string postgres) => new(name,
        $"CREATE TRIGGER {name} BEFORE {verb} ON observations WHEN {sqlite} BEGIN SELECT RAISE(ABORT, '{name}'); END",
        $"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END $$;
        DROP TRIGGER IF EXISTS {name} ON observations;
        CREATE TRIGGER {name} BEFORE {verb} ON observations FOR EACH ROW WHEN ({postgres}) EXECUTE FUNCTION {name}();
        """);
}
