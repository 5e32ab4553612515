using System.Text;
using System.Text.RegularExpressions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.Evaluation;
using NodaTime;

namespace Telemed.Scheduling.Outside;

/// <summary>When a calendar elsewhere says that somebody is busy.</summary>
internal abstract record OutsideTimes
{
    private OutsideTimes() { }

    /// <param name="Busy">Disjoint, the earliest first.</param>
    public sealed record Found(IReadOnlyList<Interval> Busy) : OutsideTimes;

    public sealed record Failed(CalendarFault Why) : OutsideTimes;

    /// <summary>Occurrences within the time asked for; nobody has as many.</summary>
    public const int Most = 2_000;

    /// <summary>Occurrences that a rule counts off from its first day, and times of day that it names: more would keep us busy for hours.</summary>
    private const int MostCounted = 20_000, MostTimes = 200;

    /// <summary>Events of a calendar, past ones with them: to parse more takes long, and nobody has had as many.</summary>
    private const int MostEvents = 20_000;

    /// <summary>Steps of one rule without an occurrence, for example of every 30 February.</summary>
    private const int MostSteps = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What is busy within <paramref name="window"/>. Cancelled events and those that are marked free are left out.</summary>
    /// <param name="zone">Of the practitioner: days as a whole, and times that name no zone, are meant by it.</param>
    public static OutsideTimes Of(byte[] calendar, Interval window, DateTimeZone zone)
    {
        if (CalendarLines.Of(Encoding.UTF8.GetString(calendar).TrimStart('\uFEFF')) is not { } lines)
        {
            return new Failed(CalendarFault.Unreadable);
        }

        if (Regex.Count(lines, "^BEGIN:VEVENT", RegexOptions.Multiline) > MostEvents)
        {
            return new Failed(CalendarFault.TooMany);
        }

        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return Follow(Calendar.Load(lines)!.Events.ToList(), window, zone, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return new Failed(CalendarFault.TooMany);
        }
#pragma warning disable CA1031 // whatever a stranger's file makes the parser throw, it is that file's fault
        catch (Exception)
        {
            return new Failed(CalendarFault.Unreadable);
        }
#pragma warning restore CA1031
    }

    private static OutsideTimes Follow(List<CalendarEvent> events, Interval window, DateTimeZone zone, CancellationToken patience)
    {
        var clock = new EventClock(zone);
        var moved = events.Where(e => e.RecurrenceIdentifier is not null).Select(e => (e.Uid, clock.At(e.RecurrenceIdentifier!.StartTime))).ToHashSet();
        var (busy, seen) = (new List<Interval>(), 0);
        foreach (var one in events.Where(e => e.DtStart is not null && clock.At(e.DtStart) < window.End))
        {
            patience.ThrowIfCancellationRequested();
            if (!CanBeFollowed(one))
            {
                return new Failed(CalendarFault.TooMany);
            }

            foreach (var occurrence in one.GetOccurrences(clock.Before(window.Start, one), new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostSteps }))
            {
                patience.ThrowIfCancellationRequested();
                var (start, end) = clock.Times(occurrence.Period);
                if (start >= window.End)
                {
                    break;
                }

                if (++seen > Most)
                {
                    return new Failed(CalendarFault.TooMany);
                }

                if (end > window.Start && start < end && IsBusy(one) && (one.RecurrenceIdentifier is not null || !moved.Contains((one.Uid, start))))
                {
                    busy.Add(new Interval(Instant.Max(start, window.Start), Instant.Min(end, window.End)));
                }
            }
        }

        return new Found(Joined(busy));
    }

    /// <summary>The library steps through a rule until it is where we look, and nobody can stop it meanwhile: what would take long is not begun.</summary>
    private static bool CanBeFollowed(CalendarEvent one) => one.Properties.AllOf("RRULE").Count() <= 1 && (one.RecurrenceRule is not { } rule
        || (rule.Frequency is not (FrequencyType.Secondly or FrequencyType.Minutely) && !(rule.Count > MostCounted)
            && Math.Max(1, rule.BySecond.Count) * Math.Max(1, rule.ByMinute.Count) * Math.Max(1, rule.ByHour.Count) <= MostTimes));

    private static bool IsBusy(CalendarEvent one) =>
        !string.Equals(one.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase) && !string.Equals(one.Transparency, "TRANSPARENT", StringComparison.OrdinalIgnoreCase);

    private static List<Interval> Joined(List<Interval> busy)
    {
        var joined = new List<Interval>();
        foreach (var time in busy.OrderBy(t => t.Start))
        {
            if (joined.Count > 0 && time.Start <= joined[^1].End)
            {
                joined[^1] = new Interval(joined[^1].Start, Instant.Max(joined[^1].End, time.End));
            }
            else
            {
                joined.Add(time);
            }
        }

        return joined;
    }
}
