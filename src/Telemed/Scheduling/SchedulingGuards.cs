using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>
/// No two hold the same practitioner's time, whoever writes the rows: an exclusion constraint on PostgreSQL, triggers on SQLite. What an
/// appointment takes of its practitioner's time is written by the database itself.
/// </summary>
internal sealed class SchedulingGuards : IGuardSource
{
    public const string Overlap = "busy_times_no_overlap";
    private const string TakeTime = "appointments_take_time";
    private const string Holding = "('Pending', 'Booked', 'Arrived')";
    private const string What = "tenant_id, practitioner_id, starts_at, ends_at, minutes_before, minutes_after, status";
    private const string Columns = "tenant_id, id, practitioner_id, starts_at, ends_at, kind";

    public IEnumerable<Guard> Guards =>
    [
        new($"{Overlap}_insert", NoOverlap("insert", "INSERT"), null),
        new($"{Overlap}_update", NoOverlap("update", "UPDATE OF tenant_id, practitioner_id, starts_at, ends_at"), null),
        new(Overlap, null,
            $"""
            CREATE EXTENSION IF NOT EXISTS btree_gist;
            ALTER TABLE busy_times DROP CONSTRAINT IF EXISTS {Overlap};
            ALTER TABLE busy_times ADD CONSTRAINT {Overlap} EXCLUDE USING gist
                (tenant_id WITH =, practitioner_id WITH =, tstzrange(starts_at, ends_at) WITH &&);
            """),
        new($"{TakeTime}_insert", $"CREATE TRIGGER {TakeTime}_insert AFTER INSERT ON appointments BEGIN {Take} END", null),
        new($"{TakeTime}_update", $"CREATE TRIGGER {TakeTime}_update AFTER UPDATE OF {What} ON appointments BEGIN {GiveBack} {Take} END", null),
        new(TakeTime, null,
            $"""
            CREATE OR REPLACE FUNCTION {TakeTime}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN {GiveBack} END IF;
                INSERT INTO busy_times ({Columns}) SELECT NEW.tenant_id, NEW.id, NEW.practitioner_id,
                    NEW.starts_at - make_interval(mins => NEW.minutes_before), NEW.ends_at + make_interval(mins => NEW.minutes_after), 'Appointment'
                    WHERE NEW.status IN {Holding};
                RETURN NULL;
            END $$;
            DROP TRIGGER IF EXISTS {TakeTime} ON appointments;
            CREATE TRIGGER {TakeTime} AFTER INSERT OR UPDATE OF {What} ON appointments FOR EACH ROW EXECUTE FUNCTION {TakeTime}();
            """),
        .. Guard.AppendOnly("appointment_moves"),
        .. Guard.AppendOnly("time_changes"),
    ];

    private const string GiveBack = "DELETE FROM busy_times WHERE tenant_id = OLD.tenant_id AND id = OLD.id;";

    // Instants are milliseconds on SQLite.
    private const string Take =
        $"""
        INSERT INTO busy_times ({Columns}) SELECT NEW.tenant_id, NEW.id, NEW.practitioner_id,
            NEW.starts_at - 60000 * NEW.minutes_before, NEW.ends_at + 60000 * NEW.minutes_after, 'Appointment' WHERE NEW.status IN {Holding};
        """;

    // "+starts_at" keeps SQLite from walking all past times by an index of it; few end after a time to come.
    private static string NoOverlap(string verb, string when) =>
        $"""
        CREATE TRIGGER {Overlap}_{verb} BEFORE {when} ON busy_times
        BEGIN
            SELECT RAISE(ABORT, '{Overlap}') WHERE EXISTS (
                SELECT 1 FROM busy_times b
                WHERE b.tenant_id = NEW.tenant_id AND b.practitioner_id = NEW.practitioner_id AND b.id <> NEW.id
                  AND b.ends_at > NEW.starts_at AND +b.starts_at < NEW.ends_at);
        END
        """;
}
