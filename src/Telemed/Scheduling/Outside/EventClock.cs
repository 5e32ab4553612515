using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;
using Duration = NodaTime.Duration;
using Period = Ical.Net.DataTypes.Period;

namespace Telemed.Scheduling.Outside;

/// <summary>Puts the times of a calendar's events on the line of instants.</summary>
/// <param name="own">For days as a whole, and for times of no zone: <see cref="CalendarLines"/> left out those that nobody knows.</param>
internal sealed class EventClock(DateTimeZone own)
{
    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Duration Margin = Duration.FromDays(2);

    public Instant At(CalDateTime time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var local = LocalDateTime.FromDateTime(time.Value);
        return time.HasTime ? local.InZoneLeniently(Zone(time)).ToInstant() : own.AtStartOfDay(local.Date).ToInstant();
    }

    /// <summary>When an occurrence begins and ends.</summary>
    public (Instant Start, Instant End) Times(Period occurrence)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        var start = At(occurrence.StartTime);
        return (start, occurrence.EffectiveEndTime is { } end ? At(end) : start);
    }

    /// <summary>
    /// Where the parser begins to look for occurrences that may reach beyond <paramref name="start"/>: as much earlier as one lasts, and two days, since
    /// it compares clocks of different zones as they stand.
    /// </summary>
    public CalDateTime Before(Instant start, CalendarEvent one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var lasts = one.DtEnd is { } end ? At(end) - At(one.DtStart!) : Duration.FromTimeSpan(one.Duration?.ToTimeSpanUnspecified() ?? TimeSpan.Zero);
        return new CalDateTime(Instant.Max(Earliest, start - lasts - Margin).ToDateTimeUtc(), "UTC");
    }

    private DateTimeZone Zone(CalDateTime time) => time switch
    {
        { IsUtc: true } => DateTimeZone.Utc,
        { TzId: { Length: > 0 } id } => DateTimeZoneProviders.Tzdb[id],
        _ => own,
    };
}
