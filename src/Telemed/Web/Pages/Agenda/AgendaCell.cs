using NodaTime;
using Telemed.People;
using Telemed.Scheduling.Hours;

namespace Telemed.Web.Pages.Agenda;

/// <summary>One practitioner's day before it is laid out: when it is open, and what stands in it.</summary>
/// <param name="Open">Null: nobody ever said when this practitioner is open.</param>
internal sealed record AgendaCell(Practitioner Practitioner, LocalDate Day, IReadOnlyList<Interval>? Open, IReadOnlyList<AgendaItem> Items)
{
    public bool IsEmpty => Items.Count == 0 && Open is null or { Count: 0 };

    /// <param name="zone">The clinic's, whose day it is; the practitioner's hours may be by another clock.</param>
    public static AgendaCell Of(Practitioner practitioner, LocalDate day, DateTimeZone zone, IEnumerable<AgendaItem> items, PractitionerSchedule hours)
    {
        var whole = new Interval(zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant());
        var open = !hours.IsOnFile ? null
            : Enumerable.Range(-1, 3).SelectMany(near => hours.Schedule.OpenTimes(day.PlusDays(near))).Where(o => o.Start < whole.End && o.End > whole.Start)
                .Select(o => new Interval(Instant.Max(o.Start, whole.Start), Instant.Min(o.End, whole.End))).ToList();
        return new AgendaCell(practitioner, day, open, [.. items.Where(i => i.Practitioner == practitioner.Id && i.StartsAt < whole.End && i.EndsAt > whole.Start)]);
    }

    /// <summary>The times of its day that have to be seen.</summary>
    public IEnumerable<DayRange> Minutes(DateTimeZone zone) => (Open ?? []).Concat(Items.Select(i => new Interval(i.StartsAt, i.EndsAt))).Select(time =>
    {
        // Over an hour that comes twice something may end earlier by the clock than it began.
        var (one, other) = (Minute(time.Start, zone), Minute(time.End, zone));
        return new DayRange(Math.Min(one, other), Math.Max(one, other));
    });

    private int Minute(Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone).LocalDateTime;
        return local.Date < Day ? 0 : local.Date > Day ? DayRange.Day : (local.Hour * 60) + local.Minute;
    }
}
