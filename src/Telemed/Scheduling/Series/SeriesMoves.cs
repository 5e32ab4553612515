using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling.Earlier;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Series;

/// <summary>What became of a wish to confirm or cancel one of a series and all that follow.</summary>
public abstract record SeriesMoveOutcome
{
    private SeriesMoveOutcome() { }

    /// <summary>Those that could: what has come to its end already stays as it is.</summary>
    public sealed record Moved(IReadOnlyList<Appointment> Appointments) : SeriesMoveOutcome;

    /// <summary>Not there, not this actor's, or not of a series: the same answer.</summary>
    public sealed record NotFound : SeriesMoveOutcome;

    public sealed record NotAllowed(AppointmentStatus From, AppointmentStatus To) : SeriesMoveOutcome;
}

public static class SeriesMoves
{
    extension(Db db)
    {
        /// <summary>Confirms or cancels this one and all of its series that follow, in one transaction and with one mail.</summary>
        public Task<SeriesMoveOutcome> MoveFollowing(AccountActor by, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why = null) =>
            db.InTransaction(() => MoveNow(db, by, id, to, now, why));
    }

    private static async Task<SeriesMoveOutcome> MoveNow(Db db, AccountActor by, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why)
    {
        var seen = db.AppointmentsFor(by);
        if (await seen.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id) is not { Series: { } series } one)
        {
            return new SeriesMoveOutcome.NotFound();
        }

        await Turns.Wait(db, one.PractitionerId);
        var following = await seen.Where(a => a.Series == series && a.PractitionerId == one.PractitionerId && a.StartsAt >= one.StartsAt).OrderBy(a => a.StartsAt).ToListAsync();
        // A patient cancels one after the other: each has a deadline of its own.
        var moving = by.Role is not Role.Patient && to is AppointmentStatus.Booked or AppointmentStatus.Cancelled ? following.FindAll(a => AppointmentMoves.Allows(by, a.Status, to)) : [];
        if (moving.Count == 0)
        {
            return new SeriesMoveOutcome.NotAllowed(following[0].Status, to);
        }

        foreach (var appointment in moving)
        {
            await AppointmentRows.Change(db, by, appointment, to, why ?? Bookings.Why(by, appointment.Status), now);
        }

        await SeriesNews.Moved(db, by, moving[0], now);
        foreach (var appointment in moving)
        {
            await WaitingList.Freed(db, appointment, now);
        }

        return new SeriesMoveOutcome.Moved(moving);
    }
}
