using NodaTime;
using Telemed.Scheduling.Offers;

namespace Telemed.Scheduling.Series;

/// <summary>The same appointment every week, at the same time by the clinic's clock.</summary>
/// <param name="First">As it would be booked alone; its request is that of the whole series.</param>
/// <param name="Weeks">How many appointments, <see cref="Fewest"/> to <see cref="Most"/>.</param>
public sealed record NewSeries(NewAppointment First, int Weeks)
{
    public const int Fewest = 2;
    public const int Most = 12;
    public const int Usual = 6;

    /// <summary>Other times for some of the weeks, which count from 0.</summary>
    public IReadOnlyDictionary<int, Instant> Instead { get; init; } = new Dictionary<int, Instant>();

    internal IEnumerable<Meeting> Meetings(DateTimeZone clinic)
    {
        var local = First.StartsAt.InZone(clinic).LocalDateTime;
        for (var week = 0; week < Weeks; week++)
        {
            yield return Instead.TryGetValue(week, out var other) ? new Meeting(week, other.InZone(clinic).LocalDateTime, other, false)
                : ClinicTime.Of(local.PlusWeeks(week), clinic) switch
                {
                    ClinicTime.Once once => new Meeting(week, local.PlusWeeks(week), once.At, false),
                    ClinicTime.Earlier earlier => new Meeting(week, local.PlusWeeks(week), week == 0 ? First.StartsAt : earlier.At, true),
                    _ => new Meeting(week, local.PlusWeeks(week), null, false),
                };
        }
    }
}

/// <summary>One of a series, before it is booked.</summary>
/// <param name="At">Null: the clock jumps over that time.</param>
/// <param name="ComesTwice">The clock shows that time twice; the first is meant.</param>
internal sealed record Meeting(int Week, LocalDateTime Local, Instant? At, bool ComesTwice);

/// <summary>Why one of a series cannot be.</summary>
public enum SeriesClash
{
    Taken,
    PatientBusy,
    OutsideHours,
    NoSuchTime,
    Past,

    /// <summary>The practitioner's calendar elsewhere says so.</summary>
    BusyElsewhere,
}

/// <param name="Week">From 0.</param>
/// <param name="Nearest">Free times near it; none when it is not of a visit type.</param>
public sealed record SeriesConflict(int Week, LocalDateTime Local, SeriesClash Why, IReadOnlyList<OfferedSlot> Nearest);

/// <summary>What became of a wish to book a series: all of it or nothing.</summary>
public abstract record SeriesOutcome
{
    private SeriesOutcome() { }

    /// <param name="Twice">Days on which the clock shows the time twice: the first was taken.</param>
    public sealed record Booked(IReadOnlyList<Appointment> Appointments, IReadOnlyList<LocalDate> Twice) : SeriesOutcome;

    /// <summary>Nothing was written.</summary>
    public sealed record Conflicts(IReadOnlyList<SeriesConflict> All) : SeriesOutcome;

    /// <summary>Nothing was written. Fields and codes of <see cref="BookingOutcome.Invalid"/>, and weeks.</summary>
    public sealed record Invalid(string Field, string Code) : SeriesOutcome;
}
