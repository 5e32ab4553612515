using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Reminding;

/// <summary>Days or hours before the start: when and with whom. Tells the day and the time, which stay true when the mail is late.</summary>
internal sealed class ReminderLetter(IStringLocalizer<Texts> texts, Clock clock, CancelLinks links, OwnTime own) : ILetter
{
    public NotificationKind Kind => NotificationKind.Reminder;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.StillToRemindOf(delivery, clock.Now, cancel) is not { } appointment)
        {
            return null;
        }

        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == appointment.PatientId, cancel);
        var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == appointment.PractitionerId, cancel);
        var clinic = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant, cancel);
        return string.IsNullOrEmpty(patient.Email) ? null : Compose(appointment, patient, practitioner, clinic, await links.For(db, appointment));
    }

    private Letter Compose(Appointment appointment, Patient patient, Practitioner practitioner, Tenant clinic, string? link)
    {
        using var speaking = Speaking.In(patient.Language);
        string[] words = [Times.DayAndTime(appointment.StartsAt, clinic.TimeZone), practitioner.DisplayName, clinic.Name, Times.ZoneName(clinic.TimeZone)];
        return new Letter(patient.Email!, patient.FullName, patient.Language, texts["mail-reminder-subject", words],
            [texts["mail-reminder", words], .. own.Line(appointment.StartsAt, clinic.TimeZone, patient), texts["mail-reminder-link", words], texts["mail-reminder-else", words]], link is null ? null : new LetterAction(texts["mail-cannot-come"], link));
    }
}
