using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Agenda;

/// <summary>Reads what stands in agendas, however many, in two statements. The indexes are by one edge: nothing is longer than its bound, so nothing further away is read.</summary>
internal static class AgendaItems
{
    /// <summary>Those that were cancelled or entered in error leave the agenda; the list of appointments has them.</summary>
    private static readonly AppointmentStatus[] Shown =
    [
        AppointmentStatus.Pending, AppointmentStatus.Booked, AppointmentStatus.Arrived, AppointmentStatus.Fulfilled, AppointmentStatus.NoShow,
    ];

    /// <summary>Whatever of what the actor may see has some of that time.</summary>
    public static async Task<IReadOnlyList<AgendaItem>> Of(Db db, Actor actor, IReadOnlyCollection<PractitionerId> who, Interval time) =>
    [
        .. (await Appointments(db, actor, who, time).ToListAsync()).Select(r =>
            new AgendaItem.Meets(r.Id, r.PractitionerId, r.StartsAt, r.EndsAt, r.Status, r.Version, $"{r.GivenName} {r.FamilyName}", r.Reason)),
        .. (await Blocks(db, actor, who, time).ToListAsync()).Select(b => new AgendaItem.Blocked(b.Id, b.PractitionerId, b.StartsAt, b.EndsAt, b.Note)),
    ];

    internal static IQueryable<Row> Appointments(Db db, Actor actor, IReadOnlyCollection<PractitionerId> who, Interval time)
    {
        var (from, until, earliest, patients) = (time.Start, time.End, time.Start - NewAppointment.MaxLength, db.Patients);
        return from a in db.AppointmentsFor(actor).AsNoTracking()
               where who.Contains(a.PractitionerId) && a.StartsAt > earliest && a.StartsAt < until && a.EndsAt > @from && Shown.Contains(a.Status)
               join p in patients on a.PatientId equals p.Id
               select new Row(a.Id, a.PractitionerId, a.StartsAt, a.EndsAt, a.Status, a.Version, a.Reason, p.GivenName, p.FamilyName);
    }

    internal static IQueryable<BusyTime> Blocks(Db db, Actor actor, IReadOnlyCollection<PractitionerId> who, Interval time)
    {
        var (from, until, latest) = (time.Start, time.End, time.End + NewBlock.MaxLength);
        return db.BlocksFor(actor).AsNoTracking().Where(b => who.Contains(b.PractitionerId) && b.EndsAt > from && b.EndsAt < latest && b.StartsAt < until);
    }

    internal sealed record Row(AppointmentId Id, PractitionerId PractitionerId, Instant StartsAt, Instant EndsAt, AppointmentStatus Status, int Version, string Reason,
        string GivenName, string FamilyName);
}
