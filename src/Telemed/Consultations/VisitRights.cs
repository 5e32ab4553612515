using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>Whose visits an actor may look back on. Nobody's are visible unless a line here says so.</summary>
public static class VisitRights
{
    extension(Db db)
    {
        /// <summary>A practitioner's own visits that were opened, of patients in their care: course, incidents and quality of the call.</summary>
        public IQueryable<Encounter> VisitsHeldBy(Actor? actor)
        {
            var (encounters, relations) = (db.Encounters, db.CaresNow);
            return actor is AccountActor { Role: Role.Practitioner, PractitionerId: { } self }
                ? encounters.Where(e => e.PractitionerId == self && e.OpenedAt != null && relations.Any(r => r.PatientId == e.PatientId && r.PractitionerId == self))
                : encounters.Where(_ => false);
        }
    }
}
