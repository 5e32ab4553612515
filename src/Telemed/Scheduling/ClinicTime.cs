using NodaTime;
using NodaTime.Text;

namespace Telemed.Scheduling;

/// <summary>A date and time typed by the clinic's wall clock, put on the line of instants.</summary>
public abstract record ClinicTime
{
    private ClinicTime() { }

    public sealed record Once(Instant At) : ClinicTime;

    /// <summary>The hour that the clock passes twice in autumn: the earlier of the two.</summary>
    public sealed record Earlier(Instant At) : ClinicTime;

    /// <summary>The hour that the clock jumps over in spring: there is no such time.</summary>
    public sealed record Never : ClinicTime;

    public static ClinicTime Of(LocalDateTime local, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var mapping = zone.MapLocal(local);
        return mapping.Count switch
        {
            0 => new Never(),
            1 => new Once(mapping.Single().ToInstant()),
            _ => new Earlier(mapping.First().ToInstant()),
        };
    }

    /// <summary>As date and time fields of a form send them; null when it is none, or before the year 1, which no database holds.</summary>
    public static LocalDate? ParseDate(string? typed) => LocalDatePattern.Iso.Parse(typed ?? "") is { Success: true, Value: { Year: >= 1 } date } ? date : null;

    /// <inheritdoc cref="ParseDate"/>
    public static LocalTime? ParseTime(string? typed) =>
        TimePattern.Parse(typed ?? "") is { Success: true, Value: var time } ? time : null;

    private static readonly LocalTimePattern TimePattern = LocalTimePattern.CreateWithInvariantCulture("H:mm");
}
