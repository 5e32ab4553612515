using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Agenda;

/// <summary>Reads what stands in agendas, however many, in two statements.</summary>
internal static class AgendaItems
{
    /// <summary>Those that were cancelled or entered in error leave the agenda; the list of appointments has them.</summary>
    private static readonly AppointmentStatus[] Shown =
    [
        AppointmentStatus.Pending, AppointmentStatus.Booked, AppointmentStatus.Arrived, AppointmentStatus.Fulfilled, AppointmentStatus.NoShow,
    ];

    /// <summary>Whatever has some of that time. The index is by start: nothing is longer than its bound, so nothing earlier is read.</summary>
    public static async Task<IReadOnlyList<AgendaItem>> Of(Db db, Actor actor, IReadOnlyCollection<PractitionerId> who, Interval time)
    {
        var (from, until) = (time.Start, time.End);
        var (longest, end) = (from - NewAppointment.MaxLength, until + NewBlock.MaxLength);
        var patients = db.Patients;
        var meets = await (from a in db.AppointmentsFor(actor).AsNoTracking()
                           where who.Contains(a.PractitionerId) && a.StartsAt > longest && a.StartsAt < until && a.EndsAt > @from && Shown.Contains(a.Status)
                           join p in patients on a.PatientId equals p.Id
                           select new { a.Id, a.PractitionerId, a.StartsAt, a.EndsAt, a.Status, a.Version, a.Reason, p.GivenName, p.FamilyName }).ToListAsync();
        var blocks = await db.BlocksFor(actor).AsNoTracking()
            .Where(b => who.Contains(b.PractitionerId) && b.EndsAt > @from && b.EndsAt < end && b.StartsAt < until).ToListAsync();
        return
        [
            .. meets.Select(m => new AgendaItem.Meets(m.Id, m.PractitionerId, m.StartsAt, m.EndsAt, m.Status, m.Version, $"{m.GivenName} {m.FamilyName}", m.Reason)),
            .. blocks.Select(b => new AgendaItem.Blocked(b.Id, b.PractitionerId, b.StartsAt, b.EndsAt, b.Note)),
        ];
    }
}
