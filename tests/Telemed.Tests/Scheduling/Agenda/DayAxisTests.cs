using NodaTime;
using Telemed.Scheduling.Hours;
using Telemed.Web.Pages.Agenda;
using static Telemed.Tests.Scheduling.Planners;

namespace Telemed.Tests.Scheduling.Agenda;

/// <summary>The rows of the agenda's grid, on days with and without a change of the clock.</summary>
public sealed class DayAxisTests
{
    private static readonly DayRange Usual = new(8 * 60, 18 * 60);

    [Theory]
    [InlineData("Europe/Paris", "2026-11-23", 288)]
    [InlineData("Europe/Paris", "2027-03-28", 276)] // 23 hours
    [InlineData("Europe/Paris", "2026-10-25", 300)] // 25 hours
    [InlineData("Australia/Lord_Howe", "2026-04-05", 294)] // half an hour comes twice
    [InlineData("Australia/Lord_Howe", "2026-10-04", 282)]
    [InlineData("America/New_York", "2026-11-01", 300)]
    [InlineData("Pacific/Chatham", "2026-04-05", 300)]
    [InlineData("Atlantic/Azores", "2026-10-25", 300)] // the hour after midnight comes twice
    public void Every_five_minutes_of_a_day_have_a_row_of_their_own_in_their_order(string id, string iso, int rows)
    {
        var (zone, day) = (DateTimeZoneProviders.Tzdb[id], Day(iso));
        var axis = DayAxis.For([day], zone, [DayRange.Whole], Usual);
        var times = axis.Times(day, zone).OfType<Instant>().ToList();
        var first = zone.AtStartOfDay(day).ToInstant();
        Assert.Equal(Enumerable.Range(0, rows).Select(row => first + Duration.FromMinutes(5 * row)), times);
        Assert.Equal(zone.AtStartOfDay(day.PlusDays(1)).ToInstant(), times[^1] + Duration.FromMinutes(5));
    }

    [Fact]
    public void In_a_week_whose_Sunday_is_longer_the_other_days_keep_their_hours_in_line_and_lack_the_second_time()
    {
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var days = Enumerable.Range(19, 7).Select(day => new LocalDate(2026, 10, day)).ToList();
        var axis = DayAxis.For(days, zone, [new DayRange(60, 300)], Usual);
        var (saturday, sunday) = (axis.Times(days[5], zone), axis.Times(days[6], zone));
        for (var row = 0; row < axis.Rows; row++)
        {
            if (saturday[row] is { } one)
            {
                Assert.Equal(one.InZone(zone).TimeOfDay, sunday[row]!.Value.InZone(zone).TimeOfDay);
            }
        }

        Assert.Equal(12, saturday.Count(at => at is null));
        Assert.DoesNotContain(sunday, at => at is null);
        Assert.Equal(["1:00", "2:00", "2:00 again", "3:00", "4:00"], axis.Hours.Take(5).Select(h => Telemed.Platform.Times.Clock(h.Time) + (h.Second ? " again" : "")));
    }

    [Fact]
    public void A_day_is_shown_from_eight_to_six_and_further_where_something_stands()
    {
        var (zone, day) = (DateTimeZoneProviders.Tzdb["Europe/Paris"], Day("2026-10-25"));
        Assert.Equal((480, 1080, (DayRange?)null), Shown(DayAxis.For([day], zone, [], Usual)));
        Assert.Equal((420, 1200, (DayRange?)null), Shown(DayAxis.For([day], zone, [new(475, 500), new(1000, 1141)], Usual)));
        Assert.Equal((60, 1080, new DayRange(120, 180)), Shown(DayAxis.For([day], zone, [new(100, 130)], Usual)));
    }

    private static (int, int, DayRange?) Shown(DayAxis axis) => (axis.From, axis.Until, axis.Twice);
}
