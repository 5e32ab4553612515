using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.People;

/// <summary>Which people an actor may see. Nobody is visible unless a line here says so.</summary>
public static class Rights
{
    extension(Db db)
    {
        /// <summary>
        /// Patients whose page <paramref name="actor"/> may open: a practitioner's own by care relation, every one of the clinic for
        /// assistants and administrators (identity), oneself for a patient, none for anybody else.
        /// </summary>
        public IQueryable<Patient> PatientsFor(Actor? actor)
        {
            var relations = db.CareRelations;
            return actor switch
            {
                AccountActor { Role: Role.Practitioner, PractitionerId: { } self } =>
                    db.Patients.Where(p => relations.Any(r => r.PatientId == p.Id && r.PractitionerId == self)),
                AccountActor { Role: Role.Assistant or Role.Administrator } => db.Patients,
                AccountActor { Role: Role.Patient, PatientId: { } self } => db.Patients.Where(p => p.Id == self),
                _ => db.Patients.Where(p => false),
            };
        }

        /// <summary>
        /// Patients whom <paramref name="actor"/> may find in order to book: every one of the clinic for its staff, identity only.
        /// </summary>
        public IQueryable<Patient> PatientsToBookFor(Actor? actor) => actor is AccountActor { IsStaff: true } ? db.Patients : db.Patients.Where(p => false);
    }
}
