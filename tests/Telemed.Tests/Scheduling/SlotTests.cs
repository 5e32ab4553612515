using CsCheck;
using NodaTime;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;

namespace Telemed.Tests.Scheduling;

/// <summary>Slots of random schedules in many zones, on days with and without a change of the clock, beside the simplest thing that could be right.</summary>
public sealed class SlotTests
{
    private static readonly string[] Zones =
        ["Europe/Paris", "Indian/Reunion", "America/Guadeloupe", "Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York", "Pacific/Chatham"];

    private static readonly Gen<DateTimeZone> Zone = Gen.Int[0, Zones.Length - 1].Select(i => Zones[i]).Select(id => DateTimeZoneProviders.Tzdb[id]);

    private static readonly Gen<DayRange> Range = Gen.Select(Gen.Int[0, 287], Gen.Int[1, 288], (from, length) => new DayRange(from * 5, Math.Min(DayRange.Day, (from + length) * 5)));

    private static readonly Gen<VisitLength> Visit = Gen.Select(Gen.Int[1, 18], Gen.Int[0, 3], Gen.Int[0, 3],
        (length, before, after) => new VisitLength(Minutes(length * 5), Minutes(before * 5), Minutes(after * 5)));

    private sealed record Case(Schedule Schedule, LocalDate Day, VisitLength Visit, Interval[] Busy, Instant Earliest)
    {
        public override string ToString() => $"{Schedule.Zone.Id} {Day} {string.Join(' ', Schedule.OpenOn(Day))} {Visit} busy {string.Join(' ', Busy)} from {Earliest}";
    }

    private static readonly Gen<Case> Cases = Zone.SelectMany(zone => Gen.Select(DayOf(zone), Range.Array[0, 3], Range.Array[0, 2], Range.Array[0, 2], Visit)
        .SelectMany(drawn => Gen.Select(BusyOn(drawn.Item1, zone), Gen.Int[-60, 1500], (busy, notBefore) =>
        {
            var (day, weekly, closed, extra, visit) = drawn;
            var week = new WeeklyHours(day.PlusDays(-3), null, [.. weekly.Select(r => new WeeklyRange(day.DayOfWeek, r)), new WeeklyRange(day.PlusDays(1).DayOfWeek, DayRange.Whole)]);
            var schedule = new Schedule(zone, [week],
                [.. closed.Select(r => new HoursException(day.PlusDays(-1), day, r, IsOpen: false)), .. extra.Select(r => new HoursException(day, day, r, IsOpen: true))]);
            return new Case(schedule, day, visit, busy, zone.AtStartOfDay(day).ToInstant() + Minutes(notBefore));
        })));

    [Fact]
    public void Slots_are_the_visits_length_inside_the_hours_apart_from_everything_and_complete() => Cases.Sample(drawn =>
    {
        var slots = drawn.Schedule.Free(drawn.Day, drawn.Visit, drawn.Busy, drawn.Earliest);
        Assert.Equal(Naive(drawn), slots);
        var (zone, previous) = (drawn.Schedule.Zone, Instant.MinValue);
        foreach (var slot in slots)
        {
            var around = drawn.Visit.Around(slot.StartsAt);
            Assert.Equal(drawn.Visit.Length, slot.EndsAt - slot.StartsAt);
            Assert.True(around.Start >= previous && slot.StartsAt >= drawn.Earliest);
            Assert.DoesNotContain(drawn.Busy, busy => busy.Start < around.End && busy.End > around.Start);
            previous = around.End;
        }

        // Nobody is told a time that the clock shows twice, nor one that it does not show.
        var shown = slots.Select(s => s.StartsAt.InZone(zone).LocalDateTime).ToList();
        Assert.Equal(shown.Distinct(), shown);
        Assert.Equal(slots.Select(s => s.StartsAt), shown.Select(local => zone.MapLocal(local).First().ToInstant()));
    }, iter: 4_000);

    /// <summary>Every five minutes from a day before to a day after: does a visit fit here?</summary>
    private static List<Slot> Naive(Case drawn)
    {
        var (schedule, day, visit, busy, earliest) = drawn;
        var (zone, last, slots) = (schedule.Zone, Instant.MinValue, new List<Slot>());
        var open = schedule.OpenOn(day);
        var noon = zone.AtStartOfDay(day).ToInstant();
        for (var start = noon - Duration.FromDays(1); start < noon + Duration.FromDays(2); start += Minutes(5))
        {
            var around = visit.Around(start);
            var fits = start >= earliest && around.Start >= last && !busy.Any(b => b.Start < around.End && b.End > around.Start)
                && zone.MapLocal(start.InZone(zone).LocalDateTime).First().ToInstant() == start;
            for (var minute = start; fits && minute < start + visit.Length; minute += Minutes(5))
            {
                var clock = minute.InZone(zone);
                var at = (clock.Hour * 60) + clock.Minute;
                fits = clock.Date == day && open.Any(range => at >= range.From && at < range.Until);
            }

            if (fits)
            {
                slots.Add(new Slot(start, start + visit.Length));
                last = around.End;
            }
        }

        return slots;
    }

