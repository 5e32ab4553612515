using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Notifications;

/// <summary>Makes the sentences of one reader's notifications, with the names and times that hold now.</summary>
public sealed class NotificationTexts(Db db, Clock clock, IStringLocalizer<Texts> texts)
{
    public async Task<NotificationList> Of(AccountActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var told = await db.ToldTo(actor);
        var subjects = await Subjects.Of(db, actor, told);
        var rooms = await OpenRooms.Of(db, actor, subjects.Encounters.Values, subjects.Appointments, clock.Now);
        return new NotificationList(await db.UnreadBy(actor),
            [.. told.Select(n => new NotificationLine(n.Id, n.Kind, Sentence(n, actor, subjects), Url(n, actor), n.At, n.ReadAt is not null).Into(rooms.Place(n)))]);
    }

    private string Sentence(Notification told, AccountActor actor, Subjects subjects)
    {
        var who = actor.Role is Role.Patient ? "patient" : "staff";
        switch (told.Kind)
        {
            case NotificationKind.DocumentShared:
                return subjects.Documents.TryGetValue(told.DocumentId ?? default, out var document) ? texts["document-shared", document] : texts["document-gone"];
            case NotificationKind.PatientWaiting:
                return texts["patient-waiting", subjects.Other(told, actor) ?? texts["someone"]];
            case NotificationKind.LinkReady:
                return subjects.When(told) is { } planned
                    ? texts["link-ready-planned", subjects.Other(told, actor) ?? texts["someone"], planned]
                    : texts["link-ready", subjects.Other(told, actor) ?? texts["someone"]];
            case NotificationKind.AppointmentRequested or NotificationKind.AppointmentBooked or NotificationKind.AppointmentConfirmed
                or NotificationKind.AppointmentDeclined or NotificationKind.AppointmentCancelled or NotificationKind.AppointmentRescheduled
                or NotificationKind.AppointmentMissed:
                return texts[$"{Word(told.Kind)}-{who}", subjects.Other(told, actor) ?? texts["someone"], subjects.When(told) ?? ""];
            case NotificationKind.SeriesRequested or NotificationKind.SeriesBooked or NotificationKind.SeriesCancelled:
                return texts[$"{Word(told.Kind)}-{who}", subjects.Other(told, actor) ?? texts["someone"], subjects.When(told) ?? ""];
            case NotificationKind.EarlierOffered:
                return texts["earlier-offered"];
            case NotificationKind.GlassBroken:
                return actor.Role is Role.Patient ? texts["glass-patient"] : texts["glass-staff", subjects.Other(told, actor) ?? texts["someone"]];
            case NotificationKind.MeasureOutOfBand:
                return texts["measure-out", subjects.Other(told, actor) ?? texts["someone"]];
            case NotificationKind.DocumentRequested:
                return texts["document-requested"];
            case NotificationKind.DocumentRequestAnswered:
                return texts["document-request-answered", subjects.Other(told, actor) ?? texts["someone"]];
            case NotificationKind.DocumentSent:
                return texts["document-sent", subjects.Other(told, actor) ?? texts["someone"]];
            case NotificationKind.DocumentShown:
                return texts["document-shown"];
            default:
                return texts["something"];
        }
    }

    private static string Word(NotificationKind kind) => kind switch
    {
        NotificationKind.AppointmentRequested => "requested",
        NotificationKind.AppointmentBooked => "booked",
        NotificationKind.AppointmentConfirmed => "confirmed",
        NotificationKind.AppointmentDeclined => "declined",
        NotificationKind.SeriesRequested => "series-requested",
        NotificationKind.SeriesBooked => "series-booked",
        NotificationKind.SeriesCancelled => "series-cancelled",
        NotificationKind.AppointmentRescheduled => "rescheduled",
        NotificationKind.AppointmentMissed => "missed",
        _ => "cancelled",
    };

