using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Calendars;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>
/// What the patient reads when an appointment is asked for, booked, confirmed, declined, cancelled or did not take place: no reason of the visit, and no link
/// but the one that cancels, for who has no account.
/// </summary>
internal sealed class AppointmentLetter(NotificationKind kind, IStringLocalizer<Texts> texts, CalendarFiles calendars, CancelLinks links, OwnTime own) : ILetter
{
    public static readonly IReadOnlyList<NotificationKind> Kinds =
    [
        NotificationKind.AppointmentRequested, NotificationKind.AppointmentBooked, NotificationKind.AppointmentConfirmed, NotificationKind.AppointmentDeclined, NotificationKind.AppointmentCancelled,
        NotificationKind.AppointmentMissed,
    ];

    public NotificationKind Kind => kind;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(delivery);
        var id = new AppointmentId(delivery.SubjectId);
        var appointment = await db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancel);
        if (appointment is null || !StillTrue(appointment.Status))
        {
            return null;
        }

        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == appointment.PatientId, cancel);
        var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == appointment.PractitionerId, cancel);
        var clinic = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant, cancel);
        var replaced = appointment.Replaces is { } before ? await db.Appointments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == new AppointmentId(before), cancel) : null;
        return string.IsNullOrEmpty(patient.Email) ? null : Compose(appointment, replaced, patient, practitioner, clinic, await links.For(db, appointment));
    }

    // A mail that waited in the outbox while the plan changed would mislead; the change has a mail of its own.
    private bool StillTrue(AppointmentStatus status) => kind switch
    {
        NotificationKind.AppointmentRequested => status is AppointmentStatus.Pending,
        NotificationKind.AppointmentDeclined => status is AppointmentStatus.Cancelled,
        NotificationKind.AppointmentCancelled => status is AppointmentStatus.Cancelled or AppointmentStatus.EnteredInError,
        NotificationKind.AppointmentMissed => status is AppointmentStatus.NoShow,
        _ => status is not (AppointmentStatus.Cancelled or AppointmentStatus.EnteredInError),
    };

    private Letter Compose(Appointment appointment, Appointment? replaced, Patient patient, Practitioner practitioner, Tenant clinic, string? link)
    {
        using var speaking = Speaking.In(patient.Language);
        var when = Times.DayAndTime(appointment.StartsAt, clinic.TimeZone);
        string[] words = [when, practitioner.DisplayName, clinic.Name, Times.ZoneName(clinic.TimeZone)];
        var key = kind switch
        {
            NotificationKind.AppointmentRequested => "mail-requested",
            NotificationKind.AppointmentBooked => "mail-booked",
            NotificationKind.AppointmentConfirmed => "mail-confirmed",
            NotificationKind.AppointmentDeclined => "mail-declined",
            NotificationKind.AppointmentMissed => "mail-missed",
            _ => "mail-cancelled",
        };
        var next = appointment.Status is AppointmentStatus.Cancelled or AppointmentStatus.EnteredInError or AppointmentStatus.NoShow ? "mail-another-time"
            : appointment.Status is AppointmentStatus.Pending ? "mail-requested-next" : appointment.Modality is Modality.Audio ? "mail-link-audio" : "mail-link-video";
        var instead = replaced is null ? null : texts["mail-replaces", Times.DayAndTime(replaced.StartsAt, clinic.TimeZone)].Value;
        return new Letter(patient.Email!, patient.FullName, patient.Language, texts[$"{key}-subject", words],
            [texts[key, words], .. own.Line(appointment.StartsAt, clinic.TimeZone, patient), .. instead is null ? [] : (string[])[instead], texts[next, words]], link is null ? null : new LetterAction(texts["mail-cannot-come"], link))
        {
            // What did not take place is past, and what is only asked for is not fixed: no calendar needs to know.
            Calendar = kind is NotificationKind.AppointmentMissed or NotificationKind.AppointmentRequested ? null : calendars.For(appointment, clinic, patient.Email!),
        };
    }
}
