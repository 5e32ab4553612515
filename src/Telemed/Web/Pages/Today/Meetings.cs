using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Today;

/// <summary>Reads the appointments of one day that an actor may see.</summary>
internal static class Meetings
{
    private static readonly AppointmentStatus[] Shown =
    [
        AppointmentStatus.Pending, AppointmentStatus.Booked, AppointmentStatus.Arrived, AppointmentStatus.Fulfilled, AppointmentStatus.NoShow,
    ];

    /// <summary>Without those that were cancelled or entered in error.</summary>
    public static async Task<IReadOnlyList<Meeting>> Of(Db db, AccountActor actor, LocalDate day, DateTimeZone zone, Instant now)
    {
        var (morning, midnight) = (zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant());
        var (patients, practitioners) = (db.Patients, db.Practitioners);
        var appointments = db.AppointmentsFor(actor).AsNoTracking().Where(a => a.StartsAt >= morning && a.StartsAt < midnight && Shown.Contains(a.Status));
        var rows = await (from appointment in appointments
                          join patient in patients.AsNoTracking() on appointment.PatientId equals patient.Id
                          join practitioner in practitioners.AsNoTracking() on appointment.PractitionerId equals practitioner.Id
                          select new { appointment, patient, practitioner }).ToListAsync();
        var visits = await Visits(db, appointments);
        return [.. rows.Select(r => visits.TryGetValue(r.appointment.Id, out var visit)
            ? new Meeting(r.appointment, r.patient, r.practitioner, visit.Encounter.Status, actor.PractitionerId is not null ? Room(visit, r.appointment, now) : null)
            : new Meeting(r.appointment, r.patient, r.practitioner, null, null))];
    }

    private static async Task<Dictionary<AppointmentId, (Encounter Encounter, ParticipantId Own)>> Visits(Db db, IQueryable<Appointment> appointments)
    {
        var (encounters, participants) = (db.Encounters, db.Participants);
        var rows = await (from appointment in appointments
                          join encounter in encounters.AsNoTracking() on (AppointmentId?)appointment.Id equals encounter.AppointmentId
                          join participant in participants.AsNoTracking() on encounter.Id equals participant.EncounterId
                          where participant.Role == ParticipantRole.Practitioner
                          select new { encounter, participant.Id }).ToListAsync();
        return rows.ToDictionary(r => r.encounter.AppointmentId!.Value, r => (r.encounter, r.Id));
    }

    private static ParticipantId? Room((Encounter Encounter, ParticipantId Own) visit, Appointment appointment, Instant now) =>
        visit.Encounter.Status is EncounterStatus.InProgress
        || (visit.Encounter.Status is EncounterStatus.Planned && appointment.Status is AppointmentStatus.Booked or AppointmentStatus.Arrived
            && VisitWindow.Of(visit.Encounter, appointment, joined: false, RoomRules.Default).At(now) is LinkState.Open)
            ? visit.Own : null;
}
