using NodaTime;
using Telemed.Scheduling.Hours;

namespace Telemed.Scheduling.Offers;

/// <summary>The free slots of a day, computed anew each time: nothing is stored that could be out of date.</summary>
public static class Slots
{
    /// <summary>Slots start at full five minutes by the clock; every zone's clock is a multiple of that away from any other's.</summary>
    private const int GridSeconds = 300;

    /// <summary>No clock was ever put back by more than a day.</summary>
    private static readonly Duration LongAfter = Duration.FromDays(2);

    /// <summary>
    /// One after the other through the open times, each as early as it can be: inside the hours, and apart from what is busy and from one another
    /// by the time that is kept free around a visit. None starts at a time that the clock shows for the second time.
    /// </summary>
    /// <param name="busy">What is taken of the practitioner's time already, with what is kept free around it; in any order.</param>
    /// <param name="earliest">None starts before.</param>
    public static IReadOnlyList<Slot> Free(this Schedule schedule, LocalDate day, VisitLength visit, IReadOnlyCollection<Interval> busy, Instant earliest)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(visit);
        ArgumentNullException.ThrowIfNull(busy);
        var (slots, last) = (new List<Slot>(), Instant.MinValue);
        foreach (var open in schedule.OpenTimes(day))
        {
            var near = busy.Where(b => b.End > open.Start - visit.Before && b.Start < open.End + visit.After).ToList();
            var start = OnGrid(Instant.Max(open.Start, earliest));
            while (start + visit.Length <= open.End)
            {
                var around = visit.Around(start);
                if (TakenUntil(near, around, last) is { } until)
                {
                    start = OnGrid(until + visit.Before);
                }
                else if (!IsFirst(start, schedule.Zone))
                {
                    start = OnGrid(start + Duration.FromSeconds(1));
                }
                else
                {
                    slots.Add(new Slot(start, start + visit.Length));
                    last = around.End;
                }
            }
        }

        return slots;
    }

    /// <summary>A visit may start then: at full five minutes, and not at a time that the clock shows for the second time.</summary>
    public static bool MayStart(Instant at, DateTimeZone zone) => OnGrid(at) == at && IsFirst(at, zone);

    /// <summary>The latest end of what stands in the way; null: nothing does.</summary>
    /// <param name="last">The end of what the slot before takes.</param>
    private static Instant? TakenUntil(List<Interval> busy, Interval around, Instant last)
    {
        Instant? until = last > around.Start ? last : null;
        foreach (var taken in busy)
        {
            if (taken.Start < around.End && taken.End > around.Start && !(until > taken.End))
            {
                until = taken.End;
            }
        }

        return until;
    }

    /// <summary>Long after the clock was changed nothing comes twice; only near to it one has to look.</summary>
    private static bool IsFirst(Instant at, DateTimeZone zone) => zone.GetZoneInterval(at) is var clock && (!clock.HasStart || at - clock.Start > LongAfter
        || zone.MapLocal(at.InZone(zone).LocalDateTime).First().ToInstant() == at);

    private static Instant OnGrid(Instant at)
    {
        var seconds = at.ToUnixTimeSeconds();
        seconds += Instant.FromUnixTimeSeconds(seconds) < at ? 1 : 0;
        var over = seconds % GridSeconds;
        return Instant.FromUnixTimeSeconds(over == 0 ? seconds : seconds - over + (over > 0 ? GridSeconds : 0));
    }
}
