using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Figures;

/// <summary>Counts and times of the appointments that start on some days, of one practitioner or of all: how many, never whose.</summary>
/// <param name="Types">By visit type over the whole range, the most booked first.</param>
public sealed record BookingFigures(FigureRange Range, Tally All, OpenTime Time, IReadOnlyList<BookingFigures.Week> Weeks, IReadOnlyList<BookingFigures.OfType> Types)
{
    /// <param name="First">Its Monday, or the first day of the range.</param>
    /// <param name="Types">By visit type; those that somebody booked.</param>
    public sealed record Week(LocalDate First, LocalDate Last, Tally All, OpenTime Time, IReadOnlyList<OfType> Types);

    /// <param name="Name">Null: booked at a free length, without a visit type.</param>
    public sealed record OfType(string? Name, Tally All);

    /// <summary>Null when there is no such practitioner, or the actor may not see their figures.</summary>
    /// <param name="practitioner">Null: of all whose appointments the actor may see.</param>
    public static async Task<BookingFigures?> Of(Db db, Actor actor, PractitionerId? practitioner, FigureRange range)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(range);
        var who = await db.PractitionersToPlanFor(actor).Where(p => practitioner == null || p.Id == practitioner).Select(p => p.Id).ToListAsync();
        if (who.Count == 0 && practitioner is not null)
        {
            return null;
        }

        var zone = await db.ClinicZone();
        var lines = await Lines(db, actor, who, Between(zone, range.First, range.Last));
        var schedules = await Schedules(db, who, zone);
        var names = await db.VisitTypes.AsNoTracking().ToDictionaryAsync(t => t.Id, t => t.Name);
        var weeks = range.Weeks().Select(week =>
        {
            var time = Between(zone, week.First, week.Last);
            var own = lines.FindAll(l => time.Contains(l.StartsAt));
            return new Week(week.First, week.Last, Tally.Of(own), Filled(schedules, time, lines), ByType(own, names));
        }).ToList();
        return new BookingFigures(range, Tally.Of(lines), weeks.Aggregate(default(OpenTime), (sum, week) => sum.Plus(week.Time)), weeks, ByType(lines, names));
    }

    /// <summary>A few small columns of each: the weeks are the clinic's, which no database knows, and a median needs every value.</summary>
    private static Task<List<PlannedTime>> Lines(Db db, Actor actor, List<PractitionerId> who, Interval time)
    {
        var (from, until) = (time.Start, time.End);
        return db.AppointmentsFor(actor).AsNoTracking()
            .Where(a => who.Contains(a.PractitionerId) && a.StartsAt >= from && a.StartsAt < until && a.Status != AppointmentStatus.EnteredInError)
            .Select(a => new PlannedTime(a.PractitionerId, a.VisitTypeId, a.StartsAt, a.EndsAt, a.MinutesBefore, a.MinutesAfter, a.CreatedAt, a.Status, a.CancelledBecause))
            .ToListAsync();
    }

    private static async Task<Dictionary<PractitionerId, Schedule>> Schedules(Db db, List<PractitionerId> who, DateTimeZone clinic)
    {
        var policies = await db.BookingPolicies.AsNoTracking().Where(p => who.Contains(p.PractitionerId)).ToDictionaryAsync(p => p.PractitionerId);
        var periods = (await db.HoursPeriods.AsNoTracking().Where(p => who.Contains(p.PractitionerId)).ToListAsync()).ToLookup(p => p.PractitionerId);
        var changes = (await db.HoursChanges.AsNoTracking().Where(c => who.Contains(c.PractitionerId)).ToListAsync()).ToLookup(c => c.PractitionerId);
        return who.ToDictionary(id => id, id => HoursOnFile.ScheduleOf(
            policies.GetValueOrDefault(id) ?? BookingPolicy.Usual(db.Tenant, id), periods[id], changes[id], clinic));
    }

    private static OpenTime Filled(Dictionary<PractitionerId, Schedule> schedules, Interval week, List<PlannedTime> lines)
    {
        var taken = lines.Where(l => l.Taken is { } time && time.End > week.Start && time.Start < week.End).ToLookup(l => l.Practitioner, l => l.Taken!.Value);
        return schedules.Aggregate(default(OpenTime), (sum, one) => sum.Plus(OpenTime.Of(one.Value.OpenWithin(week), taken[one.Key])));
    }

    private static List<OfType> ByType(List<PlannedTime> lines, Dictionary<VisitTypeId, string> names) =>
    [
        .. lines.GroupBy(l => l.Type).Select(type => new OfType(type.Key is { } id ? names[id] : null, Tally.Of([.. type])))
            .OrderByDescending(t => t.All.Booked).ThenBy(t => t.Name is null).ThenBy(t => t.Name, StringComparer.CurrentCulture),
    ];

    private static Interval Between(DateTimeZone zone, LocalDate first, LocalDate last) =>
        new(zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(last.PlusDays(1)).ToInstant());
}
