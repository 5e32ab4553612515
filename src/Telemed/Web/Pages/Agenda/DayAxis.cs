using NodaTime;
using Telemed.Scheduling.Hours;

namespace Telemed.Web.Pages.Agenda;

/// <summary>
/// The rows of a grid, five minutes each, by the wall clock: the same for every day that stands beside another. An hour that one of the days
/// passes twice has rows of its own for the second time; a day that lacks an hour has nothing in its rows.
/// </summary>
/// <param name="From">The first minute shown, a full hour.</param>
/// <param name="Until">Exclusive, a full hour.</param>
/// <param name="Twice">The minutes that come twice on one of the days.</param>
public sealed record DayAxis(int From, int Until, DayRange? Twice)
{
    /// <summary>Minutes of a row.</summary>
    public const int Step = 5;

    public int Rows => (Until - From + TwiceMinutes) / Step;

    /// <summary>For these days of a zone: from the earliest of <paramref name="shown"/> to the latest, at least <paramref name="usual"/>.</summary>
    public static DayAxis For(IEnumerable<LocalDate> days, DateTimeZone zone, IEnumerable<DayRange> shown, DayRange usual)
    {
        var twice = days.Select(day => TwiceOn(day, zone)).FirstOrDefault(range => range is not null);
        var (from, until) = shown.Aggregate((usual.From, usual.Until), (span, range) => (Math.Min(span.From, range.From), Math.Max(span.Until, range.Until)));
        if (twice is { } again && from < again.Until && until > again.From)
        {
            (from, until) = (Math.Min(from, again.From), Math.Max(until, again.Until));
        }
        else
        {
            twice = null;
        }

        return new DayAxis(from / 60 * 60, (until + 59) / 60 * 60, twice);
    }

    /// <summary>The instants at which the rows of a day begin; null where the day has no such time.</summary>
    public Instant?[] Times(LocalDate day, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var rows = new Instant?[Rows];
        for (var row = 0; row < rows.Length; row++)
        {
            var (minute, second) = At(row);
            var mapping = zone.MapLocal(day.AtMidnight().PlusMinutes(minute));
            rows[row] = (mapping.Count, second) switch
            {
                (1, false) => mapping.Single().ToInstant(),
                (2, false) => mapping.First().ToInstant(),
                (2, true) => mapping.Last().ToInstant(),
                _ => null,
            };
        }

        return rows;
    }

    /// <summary>The rows at which a full hour begins, with that hour.</summary>
    public IEnumerable<(int Row, LocalTime Time, bool Second)> Hours =>
        from row in Enumerable.Range(0, Rows)
        let at = At(row)
        where at.Minute % 60 == 0 || (at.Second && at.Minute == Twice!.Value.From)
        select (row, LocalTime.FromMinutesSinceMidnight(at.Minute), at.Second);

    private int TwiceMinutes => Twice is { } twice ? twice.Until - twice.From : 0;

    private (int Minute, bool Second) At(int row)
    {
        var minute = From + (row * Step);
        return Twice switch
        {
            { } twice when minute >= twice.Until + TwiceMinutes => (minute - TwiceMinutes, false),
            { } twice when minute >= twice.Until => (minute - TwiceMinutes, true),
            _ => (minute, false),
        };
    }

    private static DayRange? TwiceOn(LocalDate day, DateTimeZone zone)
    {
        var whole = new Interval(zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant());
        foreach (var clock in zone.GetZoneIntervals(whole))
        {
            if (clock.HasEnd && clock.End < whole.End && zone.GetUtcOffset(clock.End) < clock.WallOffset)
            {
                var (from, until) = (clock.End.InZone(zone).TimeOfDay, clock.End.WithOffset(clock.WallOffset).TimeOfDay);
                var minutes = new DayRange((from.Hour * 60) + from.Minute, until == LocalTime.Midnight ? DayRange.Day : (until.Hour * 60) + until.Minute);
                return minutes.IsPossible ? minutes : null;
            }
        }

        return null;
    }
}
