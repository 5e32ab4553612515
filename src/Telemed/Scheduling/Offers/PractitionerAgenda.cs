using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling.Hours;

namespace Telemed.Scheduling.Offers;

/// <summary>A piece of a practitioner's time that is taken, and by what.</summary>
internal readonly record struct Taken(Interval Time, BusyKind By);

/// <summary>One practitioner's hours and what is taken of them. Pure.</summary>
/// <param name="Busy">The earliest first; disjoint but for what comes from a calendar elsewhere.</param>
internal sealed record PractitionerAgenda(PractitionerId Practitioner, BookingPolicy Policy, Schedule Schedule, IReadOnlyList<Taken> Busy)
{
    /// <summary>What is taken this far outside of a day may still stand in the way of its slots: zones, and what is kept free around a visit.</summary>
    public static readonly Duration Margin = Duration.FromHours(28);

    /// <summary>The free slots that start within the days searched, which are the clinic's.</summary>
    public IEnumerable<OfferedSlot> Free(VisitLength visit, SlotSearch search, Interval days, DateTimeZone clinic, Instant now)
    {
        var (first, last) = (days.Start.InZone(Schedule.Zone).Date, (days.End - Duration.Epsilon).InZone(Schedule.Zone).Date);
        var earliest = search.ForPatient ? now + Duration.FromMinutes(Policy.NoticeMinutes) : now;
        var farthest = now.InZone(clinic).Date.PlusDays(search.ForPatient ? Policy.FarthestDays : SlotSearch.MostDays * 12);
        var at = 0;
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            var (start, end) = (Schedule.StartOf(day) - Margin, Schedule.StartOf(day.PlusDays(1)) + Margin);
            while (at < Busy.Count && Busy[at].Time.End <= start)
            {
                at++;
            }

            var near = Busy.Skip(at).TakeWhile(t => t.Time.Start < end).ToList();
            foreach (var slot in IsFull(day, near) ? [] : Schedule.Free(day, visit, [.. near.Select(t => t.Time)], earliest))
            {
                var local = slot.StartsAt.InZone(clinic).LocalDateTime;
                if (days.Contains(slot.StartsAt) && local.Date <= farthest && IsIn(search.Part, local.TimeOfDay))
                {
                    yield return new OfferedSlot(Practitioner, slot);
                }
            }
        }
    }

    /// <summary>
    /// Whether a patient may still choose a time that was shown as free: inside the hours, in time, not too far, not one too many that day, and not
    /// busy in a calendar elsewhere.
    /// </summary>
    public bool Allows(Instant start, VisitLength visit, DateTimeZone clinic, Instant now) =>
        start >= now + Duration.FromMinutes(Policy.NoticeMinutes)
        && start.InZone(clinic).Date <= now.InZone(clinic).Date.PlusDays(Policy.FarthestDays)
        && Slots.MayStart(start, Schedule.Zone) && Schedule.Covers(start, start + visit.Length)
        && !IsFull(start.InZone(Schedule.Zone).Date, Busy) && !IsBusyOutside(visit.Around(start));

    private bool IsBusyOutside(Interval time) => Busy.Any(t => t.By is BusyKind.Outside && t.Time.Start < time.End && t.Time.End > time.Start);

    private bool IsFull(LocalDate day, IEnumerable<Taken> near) =>
        Policy.MostPerDay is { } most && near.Count(t => t.By is BusyKind.Appointment && t.Time.Start.InZone(Schedule.Zone).Date == day) >= most;

    private static bool IsIn(DayPart part, LocalTime time) => part switch
    {
        DayPart.Morning => time < LocalTime.Noon,
        DayPart.Afternoon => time >= LocalTime.Noon,
        _ => true,
    };
}
