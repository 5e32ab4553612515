namespace Telemed.Scheduling.Hours;

/// <summary>A piece of a day by the wall clock, in minutes after midnight: 540 is 09:00, 1440 the end of the day.</summary>
/// <param name="Until">Exclusive; after <paramref name="From"/>.</param>
public readonly record struct DayRange(int From, int Until)
{
    /// <summary>Minutes of a wall clock's day, also of those that last an hour more or less.</summary>
    public const int Day = 24 * 60;

    public static readonly DayRange Whole = new(0, Day);

    public bool IsPossible => From >= 0 && From < Until && Until <= Day;

    /// <summary>The same time, in ranges that neither overlap nor touch, the earliest first.</summary>
    public static IReadOnlyList<DayRange> Joined(IEnumerable<DayRange> ranges)
    {
        var joined = new List<DayRange>();
        foreach (var range in ranges.OrderBy(r => r.From))
        {
            if (joined.Count > 0 && range.From <= joined[^1].Until)
            {
                joined[^1] = joined[^1] with { Until = Math.Max(joined[^1].Until, range.Until) };
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    /// <summary>What of this is not in <paramref name="other"/>: none, one or two pieces.</summary>
    public IEnumerable<DayRange> Without(DayRange other)
    {
        var (before, after) = (new DayRange(From, Math.Min(Until, other.From)), new DayRange(Math.Max(From, other.Until), Until));
        if (before.IsPossible)
        {
            yield return before;
        }

        if (after.IsPossible)
        {
            yield return after;
        }
    }
}
