using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>One participant's view of a visit: every row that says who meets whom, where and when.</summary>
public sealed record Visit(Participant Self, Encounter Encounter, Appointment? Appointment, Tenant Clinic, Practitioner Practitioner, Patient Patient, bool Joined)
{
    public bool IsPractitioner => Self.Role is ParticipantRole.Practitioner;

    /// <summary>The reader's own name, and the other's, as each reads it.</summary>
    public string You => IsPractitioner ? Practitioner.DisplayName : Patient.FullName;

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
        if (await db.Participants.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } self)
        {
            return null;
        }

        var encounter = await db.Encounters.AsNoTracking().SingleAsync(e => e.Id == self.EncounterId, cancel);
        var appointment = encounter.AppointmentId is { } planned
            ? await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == planned, cancel) : null;
        var clinic = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant, cancel);
        var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == encounter.PractitionerId, cancel);
        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == encounter.PatientId, cancel);
        var joined = encounter.OpenedAt is not null
            || await db.Participants.AnyAsync(p => p.EncounterId == encounter.Id && p.BoundAt != null, cancel);
        return new Visit(self, encounter, appointment, clinic, practitioner, patient, joined);
    }
}
