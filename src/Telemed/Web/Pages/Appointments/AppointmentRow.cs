using Microsoft.EntityFrameworkCore;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Web.Pages.Appointments;

/// <summary>An appointment with the two people it joins, as lists show it.</summary>
public sealed record AppointmentRow
{
    public required Appointment Appointment { get; init; }
    public required Patient Patient { get; init; }
    public required Practitioner Practitioner { get; init; }

    /// <param name="seen">Appointments that the reader may see; the order is the caller's to give again.</param>
    public static IQueryable<AppointmentRow> Of(Db db, IQueryable<Appointment> seen)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (patients, practitioners) = (db.Patients, db.Practitioners);
        return from appointment in seen.AsNoTracking()
               join patient in patients.AsNoTracking() on appointment.PatientId equals patient.Id
               join practitioner in practitioners.AsNoTracking() on appointment.PractitionerId equals practitioner.Id
               select new AppointmentRow { Appointment = appointment, Patient = patient, Practitioner = practitioner };
    }
}
