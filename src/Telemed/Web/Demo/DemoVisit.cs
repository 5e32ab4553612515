using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Web.Demo;

/// <summary>Visits of the demonstration, and one that is ready now with a link for either side.</summary>
internal static class DemoVisit
{
    /// <summary>The two lines that <c>bin/dev</c> and <c>bin/links</c> print.</summary>
    internal sealed record Links(string Practitioner, string Patient);

    /// <summary>
    /// A visit that is ready now, of a practitioner and a patient who are in no other ready or running one where possible: a
    /// practitioner is live in one room at a time.
    /// </summary>
    /// <param name="first">True at the start of the program: the first practitioner of the cast, unless she is in a call.</param>
    public static async Task<Links> Ready(Db db, PublicAddress address, Instant now, bool first)
    {
        var lately = now - Duration.FromHours(1);
        var open = (await db.Encounters.Where(e => e.Status == EncounterStatus.InProgress || e.Status == EncounterStatus.Planned).ToListAsync())
            .Where(e => e.Status is EncounterStatus.InProgress || (e.AppointmentId is null && e.CreatedAt > lately)).ToList();
        var practitioner = (await db.Practitioners.OrderBy(p => p.Id).ToListAsync())
            .MinBy(p => open.Where(e => e.PractitionerId == p.Id).Sum(e => e.Status is EncounterStatus.InProgress ? 1000 : first ? 0 : 1))!;
        var patient = (await db.Patients.OrderBy(p => p.Id).ToListAsync()).MinBy(p => open.Count(e => e.PatientId == p.Id))!;
        return await db.InTransaction(async () =>
        {
            await db.CareBegins(practitioner.Id, patient.Id, now);
            var encounter = Add(db, patient.Id, practitioner.Id, null, now);
            await db.SaveChangesAsync();
            var seats = await db.Participants.Where(p => p.EncounterId == encounter.Id).ToDictionaryAsync(p => p.Role, p => p.Id);
            return new Links(await Link(db, address, seats[ParticipantRole.Practitioner], now), await Link(db, address, seats[ParticipantRole.Patient], now));
        });
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
            TenantId = db.Tenant, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = ParticipantRole.Practitioner, PractitionerId = practitioner,
        });
        db.Participants.Add(new Participant
        {
            TenantId = db.Tenant, Id = ParticipantId.New(), EncounterId = encounter.Id, Role = ParticipantRole.Patient, PatientId = patient,
            Place = done ? Consultations.Place.Home : null, ConsentedAt = done ? encounter.StartedAt : null,
        });
        return encounter;
    }

    private static async Task<string> Link(Db db, PublicAddress address, ParticipantId participant, Instant now)
    {
        var token = Secret.New();
        db.MagicLinks.Add(new MagicLink
        {
            TenantId = db.Tenant, Id = MagicLinkId.New(), ParticipantId = participant, TokenHash = Secret.Hash(token)!, IssuedAt = now,
        });
        await db.SaveChangesAsync();
        return $"{address.Value}/join#{token}";
    }
}
