using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Demo;

/// <summary>Visits of the demonstration, and one that is ready now with a link for either side.</summary>
internal static class DemoVisit
{
    /// <summary>The two lines that <c>bin/dev</c> and <c>bin/links</c> print.</summary>
    internal sealed record Links(string Practitioner, string Patient);

    /// <summary>
    /// A visit that is ready now, of a practitioner in no call and a patient with whom no other such visit is open: a practitioner is
    /// live in one room at a time, and a pair has one open instant visit.
    /// </summary>
    /// <param name="first">True at the start of the program: the first practitioner of the cast, unless she is in a call.</param>
    public static async Task<Links> Ready(Db db, PublicAddress address, Clock clock, bool first)
    {
        var open = await db.Encounters.AsNoTracking().Where(e => e.EndedAt == null
            && (e.Status == EncounterStatus.InProgress || (e.Status == EncounterStatus.Planned && e.AppointmentId == null))).ToListAsync();
        var patients = await db.Patients.AsNoTracking().OrderBy(p => p.Id).ToListAsync();
        var live = await db.LiveRooms.AsNoTracking().Select(l => l.PractitionerId).ToListAsync();
        var practitioners = (await db.Practitioners.AsNoTracking().OrderBy(p => p.Id).ToListAsync())
            .OrderBy(p => live.Contains(p.Id)).ThenBy(p => open.Where(e => e.PractitionerId == p.Id).Sum(e => e.Status is EncounterStatus.InProgress ? 1000 : first ? 0 : 1));
        // When every pair has an open visit, the one that has waited longest is over: its link may be bound to a browser that nobody has any more.
        var (practitioner, patient) = practitioners.SelectMany(_ => patients, (practitioner, patient) => (practitioner, patient))
            .MinBy(pair => open.Where(e => e.PractitionerId == pair.practitioner.Id && e.PatientId == pair.patient.Id)
                .Select(e => e.CreatedAt + (e.Status is EncounterStatus.InProgress ? Duration.FromDays(1) : Duration.Zero)).DefaultIfEmpty(Instant.MinValue).Max());
        var (its, theirs, now) = (practitioner.Id, patient.Id, clock.Now);
        await db.Encounters.Where(e => e.PractitionerId == its && e.PatientId == theirs && e.AppointmentId == null && e.EndedAt == null && e.Status == EncounterStatus.Planned)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.EndedAt, now).SetProperty(x => x.EndedBecause, EndReason.Expired).SetProperty(x => x.Status, EncounterStatus.Cancelled)
                .SetProperty(x => x.DueAt, (Instant?)null).SetProperty(x => x.Version, x => x.Version + 1));
        var actor = new AccountActor(db.Tenant, practitioner.AccountId, Role.Practitioner, practitioner.Id, null);
        var visit = await db.StartInstant(actor, patient.Id, clock) ?? throw new InvalidOperationException("The demonstration has lost its cast.");
        return new Links(
            MagicLinks.Url(address, (await MagicLinks.Issue(db, visit.Practitioner, clock.Now))!),
            MagicLinks.Url(address, (await MagicLinks.Issue(db, visit.Patient, clock.Now))!));
    }

    /// <summary>The visit and its two seats; done when its appointment is.</summary>
    public static Encounter Add(Db db, PatientId patient, PractitionerId practitioner, Appointment? appointment, Instant now)
    {
        var done = appointment?.Status is AppointmentStatus.Fulfilled;
        var encounter = new Encounter
        {
            TenantId = db.Tenant, Id = EncounterId.New(), AppointmentId = appointment?.Id, PatientId = patient, PractitionerId = practitioner,
            Status = done ? EncounterStatus.Completed : EncounterStatus.Planned, CreatedAt = now,
            StartedAt = done ? appointment!.StartsAt + Duration.FromMinutes(2) : null,
            EndedAt = done ? appointment!.EndsAt - Duration.FromMinutes(9) : null,
            EndedBecause = done ? EndReason.ByPractitioner : null,
        };
        db.Encounters.Add(encounter);
        db.Participants.Add(new Participant
        {
            TenantId = db.Tenant, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = ParticipantRole.Practitioner, SeatNumber = 0, PractitionerId = practitioner,
        });
        db.Participants.Add(new Participant
        {
            TenantId = db.Tenant, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = ParticipantRole.Patient, SeatNumber = 1, PatientId = patient,
            Place = done ? Consultations.Place.Home : null, ConsentedAt = done ? encounter.StartedAt : null,
        });
        return encounter;
    }
}
