using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Home;

/// <summary>A meeting that a patient has before them.</summary>
/// <param name="Reason">Null for an instant consultation.</param>
/// <param name="Room">The patient's own place in the visit; null while the appointment is not confirmed.</param>
/// <param name="OpensAt">From when the room admits.</param>
internal sealed record NextMeeting(Instant StartsAt, string With, string? Reason, Modality Modality, ParticipantId? Room, Instant OpensAt)
{
    /// <summary>Null for an instant consultation.</summary>
    public AppointmentId? Appointment { get; private init; }

    /// <summary>Everything that is still to come or going on, soonest first.</summary>
    public static async Task<IReadOnlyList<NextMeeting>> All(Db db, AccountActor actor, Instant now)
    {
        var rules = RoomRules.Default;
        var ended = now - rules.AdmitsAfter;
        var practitioners = (await db.Practitioners.AsNoTracking().ToListAsync()).ToDictionary(p => p.Id, p => p.DisplayName);
        var appointments = await db.AppointmentsFor(actor).AsNoTracking()
            .Where(a => a.EndsAt > ended && (a.Status == AppointmentStatus.Pending || a.Status == AppointmentStatus.Booked || a.Status == AppointmentStatus.Arrived))
            .ToListAsync();
        var (encounters, participants) = (db.Encounters, db.Participants);
        var visits = await (from encounter in encounters.AsNoTracking()
                            join participant in participants.AsNoTracking() on encounter.Id equals participant.EncounterId
                            where participant.PatientId == actor.PatientId && encounter.EndedAt == null
                                && (encounter.Status == EncounterStatus.Planned || encounter.Status == EncounterStatus.InProgress)
                            select new { encounter, participant.Id }).ToListAsync();
        var planned = appointments.Select(a => visits.FirstOrDefault(v => v.encounter.AppointmentId == a.Id) is { } visit
            ? new NextMeeting(a.StartsAt, practitioners[a.PractitionerId], a.Reason, a.Modality, visit.Id, VisitWindow.Of(visit.encounter, a, joined: false, rules).OpensAt) { Appointment = a.Id }
            : a.EndsAt > now ? new NextMeeting(a.StartsAt, practitioners[a.PractitionerId], a.Reason, a.Modality, null, a.StartsAt) { Appointment = a.Id } : null);
        var instant = visits.Where(v => v.encounter.AppointmentId is null && VisitWindow.Of(v.encounter, null, v.encounter.StartedAt is not null, rules).At(now) is LinkState.Open)
            .Select(v => new NextMeeting(v.encounter.CreatedAt, practitioners[v.encounter.PractitionerId], null, Modality.Video, v.Id, v.encounter.CreatedAt));
        return [.. planned.OfType<NextMeeting>().Concat(instant).OrderBy(m => m.StartsAt)];
    }
}
