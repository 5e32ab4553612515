using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Series;

/// <summary>One mail with all the dates of a series that were booked, or cancelled, together.</summary>
internal sealed class SeriesLetter(NotificationKind kind, IStringLocalizer<Texts> texts) : ILetter
{
    public static readonly IReadOnlyList<NotificationKind> Kinds = [NotificationKind.SeriesBooked, NotificationKind.SeriesCancelled];

    public NotificationKind Kind => kind;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        // Those that changed with this mail, as far as it is still true of them.
        var (moves, status) = (db.AppointmentMoves, kind is NotificationKind.SeriesBooked ? AppointmentStatus.Booked : AppointmentStatus.Cancelled);
        var told = await db.Appointments.AsNoTracking().Where(a => a.Series == delivery.SubjectId && a.Status == status
            && moves.Any(m => m.AppointmentId == a.Id && m.To == status && m.At == delivery.CreatedAt)).OrderBy(a => a.StartsAt).ToListAsync(cancel);
        if (told.Count == 0)
        {
            return null;
        }

        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == told[0].PatientId, cancel);
        var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == told[0].PractitionerId, cancel);
        var clinic = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant, cancel);
        return string.IsNullOrEmpty(patient.Email) ? null : Compose(told, patient, practitioner, clinic);
    }

    private Letter Compose(List<Appointment> told, Patient patient, Practitioner practitioner, Tenant clinic)
    {
        using var speaking = Speaking.In(patient.Language);
        var dates = told.Select(a => Times.Sentence(Times.DayAndTime(a.StartsAt, clinic.TimeZone)));
        string[] words = [practitioner.DisplayName, clinic.Name, Times.ZoneName(clinic.TimeZone), told.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        var key = kind is NotificationKind.SeriesBooked ? "mail-series-booked" : "mail-series-cancelled";
        var next = kind is NotificationKind.SeriesCancelled ? "mail-series-another-time" : told[0].Modality is Modality.Audio ? "mail-series-link-audio" : "mail-series-link-video";
        return new Letter(patient.Email!, patient.FullName, patient.Language, texts[$"{key}-subject", words], [texts[key, words], .. dates, texts[next, words]]);
    }
}
