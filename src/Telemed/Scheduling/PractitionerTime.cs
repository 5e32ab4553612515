using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>One practitioner's time: who may write it now, and whether it is free.</summary>
internal static class PractitionerTime
{
    /// <summary>
    /// Waits for the right to change this practitioner's appointments, until the transaction ends. On PostgreSQL the exclusion
    /// constraint alone deadlocks under a race and can leave a time with no winner; on SQLite the writer gate is the lock.
    /// </summary>
    public static async Task Hold(Db db, PractitionerId practitioner)
    {
        if (db.IsPostgres)
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({practitioner.ToString()}, 0))");
        }
    }

    public static Task<bool> IsTaken(Db db, PractitionerId practitioner, Instant from, Instant until) =>
        db.Appointments.AnyAsync(a => a.PractitionerId == practitioner && a.EndsAt > from && a.StartsAt < until
            && (a.Status == AppointmentStatus.Pending || a.Status == AppointmentStatus.Booked || a.Status == AppointmentStatus.Arrived));

    /// <summary>True when the database itself refused an overlap.</summary>
    public static bool IsOverlap(DbUpdateException refused) => refused.InnerException switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation } => true,
        SqliteException sqlite => sqlite.Message.Contains(SchedulingGuards.Overlap, StringComparison.Ordinal),
        _ => false,
    };
}

/// <summary>
/// No two appointments hold the same practitioner's time, whoever writes the rows: an exclusion constraint on PostgreSQL, two
/// triggers on SQLite.
/// </summary>
internal sealed class SchedulingGuards : IGuardSource
{
    public const string Overlap = "appointments_no_overlap";
    private const string Holding = "('Pending', 'Booked', 'Arrived')";

    public IEnumerable<Guard> Guards =>
    [
        new($"{Overlap}_insert", Trigger("insert", "INSERT"), null),
        new($"{Overlap}_update", Trigger("update", "UPDATE OF tenant_id, practitioner_id, starts_at, ends_at, status"), null),
        new(Overlap, null,
            $"""
            CREATE EXTENSION IF NOT EXISTS btree_gist;
            ALTER TABLE appointments DROP CONSTRAINT IF EXISTS {Overlap};
            ALTER TABLE appointments ADD CONSTRAINT {Overlap} EXCLUDE USING gist
                (tenant_id WITH =, practitioner_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status IN {Holding});
            """),
        .. Guard.AppendOnly("appointment_moves"),
    ];

    // "+starts_at" keeps SQLite from walking all past appointments by that index; few end after a time to come.
    private static string Trigger(string verb, string when) =>
        $"""
        CREATE TRIGGER {Overlap}_{verb} BEFORE {when} ON appointments WHEN NEW.status IN {Holding}
        BEGIN
            SELECT RAISE(ABORT, '{Overlap}') WHERE EXISTS (
                SELECT 1 FROM appointments a
                WHERE a.tenant_id = NEW.tenant_id AND a.practitioner_id = NEW.practitioner_id AND a.id <> NEW.id
                  AND a.ends_at > NEW.starts_at AND +a.starts_at < NEW.ends_at AND a.status IN {Holding});
        END
        """;
}
