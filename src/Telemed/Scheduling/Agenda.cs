using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Which appointments an actor may see.</summary>
public static class Agenda
{
    extension(Db db)
    {
        /// <summary>
        /// A practitioner's own, a patient's own, all of the clinic for assistants and administrators, none for anybody else.
        /// Entered in error stay visible to staff only.
        /// </summary>
        public IQueryable<Appointment> AppointmentsFor(Actor? actor)
        {
            IQueryable<Appointment> Of(IQueryable<PatientId> files) => db.Appointments.Where(a => files.Contains(a.PatientId) && a.Status != AppointmentStatus.EnteredInError);
            return actor switch
            {
                AccountActor { Role: Role.Practitioner, PractitionerId: { } self } => db.Appointments.Where(a => a.PractitionerId == self),
                AccountActor { Role: Role.Assistant or Role.Administrator } => db.Appointments,
                AccountActor { Role: Role.Patient, PatientId: { } self } => Of(db.FilesOf(self)),
                _ => db.Appointments.Where(a => false),
            };
        }
    }
}
