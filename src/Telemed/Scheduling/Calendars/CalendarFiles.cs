using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Calendars;

/// <summary>
/// Appointments as other calendar programs read them (RFC 5545): no reason of the visit, no name of a patient, no link into a room. Times are instants
/// in UTC, which every program shows by its own clock. One appointment keeps its UID, and its SEQUENCE grows with each change of it.
/// </summary>
public sealed class CalendarFiles(PublicAddress address, IOptions<TelemedOptions> options, IStringLocalizer<Texts> texts, Clock clock)
{
    private const string Publish = "PUBLISH";
    private const string Request = "REQUEST";
    private const string Cancel = "CANCEL";

    /// <summary>Goes with a mail about an appointment: it is put into the reader's calendar, moved there, or taken out. In the current language.</summary>
    /// <param name="reader">The address to which the mail goes: a calendar program looks for itself among the attendees.</param>
    public LetterCalendar For(Appointment appointment, Tenant clinic, string reader)
    {
        ArgumentNullException.ThrowIfNull(appointment);
        ArgumentNullException.ThrowIfNull(clinic);
        var method = appointment.Status is AppointmentStatus.Cancelled or AppointmentStatus.EnteredInError ? Cancel : Request;
        var entry = Entry(appointment, clinic);
        entry.Organizer = new Organizer($"mailto:{options.Value.Smtp.From}") { CommonName = clinic.Name };
        entry.Attendees.Add(new Attendee($"mailto:{reader}") { ParticipationStatus = EventParticipationStatus.Accepted, Rsvp = false });
        return new LetterCalendar(method, Written(method, clinic, entry));
    }

    /// <summary>Some appointments, to be read by whoever may see them: a file to keep, or a feed. In the current language.</summary>
    public string Of(IEnumerable<Appointment> appointments, Tenant clinic) => Written(Publish, clinic, [.. appointments.Select(appointment =>
    {
        var entry = Entry(appointment, clinic);
        entry.Url = new Uri($"{address.Value}/appointments/{appointment.Id}");
        return entry;
    })]);

    private CalendarEvent Entry(Appointment appointment, Tenant clinic) => new()
    {
        Uid = $"{appointment.Id.Value:N}@{new Uri(address.Value).Host}",
        Sequence = appointment.Version,
        DtStamp = Utc(clock.Now),
        DtStart = Utc(appointment.StartsAt),
        DtEnd = Utc(appointment.EndsAt),
        Summary = texts["calendar-summary", clinic.Name],
        Class = "PRIVATE",
        Status = appointment.Status switch
        {
            AppointmentStatus.Pending => EventStatus.Tentative,
            AppointmentStatus.Cancelled or AppointmentStatus.EnteredInError => EventStatus.Cancelled,
            _ => EventStatus.Confirmed,
        },
    };

    private static string Written(string method, Tenant clinic, params IReadOnlyCollection<CalendarEvent> entries)
    {
        var calendar = new Calendar { Method = method, ProductId = "-//Telemed//Telemed//FR" };
        if (method is Publish)
        {
            calendar.AddProperty("X-WR-CALNAME", clinic.Name);
        }

        calendar.Events.AddRange(entries);
        return new CalendarSerializer().SerializeToString(calendar) ?? throw new InvalidOperationException("A calendar was not written.");
    }

    private static CalDateTime Utc(Instant at) => new(Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds()).ToDateTimeUtc());
}
