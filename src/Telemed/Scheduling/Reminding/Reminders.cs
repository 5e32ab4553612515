using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Scheduling.Reminding;

/// <summary>
/// An appointment's reminders are deliveries that are due later, written in the transaction that makes it stand. All of them are, whatever
/// is chosen: choices count when a reminder is sent, and so cannot be out of date.
/// </summary>
public static class Reminders
{
    /// <summary>Why a reminder was given up: the plan that it tells of is no more.</summary>
    public const string PlanChanged = "plan-changed";

    extension(Db db)
    {
        /// <summary>
        /// Gives up the reminders that are no longer right and writes those that are lacking. To be called in the transaction that
        /// confirms, moves or calls off, with the appointment as it is then; as often as one likes.
        /// </summary>
        public async Task RenewReminders(Appointment appointment, Instant now)
        {
            ArgumentNullException.ThrowIfNull(appointment);
            var subject = appointment.Id.Value;
            var there = await db.Deliveries.Where(d => d.SubjectId == subject && d.DueAt != null && d.GivenUp == null).ToListAsync();
            var stands = appointment.Status is AppointmentStatus.Booked;
            foreach (var stale in there.Where(d => d.SentAt is null && !(stands && Lead.Find(appointment, d) is not null)))
            {
                stale.GivenUp = PlanChanged;
            }

            if (stands)
            {
                Write(db, appointment, Lead.All.Where(lead => !there.Exists(d => d.GivenUp is null && Lead.Find(appointment, d) == lead)), now);
            }
        }

        /// <summary>The reminders of an appointment that is written by this unit of work. Those whose time has passed are left out.</summary>
        internal void WriteReminders(Appointment appointment, Instant now) => Write(db, appointment, Lead.All, now);

        /// <summary>The appointment of a reminder that is about to be sent, if it is still true and wanted: it stands, begins when the reminder says, and has not begun.</summary>
        public async Task<Appointment?> StillToRemindOf(Delivery reminder, Instant now, CancellationToken cancel)
        {
            ArgumentNullException.ThrowIfNull(reminder);
            var id = new AppointmentId(reminder.SubjectId);
            var appointment = await db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancel);
            return appointment is { Status: AppointmentStatus.Booked } && appointment.StartsAt > now && Lead.Find(appointment, reminder) is { } lead
                && !(await db.UnwantedBy(appointment.PatientId, cancel)).HasFlag(lead.Of) ? appointment : null;
        }
    }

    private static void Write(Db db, Appointment appointment, IEnumerable<Lead> leads, Instant now)
    {
        foreach (var lead in leads.Where(l => appointment.StartsAt - l.Before > now))
        {
            db.Mail(appointment.PatientId, lead.Kind, appointment.Id.Value, now, appointment.StartsAt - lead.Before);
        }
    }
}
