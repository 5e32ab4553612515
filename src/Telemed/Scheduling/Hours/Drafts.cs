using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Hours;

/// <summary>Weekly hours that somebody wishes. Within a day they neither overlap nor run backwards: <see cref="WeeklyText"/> read them.</summary>
public sealed record HoursPeriodDraft(LocalDate From, LocalDate? Until, IReadOnlyList<WeeklyRange> Ranges)
{
    /// <summary>Years that hours may be for; beyond them a slip of the keyboard, and at the calendar's end no next day.</summary>
    private static readonly LocalDate Earliest = new(2000, 1, 1), Latest = new(2100, 12, 31);

    internal IEnumerable<HoursOutcome.Invalid> Faults
    {
        get
        {
            if (From < Earliest || From > Latest)
            {
                yield return new("from", "out-of-range");
            }

            if (Until < From)
            {
                yield return new("until", "backwards");
            }
            else if (Until > Latest)
            {
                yield return new("until", "out-of-range");
            }
        }
    }
}

/// <summary>Days that somebody wishes otherwise than every week.</summary>
public sealed record HoursChangeDraft(LocalDate First, LocalDate Last, DayRange Range, bool IsOpen, string Note)
{
    /// <summary>Days in a row at most: a long leave, and a slip of the keyboard beyond it.</summary>
    private const int Longest = 366;

    /// <summary>Years ahead.</summary>
    private const int Farthest = 5;

    internal IEnumerable<HoursOutcome.Invalid> Faults(LocalDate today)
    {
        var days = this switch
        {
            _ when Last < First => "backwards",
            _ when Last < today => "past",
            _ when Period.DaysBetween(First, Last) >= Longest || Period.Between(today, Last, PeriodUnits.Years).Years >= Farthest => "out-of-range",
            _ => null,
        };
        if (days is not null)
        {
            yield return new("last", days);
        }

        if (!Range.IsPossible)
        {
            yield return new("times", "backwards");
        }

        if (Note.Length > 0 && PlainText.Fault(Note, HoursChange.MaxNote) is { } code)
        {
            yield return new("note", code);
        }
    }
}
