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
    /// <summary>A pending one asks the practitioner; one that stands is told to the patient, and to a practitioner whom somebody else booked.</summary>
    public static async Task Booked(Db db, AccountActor by, Appointment appointment, Practitioner practitioner, Instant now)
    {
        if (appointment.Status is AppointmentStatus.Pending)
        {
            db.Tell(practitioner.AccountId, NotificationKind.AppointmentRequested, now, appointment.Id, patient: appointment.PatientId);
        }
        else
        {
            await TellPatient(db, appointment, NotificationKind.AppointmentBooked, now);
            if (by.Role is not Role.Practitioner)
            {
                db.Tell(practitioner.AccountId, NotificationKind.AppointmentBooked, now, appointment.Id, patient: appointment.PatientId);
            }
        }
    }

    /// <summary>The patient hears of what concerns him; a practitioner, of what somebody else cancelled.</summary>
    public static async Task Moved(Db db, Actor? by, Appointment appointment, AppointmentStatus from, Instant now)
    {
        if (Kind(from, appointment) is not { } kind)
        {
            return;
        }

        await TellPatient(db, appointment, kind, now);
        if (kind is NotificationKind.AppointmentCancelled && by is not AccountActor { Role: Role.Practitioner })
        {
            var practitioner = await db.Practitioners.AsNoTracking().FirstAsync(p => p.Id == appointment.PractitionerId);
            db.Tell(practitioner.AccountId, kind, now, appointment.Id, patient: appointment.PatientId);
        }
    }

    /// <summary>
    /// The patient hears of it, but for a wish of the clinic's own that the practitioner has not confirmed; a practitioner, of what somebody else moved.
    /// </summary>
    public static async Task Rescheduled(Db db, AccountActor by, Appointment appointment, TimeChange change)
    {
        const NotificationKind Kind = NotificationKind.AppointmentRescheduled;
        var account = await db.AccountOf(appointment.PatientId, change.At);
        if (appointment.Status is not AppointmentStatus.Pending || appointment.BookedBy == account)
        {
            db.Mail(appointment.PatientId, Kind, change.Id.Value, change.At);
            if (account is { } bell)
            {
                db.Tell(bell, Kind, change.At, appointment.Id);
            }
        }

        if (by.Role is not Role.Practitioner)
        {
            var practitioner = await db.Practitioners.AsNoTracking().FirstAsync(p => p.Id == appointment.PractitionerId);
            db.Tell(practitioner.AccountId, Kind, change.At, appointment.Id, patient: appointment.PatientId);
        }
    }

    private static NotificationKind? Kind(AppointmentStatus from, Appointment appointment) => (from, appointment.Status) switch
    {
        (AppointmentStatus.Pending, AppointmentStatus.Booked) => NotificationKind.AppointmentConfirmed,
        (_, AppointmentStatus.Cancelled) when appointment.CancelledBecause is CancellationReason.Declined => NotificationKind.AppointmentDeclined,
        (_, AppointmentStatus.Cancelled) => NotificationKind.AppointmentCancelled,
        _ => null,
    };

    private static async Task TellPatient(Db db, Appointment appointment, NotificationKind kind, Instant now)
    {
        db.Mail(appointment.PatientId, kind, appointment.Id.Value, now);
        if (await db.AccountOf(appointment.PatientId, now) is { } account)
        {
            db.Tell(account, kind, now, appointment.Id);
        }
    }
}
