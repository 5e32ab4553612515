using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Calendars;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>What the patient reads when an appointment moved: from when to when, no reason of the visit, no link but the one that cancels.</summary>
internal sealed class TimeChangeLetter(IStringLocalizer<Texts> texts, CalendarFiles calendars, CancelLinks links, OwnTime own) : ILetter
{
    public NotificationKind Kind => NotificationKind.AppointmentRescheduled;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(delivery);
        var id = new TimeChangeId(delivery.SubjectId);
        if (await db.TimeChanges.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) is not { } change)
        {
            return null;
        }

        var appointment = await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == change.AppointmentId, cancel);
        // Moved again or cancelled meanwhile: that has a mail of its own, and this one would mislead.
        if (!AppointmentMoves.Holding.Contains(appointment.Status) || (appointment.StartsAt, appointment.EndsAt) != (change.ToStartsAt, change.ToEndsAt))
        {
            return null;
        }

        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == appointment.PatientId, cancel);
        var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == appointment.PractitionerId, cancel);
        var clinic = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant, cancel);
        return string.IsNullOrEmpty(patient.Email) ? null : Compose(appointment, change, patient, practitioner, clinic, await links.For(db, appointment));
    }

    private Letter Compose(Appointment appointment, TimeChange change, Patient patient, Practitioner practitioner, Tenant clinic, string? link)
    {
        using var speaking = Speaking.In(patient.Language);
        var resized = change.FromStartsAt == change.ToStartsAt;
        string[] words =
        [
            Times.DayAndTime(appointment.StartsAt, clinic.TimeZone), practitioner.DisplayName, clinic.Name, Times.ZoneName(clinic.TimeZone),
            resized ? Minutes(change.FromEndsAt - change.FromStartsAt) : Times.DayAndTime(change.FromStartsAt, clinic.TimeZone),
            Minutes(change.ToEndsAt - change.ToStartsAt),
        ];
        var key = resized ? "mail-resized" : "mail-moved";
        var next = appointment.Status is AppointmentStatus.Pending ? "mail-moved-pending" : "mail-moved-link";
        return new Letter(patient.Email!, patient.FullName, patient.Language, texts[$"{key}-subject", words], [texts[key, words], .. own.Line(appointment.StartsAt, clinic.TimeZone, patient), texts[next]],
            link is null ? null : new LetterAction(texts["mail-cannot-come"], link))
        {
            Calendar = calendars.For(appointment, clinic, patient.Email!),
        };
    }

    private static string Minutes(NodaTime.Duration length) => ((int)length.TotalMinutes).ToString(CultureInfo.InvariantCulture);
}
