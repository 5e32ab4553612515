using NodaTime;
using Telemed.Benchmarks.Booking;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Benchmarks.Planning;

/// <summary>Days full of appointments, written straight into the database.</summary>
internal static class FullDays
{
    /// <summary>The day begins at 8:00 by UTC, which is the clinic's clock.</summary>
    private static readonly Duration Morning = Duration.FromHours(8);

    /// <summary>Every practitioner's, one after the other, so many minutes each from one's start to the next one's.</summary>
    public static async Task Write(Db db, LoadClinic clinic, LocalDate first, int days, int aDay, int minutes)
    {
        db.Enter(clinic.Tenant);
        var (length, accounts) = (Duration.FromMinutes(minutes), db.Set<Telemed.People.Practitioner>().ToDictionary(p => p.Id, p => p.AccountId));
        foreach (var (place, practitioner) in clinic.Practitioners.Index())
        {
            db.AddRange(from day in Enumerable.Range(0, days)
                        from number in Enumerable.Range(0, aDay)
                        let starts = first.PlusDays(day).AtMidnight().InUtc().ToInstant() + Morning + (length * number)
                        select new Appointment
                        {
                            TenantId = clinic.Tenant, Id = AppointmentId.New(), PractitionerId = practitioner, StartsAt = starts, EndsAt = starts + length,
                            PatientId = clinic.Patients[((place * aDay) + number) % clinic.Patients.Count], Reason = "Suivi d’hypertension", Modality = Modality.Video,
                            Status = AppointmentStatus.Booked, CreatedAt = starts, BookedBy = accounts[practitioner],
                        });
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    }
}
