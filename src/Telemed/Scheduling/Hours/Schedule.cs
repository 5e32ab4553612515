using NodaTime;

namespace Telemed.Scheduling.Hours;

/// <summary>A piece of every such day of the week.</summary>
public sealed record WeeklyRange(IsoDayOfWeek Day, DayRange Range);

/// <summary>Weekly hours, and the days on which they hold.</summary>
/// <param name="Until">Its last day; null: until further notice.</param>
public sealed record WeeklyHours(LocalDate From, LocalDate? Until, IReadOnlyList<WeeklyRange> Ranges)
{
    public bool Holds(LocalDate day) => day >= From && !(day > Until);
}

/// <summary>What is otherwise than every week, on these days: closed, or open besides. A moved day is one of each.</summary>
/// <param name="Last">The last of the days; the same as <paramref name="First"/> for one.</param>
public sealed record HoursException(LocalDate First, LocalDate Last, DayRange Range, bool IsOpen)
{
    public bool Holds(LocalDate day) => day >= First && day <= Last;
}

/// <summary>
/// When a practitioner may be booked, by the wall clock of their zone. Pure: slots are computed from it, never stored. FHIR Schedule.
/// </summary>
/// <param name="RestsOnHolidays">Closed on <see cref="FrenchHolidays"/>, but for hours named as an exception.</param>
public sealed record Schedule(DateTimeZone Zone, IReadOnlyList<WeeklyHours> Weeks, IReadOnlyList<HoursException> Exceptions, bool RestsOnHolidays = false)
{
    /// <summary>A day, and what a zone may be away from UTC on either side of it.</summary>
    private static readonly Duration Steady = Duration.FromDays(3);

    /// <summary>The open pieces of that day, disjoint, the earliest first. Extra hours count on a closed day too: they were named for it.</summary>
    public IReadOnlyList<DayRange> OpenOn(LocalDate day)
    {
        IEnumerable<DayRange> open = RestsOnHolidays && FrenchHolidays.Has(day) ? []
            : Weeks.Where(w => w.Holds(day)).SelectMany(w => w.Ranges).Where(r => r.Day == day.DayOfWeek).Select(r => r.Range);
        var exceptions = Exceptions.Where(e => e.Holds(day)).ToList();
        foreach (var closed in exceptions.Where(e => !e.IsOpen))
        {
            open = open.SelectMany(range => range.Without(closed.Range)).ToList();
        }

        return DayRange.Joined(open.Concat(exceptions.Where(e => e.IsOpen).Select(e => e.Range)));
    }

    /// <summary>
    /// The same on the line of instants: every instant whose time on the wall clock is open. An hour that the clock passes twice is open twice,
    /// one that it jumps over is not there; pieces that touch are one.
    /// </summary>
    public IReadOnlyList<Interval> OpenTimes(LocalDate day)
    {
        var open = OpenOn(day);
        if (open.Count == 0)
        {
            return [];
        }

        if (SteadyMidnight(day) is { } midnight)
        {
            return [.. open.Select(range => new Interval(midnight + Duration.FromMinutes(range.From), midnight + Duration.FromMinutes(range.Until)))];
        }

        var whole = new Interval(StartOf(day), StartOf(day.PlusDays(1)));
        var pieces = new List<Interval>();
        foreach (var clock in Zone.GetZoneIntervals(whole))
        {
            var (from, until) = (Later(clock.HasStart ? clock.Start : whole.Start, whole.Start), Earlier(clock.HasEnd ? clock.End : whole.End, whole.End));
            foreach (var range in open)
            {
                var (starts, ends) = (Later(At(day, range.From, clock.WallOffset), from), Earlier(At(day, range.Until, clock.WallOffset), until));
                if (starts < ends)
                {
                    pieces.Add(new Interval(starts, ends));
                }
            }
        }

        return Joined(pieces);
    }

    /// <summary>When that day begins.</summary>
    internal Instant StartOf(LocalDate day) => SteadyMidnight(day) ?? Zone.AtStartOfDay(day).ToInstant();

    /// <summary>
    /// Midnight, when no clock changes for a day before and after: so it is on nearly every day, and a search over two months asks a thousand times.
    /// Null: look closer.
    /// </summary>
    private Instant? SteadyMidnight(LocalDate day)
    {
        var about = day.AtMidnight().WithOffset(Offset.Zero).ToInstant();
        var clock = Zone.GetZoneInterval(about);
        return (!clock.HasStart || clock.Start < about - Steady) && (!clock.HasEnd || clock.End > about + Steady) ? At(day, 0, clock.WallOffset) : null;
    }

    /// <summary>All that is open within some time, disjoint, the earliest first; the days are those of the practitioner's clock.</summary>
    public IReadOnlyList<Interval> OpenWithin(Interval time)
    {
        var (first, last) = (time.Start.InZone(Zone).Date, (time.End - Duration.Epsilon).InZone(Zone).Date);
        return
        [
            .. from days in Enumerable.Range(0, Period.DaysBetween(first, last) + 1)
               from open in OpenTimes(first.PlusDays(days))
               where open.End > time.Start && open.Start < time.End
               select new Interval(Later(open.Start, time.Start), Earlier(open.End, time.End)),
        ];
    }

    /// <summary>Whether all of this time is open, be it over midnight.</summary>
    public bool Covers(Instant from, Instant until)
    {
        var (first, last) = (from.InZone(Zone).Date, (until - Duration.Epsilon).InZone(Zone).Date);
        var open = Joined([.. Enumerable.Range(0, Period.DaysBetween(first, last) + 1).SelectMany(days => OpenTimes(first.PlusDays(days)))]);
        return open.Exists(piece => piece.Start <= from && piece.End >= until);
    }

    private static List<Interval> Joined(List<Interval> pieces)
    {
        var joined = new List<Interval>();
        foreach (var piece in pieces.OrderBy(p => p.Start))
        {
            if (joined.Count > 0 && joined[^1].End == piece.Start)
            {
                joined[^1] = new Interval(joined[^1].Start, piece.End);
            }
            else
            {
                joined.Add(piece);
            }
        }

        return joined;
    }

    private static Instant At(LocalDate day, int minute, Offset offset) => (day.AtMidnight().PlusMinutes(minute)).WithOffset(offset).ToInstant();

    private static Instant Later(Instant one, Instant other) => Instant.Max(one, other);

    private static Instant Earlier(Instant one, Instant other) => Instant.Min(one, other);
}
