using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>One participant's view of a visit: every row that says who meets whom, where and when.</summary>
public sealed record Visit(Participant Self, Encounter Encounter, Appointment? Appointment, Tenant Clinic, Practitioner Practitioner, Patient Patient,
    ParticipantId OtherId, bool Joined)
{
    public bool IsPractitioner => Self.Role is ParticipantRole.Practitioner;

    /// <summary>The reader's own name, and the other's, as each reads it.</summary>
    public string You => IsPractitioner ? Practitioner.DisplayName : Self.Role is ParticipantRole.Guest ? Self.Name! : Patient.FullName;

    public string Other => IsPractitioner ? Patient.FullName : Practitioner.DisplayName;

    public Instant PlannedAt => Appointment?.StartsAt ?? Encounter.CreatedAt;

    public Modality Modality => Appointment?.Modality ?? Modality.Video;

    public VisitWindow Window => VisitWindow.Of(Encounter, Appointment, Joined, RoomRules.Default);

    /// <summary>Cancelled before it happened; told from the appointment too, whoever cancelled that.</summary>
    public bool IsCancelled => Encounter is { Status: EncounterStatus.Cancelled, EndedAt: null }
        || (Encounter.EndedAt is null && Appointment?.Status is AppointmentStatus.Cancelled or AppointmentStatus.EnteredInError);

    /// <summary>Whether this account is the very person of this participant.</summary>
    public bool IsPerson(AccountActor? actor) => IsPerson(Self, actor);

    public static bool IsPerson(Participant self, AccountActor? actor)
    {
        ArgumentNullException.ThrowIfNull(self);
        return actor is not null && actor.TenantId == self.TenantId
            && (self.PractitionerId is { } practitioner ? actor.PractitionerId == practitioner : self.PatientId is { } patient && actor.PatientId == patient);
    }

    /// <summary>Loads the visit of a participant of the clinic entered; null when there is none.</summary>
    public static async Task<Visit?> Load(Db db, ParticipantId id, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        // One statement for what has one row each: a joining page waits for every one.
        var found = await (
            from self in db.Participants.AsNoTracking().Where(p => p.Id == id)
            from encounter in db.Set<Encounter>().Where(e => e.Id == self.EncounterId)
            from clinic in db.Set<Tenant>().Where(t => t.Id == encounter.TenantId)
            from practitioner in db.Set<Practitioner>().Where(p => p.Id == encounter.PractitionerId)
            from patient in db.Set<Patient>().Where(p => p.Id == encounter.PatientId)
            from appointment in db.Set<Appointment>().Where(a => a.Id == encounter.AppointmentId).DefaultIfEmpty()
            select new { self, encounter, clinic, practitioner, patient, appointment }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var (me, visit) = (found.self, found.encounter);
        var places = await db.Participants.AsNoTracking().Where(p => p.EncounterId == visit.Id).ToListAsync(cancel);
        var other = places.Single(p => p.Role == (me.Role is ParticipantRole.Practitioner ? ParticipantRole.Patient : ParticipantRole.Practitioner));
        var joined = visit.OpenedAt is not null || places.Any(p => p.BoundAt is not null);
        return new Visit(me, visit, found.appointment, found.clinic, found.practitioner, found.patient, other.Id, joined);
    }
}
