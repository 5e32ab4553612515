using Microsoft.EntityFrameworkCore;
using Telemed.Consultations;
using Telemed.Consultations.Ending;
using Telemed.Consultations.Quality;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Web.Pages.PastVisits;

/// <summary>Everything that a visit's own page shows: who was there, what was stated at its end, what went wrong, how the call was.</summary>
public sealed record PastVisit(Encounter Encounter, Patient Patient, Practitioner Practitioner, IReadOnlyDictionary<ParticipantId, string> People,
    IReadOnlyList<IncidentLine> Incidents, IReadOnlyList<QualityMinute> Minutes, Closure? Closure)
{
    public static async Task<PastVisit> Of(Db db, Encounter encounter)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(encounter);
        var (id, patientId, practitionerId) = (encounter.Id, encounter.PatientId, encounter.PractitionerId);
        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == patientId);
        var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == practitionerId);
        var places = await db.Participants.AsNoTracking().Where(p => p.EncounterId == id).ToListAsync();
        var minutes = await db.QualityMinutes.AsNoTracking().Where(q => q.EncounterId == id).OrderBy(q => q.Minute).ToListAsync();
        var people = places.OrderBy(p => p.SeatNumber).ToDictionary(p => p.Id, p => p.PatientId is not null ? patient.FullName : p.PractitionerId == practitionerId ? practitioner.DisplayName : p.Name ?? "");
        return new PastVisit(encounter, patient, practitioner, people, await db.IncidentsOf(id), minutes,
            await db.Closures.AsNoTracking().SingleOrDefaultAsync(c => c.EncounterId == id));
    }

    /// <summary>Whose it is; null: the whole visit's. Empty for somebody who has no name of their own here.</summary>
    public string? Who(IncidentLine incident) => incident?.ParticipantId is { } id && People.GetValueOrDefault(id) is { Length: > 0 } name ? name : null;
}
