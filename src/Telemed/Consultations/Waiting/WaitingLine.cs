using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Consultations.Waiting;

/// <summary>One who waits.</summary>
/// <param name="PractitionerPlace">The practitioner's own place in that room.</param>
internal sealed record InLine(Encounter Encounter, Appointment? Appointment, Patient Patient, ParticipantId PractitionerPlace, ParticipantId PatientPlace, WaitingPlace Place)
{
    public Instant? PlannedAt => Appointment?.StartsAt;

    /// <summary>Who comes early does not pass those planned before; who comes late comes after those who were there.</summary>
    public Instant Due => PlannedAt is { } planned && planned > Place.Since ? planned : Place.Since;
}

/// <summary>
/// Those who wait for one practitioner, in the order in which they will be seen, and what goes on meanwhile. Read from the rows in a
/// fixed number of queries, however many wait.
/// </summary>
internal sealed record WaitingLine(Instant Now, IReadOnlyList<InLine> Waiting, Going? Going, bool AtWork, PastDurations Past)
{
    /// <summary>After a visit a practitioner is taken to be at work for so long.</summary>
    public static readonly Duration Breath = Duration.FromMinutes(10);

    private static readonly RoomEventKind[] Telling = [RoomEventKind.Arrived, RoomEventKind.Left, RoomEventKind.TakenOver, RoomEventKind.LiveClosed];

    public static async Task<WaitingLine> Load(Db db, PractitionerId practitioner, Instant now, CancellationToken cancel = default)
    {
        var open = await Open(db, practitioner, cancel);
        var live = await db.LiveRooms.AsNoTracking().SingleOrDefaultAsync(l => l.PractitionerId == practitioner, cancel);
        var past = await PastDurations.Of(db, practitioner, cancel);
        var lastEnd = await db.Encounters.Where(e => e.PractitionerId == practitioner && e.Status == EncounterStatus.Completed).MaxAsync(e => e.EndedAt, cancel);
        var waiting = await Waits(db, [.. open.Where(o => o.Encounter.Id != live?.EncounterId)], now, cancel);
        var reason = open.Find(o => o.Encounter.Id == live?.EncounterId).Appointment?.Reason;
        return new WaitingLine(now, waiting, live is null ? null : new Going(live.Since, past.Like(reason)), live is not null || now - lastEnd < Breath, past);
    }

    /// <summary>When it is the turn of whoever is at this index, by the same sums as for everybody else.</summary>
    public Instant? ExpectedAt(int index) => ExpectedAt(index, Waiting[index].PlannedAt);

    /// <summary>The turn of somebody who would come after the first <paramref name="before"/> of the line.</summary>
    public Instant? ExpectedAt(int before, Instant? planned) => TurnEstimate.ExpectedAt(Now, AtWork, Going,
        [.. Waiting.Take(before).Select(w => new Before(w.PlannedAt, Past.Like(w.Appointment?.Reason)))], planned);

    /// <summary>Next, and soon: the visit before ends soon or has to, or the time is almost there.</summary>
    public bool IsNear(int before, Instant? planned) =>
        (ExpectedAt(before, planned) is { } at && at - Now <= TurnEstimate.Near)
        || (before == 0 && Going is { } going && TurnEstimate.IsOverdue(going, Now) && !(planned - Now > TurnEstimate.Near));

    private static async Task<List<(Encounter Encounter, Appointment? Appointment, Patient Patient)>> Open(Db db, PractitionerId practitioner, CancellationToken cancel)
    {
        var (encounters, appointments, patients) = (db.Encounters, db.Appointments, db.Patients);
        var rows = await (from encounter in encounters.AsNoTracking()
                          where encounter.PractitionerId == practitioner && encounter.OpenedAt != null && encounter.EndedAt == null
                              && (encounter.Status == EncounterStatus.Planned || encounter.Status == EncounterStatus.InProgress)
                          join patient in patients.AsNoTracking() on encounter.PatientId equals patient.Id
                          join found in appointments.AsNoTracking() on encounter.AppointmentId equals (AppointmentId?)found.Id into planned
                          from appointment in planned.DefaultIfEmpty()
                          select new { encounter, appointment, patient }).ToListAsync(cancel);
        return [.. rows.Select(r => (r.encounter, (Appointment?)r.appointment, r.patient))];
    }

    private static async Task<IReadOnlyList<InLine>> Waits(Db db, List<(Encounter Encounter, Appointment? Appointment, Patient Patient)> open, Instant now, CancellationToken cancel)
    {
        if (open.Count == 0)
        {
            return [];
        }

        var ids = open.Select(o => o.Encounter.Id).ToList();
        var places = (await db.Participants.AsNoTracking().Where(p => ids.Contains(p.EncounterId)
            && (p.Role == ParticipantRole.Practitioner || p.Role == ParticipantRole.Patient)).ToListAsync(cancel)).ToLookup(p => p.EncounterId);
        var events = (await db.RoomEvents.AsNoTracking().Where(e => ids.Contains(e.EncounterId) && Telling.Contains(e.Kind))
            .OrderBy(e => e.Number).ToListAsync(cancel)).ToLookup(e => e.EncounterId);
        return [.. open.Select(o => One(o, places[o.Encounter.Id], events[o.Encounter.Id])).OfType<InLine>().Where(w => w.Place.IsKept(now))
            .OrderBy(w => w.Due).ThenBy(w => w.Place.Since).ThenBy(w => w.Encounter.Id.Value)];
    }

    private static InLine? One((Encounter Encounter, Appointment? Appointment, Patient Patient) visit, IEnumerable<Participant> places, IEnumerable<RoomEvent> events)
    {
        var seats = places.ToDictionary(p => p.Role, p => p.Id);
        return WaitingPlace.Of(events, seats[ParticipantRole.Patient]) is { } place
            ? new InLine(visit.Encounter, visit.Appointment, visit.Patient, seats[ParticipantRole.Practitioner], seats[ParticipantRole.Patient], place) : null;
    }
}
