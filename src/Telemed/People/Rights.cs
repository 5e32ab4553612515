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
        /// assistants and administrators (identity), oneself for a patient (with the files read within one’s own), none for anybody else.
        /// </summary>
        public IQueryable<Patient> PatientsFor(Actor? actor)
        {
            var relations = db.CaresNow;
            return actor switch
            {
                AccountActor { Role: Role.Practitioner, PractitionerId: { } self } =>
                    db.Patients.Where(p => relations.Any(r => r.PatientId == p.Id && r.PractitionerId == self)),
                AccountActor { Role: Role.Assistant or Role.Administrator } => db.Patients,
                AccountActor { Role: Role.Patient, PatientId: { } self } => db.Patients.Where(p => p.Id == self || p.MergedInto == self),
                _ => db.Patients.Where(p => false),
            };
        }

        /// <summary>
        /// Patients whom <paramref name="actor"/> may find in order to book: every one of the clinic for its staff, identity only. A file that is read
        /// within another is not one of them.
        /// </summary>
        public IQueryable<Patient> PatientsToBookFor(Actor? actor) => actor is AccountActor { IsStaff: true }
            ? db.Patients.Where(p => p.MergedInto == null) : db.Patients.Where(p => false);

        /// <summary>
        /// The file and those that are read within it: whose rows make up one person's record. A query, to be asked with Contains: the database
        /// then reads the rows of these files and no others.
        /// </summary>
        public IQueryable<PatientId> FilesOf(PatientId patient) => db.Patients.Where(p => p.Id == patient || p.MergedInto == patient).Select(p => p.Id);

        /// <summary>Files that <paramref name="actor"/> may join: none of them within another.</summary>
        public IQueryable<Patient> FilesToMerge(Actor? actor) => actor.MayMerge() ? db.Patients.Where(p => p.MergedInto == null) : db.Patients.Where(_ => false);
    }

    /// <summary>Whoever sees every identity of the clinic.</summary>
    internal static bool MayMerge(this Actor? actor) => actor is AccountActor { Role: Role.Assistant or Role.Administrator };
}
