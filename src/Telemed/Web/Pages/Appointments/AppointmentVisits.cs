using NodaTime;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Scheduling;
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
}