    [Fact]
    public void A_whole_open_day_is_as_long_as_the_clock_makes_it() => Zone.SelectMany(zone => DayOf(zone).Select(day => (zone, day))).Sample(drawn =>
    {
        var (zone, day) = drawn;
        var schedule = new Schedule(zone, [new WeeklyHours(day, day, [new WeeklyRange(day.DayOfWeek, DayRange.Whole)])], []);
        var open = Assert.Single(schedule.OpenTimes(day));
        Assert.Equal(zone.AtStartOfDay(day).ToInstant(), open.Start);
        Assert.Equal(zone.AtStartOfDay(day.PlusDays(1)).ToInstant(), open.End);
        Assert.Empty(schedule.OpenTimes(day.PlusDays(7)));
    }, iter: 2_000);

    [Theory]
    [InlineData("2026-03-29", 9)] // 01:00 to 05:00, of which one hour does not exist
    [InlineData("2026-10-25", 12)] // one hour comes twice, and is offered once
    [InlineData("2026-11-26", 12)]
    public void When_Paris_changes_its_clocks_there_is_an_hour_less_and_never_one_twice(string date, int count)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var schedule = new Schedule(zone, [new WeeklyHours(day, null, [new WeeklyRange(day.DayOfWeek, new DayRange(60, 300))])], []);
        var slots = schedule.Free(day, new VisitLength(Minutes(20), Duration.Zero, Duration.Zero), [], Instant.MinValue);
        Assert.Equal(count, slots.Count);
    }

    [Fact]
    public void French_holidays_are_the_eleven_of_the_law()
    {
        LocalDate[] of2026 = [new(2026, 1, 1), new(2026, 4, 6), new(2026, 5, 1), new(2026, 5, 8), new(2026, 5, 14), new(2026, 5, 25),
            new(2026, 7, 14), new(2026, 8, 15), new(2026, 11, 1), new(2026, 11, 11), new(2026, 12, 25)];
        Assert.Equal(of2026, Enumerable.Range(0, 365).Select(d => new LocalDate(2026, 1, 1).PlusDays(d)).Where(FrenchHolidays.Has));
        Assert.Equal([new(2000, 4, 23), new(2008, 3, 23), new(2038, 4, 25), new(2285, 3, 22)], new[] { 2000, 2008, 2038, 2285 }.Select(FrenchHolidays.Easter));
    }

    [Fact]
    public void On_a_holiday_only_hours_named_for_it_are_open()
    {
        var day = new LocalDate(2026, 5, 1);
        var schedule = new Schedule(DateTimeZoneProviders.Tzdb["Europe/Paris"], [new WeeklyHours(day, null, [new WeeklyRange(day.DayOfWeek, new DayRange(540, 720))])],
            [new HoursException(day, day, new DayRange(600, 660), IsOpen: true)], RestsOnHolidays: true);
        Assert.Equal([new DayRange(600, 660)], schedule.OpenOn(day));
        Assert.Equal([new DayRange(540, 720)], schedule.OpenOn(day.PlusDays(14))); // a week later is one too
    }

    /// <summary>Any day of these years, every second time one on which the zone's clock changes, where it does.</summary>
    private static Gen<LocalDate> DayOf(DateTimeZone zone)
    {
        var years = new Interval(Instant.FromUtc(2015, 1, 1, 0, 0), Instant.FromUtc(2037, 1, 1, 0, 0));
        var changes = zone.GetZoneIntervals(years).Where(i => i.HasStart && i.Start > years.Start).Select(i => i.Start.InZone(zone).Date).ToArray();
        var any = Gen.Int[0, 8_000].Select(days => new LocalDate(2015, 1, 1).PlusDays(days));
        return changes.Length == 0 ? any : Gen.OneOf(any, Gen.Int[0, changes.Length - 1].Select(i => changes[i]), Gen.Int[0, changes.Length - 1].Select(i => changes[i].PlusDays(-1)));
    }

    private static Gen<Interval[]> BusyOn(LocalDate day, DateTimeZone zone)
    {
        var start = zone.AtStartOfDay(day).ToInstant();
        return Gen.Select(Gen.Int[-120, 1500], Gen.Int[1, 180], (from, length) => new Interval(start + Minutes(from), start + Minutes(from + length))).Array[0, 5];
    }

    private static Duration Minutes(int minutes) => Duration.FromMinutes(minutes);
}
