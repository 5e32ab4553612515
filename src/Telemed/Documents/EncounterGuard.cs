using Telemed.Platform;

namespace Telemed.Documents;

/// <summary>
/// A document may name only a visit of its own patient. Visits stand above this slice, which therefore cannot ask them; the database
/// can, and does.
/// </summary>
internal sealed class EncounterGuard : IGuardSource
{
    public const string Name = "documents_visit_of_patient";

    private const string Stranger = """
        NEW.encounter_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM encounters e
        WHERE e.tenant_id = NEW.tenant_id AND e.id = NEW.encounter_id AND e.patient_id = NEW.patient_id)
        """;

    public IEnumerable<Guard> Guards =>
    [
        new(Name,
            $"CREATE TRIGGER {Name} BEFORE INSERT ON documents WHEN {Stranger} BEGIN SELECT RAISE(ABORT, '{Name}'); END",
            $"""
            CREATE OR REPLACE FUNCTION {Name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              IF {Stranger} THEN RAISE EXCEPTION '{Name}' USING ERRCODE = 'check_violation'; END IF;
              RETURN NEW;
            END $$;
            DROP TRIGGER IF EXISTS {Name} ON documents;
            CREATE TRIGGER {Name} BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION {Name}();
            """),
    ];
}
