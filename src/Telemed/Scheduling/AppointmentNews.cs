using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Who is told what about an appointment, in the transaction that changes it.</summary>
internal static class AppointmentNews
{
    /// <summary>A pending one asks the practitioner, and the patient who asked for it knows that it arrived; one that stands is told to the patient, and to a practitioner whom somebody else booked.</summary>
    public static async Task Booked(Db db, Actor by, Appointment appointment, Practitioner practitioner, Instant now)
    {
        if (appointment.Status is AppointmentStatus.Pending)
        {
            db.Tell(practitioner.AccountId, NotificationKind.AppointmentRequested, now, appointment.Id, patient: appointment.PatientId);
            if (by is NewcomerActor or AccountActor { Role: Role.Patient })
            {
                db.Mail(appointment.PatientId, NotificationKind.AppointmentRequested, appointment.Id.Value, now);
            }
        }
        else
        {
            await TellPatient(db, appointment, NotificationKind.AppointmentBooked, now);
            if (by is not AccountActor { Role: Role.Practitioner })
            {
                db.Tell(practitioner.AccountId, NotificationKind.AppointmentBooked, now, appointment.Id, patient: appointment.PatientId);
            }
        }
    }

    /// <summary>The patient hears of what concerns him; a practitioner, of what somebody else did with her appointment.</summary>
    public static async Task Moved(Db db, Actor? by, Appointment appointment, AppointmentStatus from, Instant now)
    {
        var byPractitioner = by is AccountActor { Role: Role.Practitioner };
        if (appointment.Status is AppointmentStatus.Arrived && by is AccountActor && !byPractitioner)
        {
            await TellPractitioner(db, appointment, NotificationKind.PatientWaiting, now); // from the room itself, the room says so
        }

        if (Kind(from, appointment) is not { } kind || (appointment.Status is AppointmentStatus.EnteredInError && !await Knows(db, appointment, from, now)))
        {
            return;
        }

        // Of an appointment that gave way to an earlier one, the mail of that one tells.
        if (appointment.CancelledBecause is not CancellationReason.MovedUp)
        {
            await TellPatient(db, appointment, kind, now);
        }

        if (kind is NotificationKind.AppointmentCancelled or NotificationKind.AppointmentMissed && !byPractitioner)
        {
            await TellPractitioner(db, appointment, kind, now);
        }
    }

    /// <summary>The patient was told of it, or asked for it: but for a wish of the clinic's own that the practitioner has not confirmed.</summary>
    private static async Task<bool> Knows(Db db, Appointment appointment, AppointmentStatus status, Instant now) =>
        status is not AppointmentStatus.Pending || appointment.BookedBy == await db.AccountOf(appointment.PatientId, now);

    /// <summary>The patient hears of it, if he knows of the appointment; a practitioner, of what somebody else moved.</summary>
    public static async Task Rescheduled(Db db, AccountActor by, Appointment appointment, TimeChange change)
    {
        const NotificationKind Kind = NotificationKind.AppointmentRescheduled;
        if (await Knows(db, appointment, appointment.Status, change.At))
        {
            await TellPatient(db, appointment, Kind, change.At, change.Id.Value);
        }

        if (by.Role is not Role.Practitioner)
        {
            await TellPractitioner(db, appointment, Kind, change.At);
        }
    }

    private static NotificationKind? Kind(AppointmentStatus from, Appointment appointment) => (from, appointment.Status) switch
    {
        (AppointmentStatus.Pending, AppointmentStatus.Booked) => NotificationKind.AppointmentConfirmed,
        (_, AppointmentStatus.Cancelled) when appointment.CancelledBecause is CancellationReason.Declined => NotificationKind.AppointmentDeclined,
        (_, AppointmentStatus.Cancelled or AppointmentStatus.EnteredInError) => NotificationKind.AppointmentCancelled,
        (_, AppointmentStatus.NoShow) => NotificationKind.AppointmentMissed,
        _ => null,
    };

    private static async Task TellPractitioner(Db db, Appointment appointment, NotificationKind kind, Instant now)
    {
        var practitioner = await db.Practitioners.AsNoTracking().FirstAsync(p => p.Id == appointment.PractitionerId);
        db.Tell(practitioner.AccountId, kind, now, appointment.Id, patient: appointment.PatientId);
    }

    /// <param name="subject">Of the mail; null: the appointment.</param>
    private static async Task TellPatient(Db db, Appointment appointment, NotificationKind kind, Instant now, Guid? subject = null)
    {
        db.Mail(appointment.PatientId, kind, subject ?? appointment.Id.Value, now);
        if (await db.AccountOf(appointment.PatientId, now) is { } account)
        {
            db.Tell(account, kind, now, appointment.Id);
        }
    }
}
