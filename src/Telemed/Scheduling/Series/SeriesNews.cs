using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Series;

/// <summary>Who is told what about a series: once about all of it.</summary>
internal static class SeriesNews
{
    /// <param name="first">The earliest of those that changed now.</param>
    public static void Booked(Db db, AccountActor by, Appointment first, Practitioner practitioner, Instant now)
    {
        if (by.Role is not Role.Practitioner)
        {
            db.Tell(practitioner.AccountId, first.Status is AppointmentStatus.Pending ? NotificationKind.SeriesRequested : NotificationKind.SeriesBooked, now,
                first.Id, patient: first.PatientId);
        }
    }

    public static async Task Moved(Db db, Actor by, Appointment first, Instant now)
    {
        await TellPatient(db, first, now);
        if (first.Status is AppointmentStatus.Cancelled && by is not AccountActor { Role: Role.Practitioner })
        {
            var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == first.PractitionerId);
            db.Tell(practitioner.AccountId, NotificationKind.SeriesCancelled, now, first.Id, patient: first.PatientId);
        }
    }

    /// <summary>Nothing while the practitioner has not confirmed.</summary>
    public static async Task TellPatient(Db db, Appointment first, Instant now)
    {
        if (first.Status is AppointmentStatus.Pending)
        {
            return;
        }

        var kind = first.Status is AppointmentStatus.Cancelled ? NotificationKind.SeriesCancelled : NotificationKind.SeriesBooked;
        db.Mail(first.PatientId, kind, first.Series!.Value, now);
        if (await db.AccountOf(first.PatientId, now) is { } account)
        {
            db.Tell(account, kind, now, first.Id);
        }
    }
}
