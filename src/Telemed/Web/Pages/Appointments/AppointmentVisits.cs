using NodaTime;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Scheduling;
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

    /// <summary>Moves, and plans or calls off the visit with it. To be called inside one transaction.</summary>
    public static async Task<MoveOutcome> Move(Db db, Actor actor, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why)
    {
        var outcome = await db.Move(actor, id, to, now, why);
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
}
