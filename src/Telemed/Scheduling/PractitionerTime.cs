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
    public static Task Hold(Db db, PractitionerId practitioner) => Lock(db, practitioner.ToString());

    /// <summary>The same for a patient, who is in one place at a time. After the practitioner's, always: two bookings never wait for each other.</summary>
    public static Task Hold(Db db, PatientId patient) => Lock(db, patient.ToString());

    private static async Task Lock(Db db, string whose)
    {
        if (db.IsPostgres)
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({whose}, 0))");
        }
    }

    /// <summary>
    /// True when somebody else has some of it. What held it and is over is cleared away: the database, which knows no clock, would refuse.
    /// Under <see cref="Hold"/>.
    /// </summary>
    /// <param name="but">The caller's own hold, whose place is to be taken: cleared away too.</param>
    /// <param name="moving">An appointment that would move there: it gives its old time back.</param>
    public static async Task<bool> IsTaken(Db db, PractitionerId practitioner, Instant from, Instant until, Instant now, BusyTimeId? but = null, AppointmentId? moving = null)
    {
        var own = BusyTime.IdOf(moving ?? default);
        var there = db.BusyTimes.Where(b => b.PractitionerId == practitioner && b.EndsAt > from && b.StartsAt < until);
        await there.Where(b => b.Kind == BusyKind.Hold && (b.HeldUntil <= now || b.Id == but)).ExecuteDeleteAsync();
        return await there.AnyAsync(b => b.Id != own);
    }

    /// <summary>True when an appointment has some of it already; false says nothing, since somebody may be about to book it.</summary>
    public static Task<bool> IsBooked(Db db, PractitionerId practitioner, Instant from, Instant until) =>
        db.BusyTimes.AnyAsync(b => b.PractitionerId == practitioner && b.EndsAt > from && b.StartsAt < until && b.Kind == BusyKind.Appointment);

    /// <summary>True when the database itself refused an overlap.</summary>
    public static bool IsOverlap(DbUpdateException refused) => refused.InnerException switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation } => true,
        SqliteException sqlite => sqlite.Message.Contains(SchedulingGuards.Overlap, StringComparison.Ordinal),
        _ => false,
    };
}
