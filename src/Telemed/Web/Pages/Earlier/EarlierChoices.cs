using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Earlier;

/// <summary>What the forms of the waiting list offer to choose.</summary>
internal static class EarlierChoices
{
    /// <summary>A patient's appointments to come that could be moved up: those of a visit type, since only that can be looked for.</summary>
    public static Task<List<Appointment>> Appointments(Db db, AccountActor actor, PatientId patient, Instant now) => db.AppointmentsFor(actor).AsNoTracking()
        .Where(a => a.PatientId == patient && a.VisitTypeId != null && a.StartsAt > now && (a.Status == AppointmentStatus.Pending || a.Status == AppointmentStatus.Booked))
        .OrderBy(a => a.StartsAt).ToListAsync();

    /// <summary>Who may be booked for anything.</summary>
    public static Task<List<Practitioner>> Practitioners(Db db)
    {
        var offers = db.OfferedVisits;
        return db.Practitioners.AsNoTracking().Where(p => offers.Any(o => o.PractitionerId == p.Id)).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ToListAsync();
    }
}
