using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>Whether a practitioner's time is free, and a patient's.</summary>
internal static class PractitionerTime
{
    /// <summary>
    /// True when somebody else has some of it. What held it and is over is cleared away: the database, which knows no clock, would refuse.
    /// Under <see cref="Turns"/>.
    /// </summary>
    /// <param name="but">The caller's own hold, whose place is to be taken: cleared away too.</param>
    /// <param name="moving">An appointment that would move there: it gives its old time back.</param>
    public static async Task<bool> IsTaken(Db db, PractitionerId practitioner, Instant from, Instant until, Instant now, BusyTimeId? but = null, AppointmentId? moving = null)
    {
        var own = BusyTime.IdOf(moving ?? default);
        var there = db.BusyTimes.Where(b => b.PractitionerId == practitioner && b.EndsAt > from && b.StartsAt < until);
        // Asked first, since of many who want one time all but one hear only this.
        if (await there.AnyAsync(b => b.Kind != BusyKind.Outside && b.Id != own && (b.Kind != BusyKind.Hold || (b.HeldUntil > now && b.Id != but))))
        {
            return true;
        }

        await there.Where(b => b.Kind == BusyKind.Hold && (b.HeldUntil <= now || b.Id == but)).ExecuteDeleteAsync();
        return false;
    }

    /// <summary>True when the practitioner's calendar elsewhere says that they are busy then: staff are warned, patients are not offered it.</summary>
    public static Task<bool> IsBusyOutside(Db db, PractitionerId practitioner, Instant from, Instant until) =>
        db.BusyTimes.AnyAsync(b => b.PractitionerId == practitioner && b.EndsAt > from && b.StartsAt < until && b.Kind == BusyKind.Outside);

    /// <summary>True when an appointment has some of it already; false says nothing, since somebody may be about to book it.</summary>
    public static Task<bool> IsBooked(Db db, PractitionerId practitioner, Instant from, Instant until) =>
        db.BusyTimes.AnyAsync(b => b.PractitionerId == practitioner && b.EndsAt > from && b.StartsAt < until && b.Kind == BusyKind.Appointment);

    /// <summary>True when the patient has another appointment in the clinic at that time. In the patient's turn: <see cref="Turns"/>.</summary>
    /// <param name="but">One that does not count.</param>
    public static Task<bool> IsElsewhere(Db db, PatientId patient, Instant from, Instant until, AppointmentId? but = null) =>
        db.Appointments.AnyAsync(a => a.PatientId == patient && a.StartsAt < until && a.EndsAt > from && a.Id != but && AppointmentMoves.Holding.Contains(a.Status));

    /// <summary>True when the database itself refused an overlap.</summary>
    public static bool IsOverlap(DbUpdateException refused) => refused.InnerException switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation } => true,
        SqliteException sqlite => sqlite.Message.Contains(SchedulingGuards.Overlap, StringComparison.Ordinal),
        _ => false,
    };
}
