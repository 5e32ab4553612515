using NodaTime;
using Telemed.People;

namespace Telemed.Scheduling.Hours;

/// <summary>A practitioner's hours with all that they are made of, as stored.</summary>
public sealed record HoursOnFile(Practitioner Practitioner, BookingPolicy Policy, IReadOnlyList<HoursPeriod> Periods, IReadOnlyList<HoursChange> Changes, DateTimeZone Clinic)
{
    public Schedule Schedule => ScheduleOf(Policy, Periods, Changes, Clinic);

    public DateTimeZone Zone => ZoneOf(Policy, Clinic);

    internal static Schedule ScheduleOf(BookingPolicy policy, IEnumerable<HoursPeriod> periods, IEnumerable<HoursChange> changes, DateTimeZone clinic) => new(
        ZoneOf(policy, clinic), [.. periods.Select(p => new WeeklyHours(p.From, p.Until, WeeklyText.Read(p.Ranges)))],
        [.. changes.Select(c => new HoursException(c.First, c.Last, new DayRange(c.FromMinute, c.UntilMinute), c.IsOpen))], policy.RestsOnHolidays);

    internal static DateTimeZone ZoneOf(BookingPolicy policy, DateTimeZone clinic) => policy.Zone is { Length: > 0 } own ? DateTimeZoneProviders.Tzdb[own] : clinic;
}