    private static string Url(Notification told, AccountActor actor) => told.Kind switch
    {
        NotificationKind.GlassBroken => actor.Role is Role.Patient ? "/my-record/access" : "/clinic/emergencies",
        NotificationKind.DocumentShared or NotificationKind.DocumentRequested => "/documents",
        NotificationKind.DocumentRequestAnswered or NotificationKind.DocumentSent => $"/patients/{told.PatientId}/documents",
        NotificationKind.DocumentShown => "/shown",
        NotificationKind.PatientWaiting => "/today",
        NotificationKind.EarlierOffered => "/appointments/earlier",
        NotificationKind.MeasureOutOfBand => $"/patients/{told.PatientId}/measures",
        // The first page says from when one can join.
        NotificationKind.LinkReady => "/",
        _ => "/appointments",
    };

    /// <summary>What a list of notifications is about, fetched once for all of them.</summary>
    private sealed record Subjects(DateTimeZone Zone, Dictionary<Guid, Appointment> Appointments, Dictionary<Guid, Encounter> Encounters,
        Dictionary<PatientId, string> Patients, Dictionary<PractitionerId, string> Practitioners, Dictionary<Guid, string> Documents)
    {
        public static async Task<Subjects> Of(Db db, AccountActor actor, List<Notification> told)
        {
            var appointmentIds = told.Select(n => n.AppointmentId).OfType<Guid>().Select(id => new AppointmentId(id)).Distinct().ToList();
            var encounterIds = told.Select(n => n.EncounterId).OfType<Guid>().Select(id => new EncounterId(id)).Distinct().ToList();
            var documentIds = told.Select(n => n.DocumentId).OfType<Guid>().Select(id => new DocumentId(id)).Distinct().ToList();
            var zone = (await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant)).TimeZone;
            var appointments = await db.Appointments.AsNoTracking().Where(a => appointmentIds.Contains(a.Id)).ToListAsync();
            var encounters = await db.Encounters.AsNoTracking().Where(e => encounterIds.Contains(e.Id)).ToListAsync();
            var documents = await db.DocumentsFor(actor).AsNoTracking().Where(d => documentIds.Contains(d.Id)).Select(d => new { d.Id, d.FileName }).ToListAsync();
            var patientIds = appointments.Select(a => a.PatientId).Concat(encounters.Select(e => e.PatientId))
                .Concat(told.Select(n => n.PatientId).OfType<Guid>().Select(id => new PatientId(id))).Distinct().ToList();
            var practitionerIds = appointments.Select(a => a.PractitionerId).Concat(encounters.Select(e => e.PractitionerId)).Distinct().ToList();
            return new Subjects(zone, appointments.ToDictionary(a => a.Id.Value), encounters.ToDictionary(e => e.Id.Value),
                (await db.Patients.AsNoTracking().Where(p => patientIds.Contains(p.Id)).ToListAsync()).ToDictionary(p => p.Id, p => p.FullName),
                (await db.Practitioners.AsNoTracking().Where(p => practitionerIds.Contains(p.Id)).ToListAsync()).ToDictionary(p => p.Id, p => p.DisplayName),
                documents.ToDictionary(d => d.Id.Value, d => d.FileName));
        }

        /// <summary>Day and time of the appointment that it is about; null when it is about none.</summary>
        public string? When(Notification told) =>
            Appointments.TryGetValue(told.AppointmentId ?? default, out var appointment) ? Times.DayAndTime(appointment.StartsAt, Zone) : null;

        /// <summary>The other person: the practitioner for a patient, the patient for staff.</summary>
        public string? Other(Notification told, AccountActor actor)
        {
            var appointment = Appointments.GetValueOrDefault(told.AppointmentId ?? default);
            var encounter = Encounters.GetValueOrDefault(told.EncounterId ?? default);
            if (actor.Role is Role.Patient)
            {
                return (appointment?.PractitionerId ?? encounter?.PractitionerId) is { } practitioner ? Practitioners.GetValueOrDefault(practitioner) : null;
            }

            var patient = appointment?.PatientId ?? encounter?.PatientId ?? (told.PatientId is { } id ? new PatientId(id) : null);
            return patient is { } known ? Patients.GetValueOrDefault(known) : null;
        }
    }
}
