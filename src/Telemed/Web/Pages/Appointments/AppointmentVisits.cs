using NodaTime;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Series;
using Telemed.Scheduling.Online;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Appointments;

/// <summary>Where plan and visit meet: an appointment that is booked has a visit with its link, one that falls through has none.</summary>
internal static class AppointmentVisits
{
    /// <summary>Books, and plans the visit when the appointment needs no confirmation. To be called inside one transaction.</summary>
    public static async Task<BookingOutcome> Book(Db db, Actor actor, NewAppointment wanted, Clock clock)
    {
        var outcome = await db.Book(actor, wanted, clock);
        if (outcome is BookingOutcome.Booked { Appointment: { Status: AppointmentStatus.Booked } appointment })
        {
            await db.PlanVisit(actor, appointment, clock.Now);
        }

        return outcome;
    }

    /// <summary>The same for somebody without an account, who has proved their address.</summary>
    public static async Task<BookingOutcome> BookOnline(Db db, NewcomerId newcomer, Clock clock)
    {
        var outcome = await db.BookOnline(newcomer, clock);
        if (outcome is BookingOutcome.Booked { Appointment: { Status: AppointmentStatus.Booked } appointment })
        {
            await db.PlanVisit(new NewcomerActor(db.Tenant, newcomer, appointment.PatientId), appointment, clock.Now);
        }

        return outcome;
    }

    /// <summary>Moves, and plans or calls off the visit with it. To be called inside one transaction.</summary>
    public static async Task<MoveOutcome> Move(Db db, Actor actor, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why, string? note = null)
    {
        var outcome = await db.Move(actor, id, to, now, why, note);
        switch (outcome)
        {
            case MoveOutcome.Moved { Appointment: { Status: AppointmentStatus.Booked } appointment }:
                await db.PlanVisit(actor, appointment, now);
                break;
            case MoveOutcome.Moved { Appointment.Status: AppointmentStatus.Cancelled or AppointmentStatus.NoShow or AppointmentStatus.EnteredInError }:
                await db.CancelVisit(actor, id, now);
                break;
        }

        return outcome;
    }

    /// <summary>Cancels for whoever has the mail's link, and calls off the visit.</summary>
    public static async Task<MoveOutcome> CancelByLink(Db db, AppointmentId id, Instant now, IGrainFactory grains)
    {
        var outcome = await db.InTransaction(async () =>
        {
            var cancelled = await db.CancelByLink(id, now);
            if (cancelled is MoveOutcome.Moved)
            {
                await db.CancelVisit(new SystemActor(db.Tenant), id, now);
            }

            return cancelled;
        });
        if (outcome is MoveOutcome.Moved)
        {
            await db.TellCalledOff(grains, id);
        }

        return outcome;
    }

    /// <summary>Books a series, and plans the visits of those that need no confirmation. To be called inside one transaction.</summary>
    public static async Task<SeriesOutcome> BookSeries(Db db, Actor actor, NewSeries wanted, Clock clock)
    {
        var outcome = await db.BookSeries(actor, wanted, clock);
        if (outcome is SeriesOutcome.Booked booked)
        {
            await PlanAll(db, actor, booked.Appointments, clock.Now);
        }

        return outcome;
    }

    /// <summary>Moves one of a series and all that follow, and plans or calls off their visits. To be called inside one transaction.</summary>
    public static async Task<SeriesMoveOutcome> MoveFollowing(Db db, AccountActor actor, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why)
    {
        var outcome = await db.MoveFollowing(actor, id, to, now, why);
        if (outcome is SeriesMoveOutcome.Moved moved)
        {
            await PlanAll(db, actor, moved.Appointments, now);
            foreach (var cancelled in moved.Appointments.Where(a => a.Status is AppointmentStatus.Cancelled))
            {
                await db.CancelVisit(actor, cancelled.Id, now);
            }
        }

        return outcome;
    }

    /// <summary>Moves in time, and the visit with it: its room and links are for the new time.</summary>
    public static async Task<RescheduleOutcome> Reschedule(Db db, Actor actor, AppointmentId id, NewTime wanted, Clock clock, IGrainFactory grains)
    {
        var outcome = await db.InTransaction(async () =>
        {
            var moved = await db.Reschedule(actor, id, wanted, clock);
            if (moved is RescheduleOutcome.Moved { Appointment: var appointment })
            {
                await db.MoveVisit(appointment);
            }

            return moved;
        });
        if (outcome is RescheduleOutcome.Moved)
        {
            await db.TellMoved(grains, id);
        }

        return outcome;
    }

    /// <summary>An accepted offer has a visit with its link, and what it replaces has none any more. To be called inside one transaction.</summary>
    /// <param name="by">Null: whoever has the mail's link.</param>
    public static async Task<OfferOutcome> Accepted(Db db, AccountActor? by, OfferOutcome outcome, Instant now)
    {
        if (outcome is OfferOutcome.Accepted accepted)
        {
            Actor actor = by is null ? new SystemActor(db.Tenant) : by;
            await db.PlanVisit(actor, accepted.Appointment, now);
            if (accepted.Replaced is { } replaced)
            {
                await db.CancelVisit(actor, replaced, now);
            }
        }

        return outcome;
    }

    private static async Task PlanAll(Db db, Actor actor, IEnumerable<Appointment> appointments, Instant now)
    {
        foreach (var booked in appointments.Where(a => a.Status is AppointmentStatus.Booked))
        {
            await db.PlanVisit(actor, booked, now, linkAt: booked.StartsAt - VisitPlans.LinkAhead);
        }
    }
}
