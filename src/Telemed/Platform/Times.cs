using System.Globalization;
using NodaTime;

namespace Telemed.Platform;

/// <summary>How dates and times are written on screens and in mails, in the current culture: one place, so that every page agrees.</summary>
public static class Times
{
    private const char Nbsp = '\u00a0';

    /// <summary>For staff: "14:30", "9:05".</summary>
    public static string Clock(Instant at, DateTimeZone zone) => Clock(At(at, zone).TimeOfDay);

    /// <inheritdoc cref="Clock(Instant, DateTimeZone)"/>
    public static string Clock(LocalTime time) => time.ToString("H:mm", CultureInfo.InvariantCulture);

    /// <summary>For patients: "14 h 30" or "9 h" in French, "14:30" in English.</summary>
    public static string ForPatient(Instant at, DateTimeZone zone)
    {
        var time = At(at, zone).TimeOfDay;
        return IsFrench
            ? time.Minute is 0 ? $"{time.Hour}{Nbsp}h" : string.Create(CultureInfo.InvariantCulture, $"{time.Hour}{Nbsp}h{Nbsp}{time.Minute:00}")
            : Clock(time);
    }

    /// <summary>"lundi 23 novembre 2026", "Monday 23 November 2026".</summary>
    public static string Day(LocalDate day) => $"{Format(day, "dddd")} {Date(day)}";

    /// <inheritdoc cref="Day(LocalDate)"/>
    public static string Day(Instant at, DateTimeZone zone) => Day(At(at, zone).Date);

    /// <summary>Where the year goes without saying: "lundi 23 novembre", "Monday 23 November".</summary>
    public static string DayOfYear(LocalDate day) => $"{Format(day, "dddd")} {DayOfMonth(day)} {Format(day, "MMMM")}";

    /// <summary>Without weekday and year: "23 novembre", "1er décembre", "23 November".</summary>
    public static string DayAndMonth(LocalDate day) => $"{DayOfMonth(day)} {Format(day, "MMMM")}";

    /// <summary>Without the weekday: "23 novembre 2026", "1er décembre 2026".</summary>
    public static string Date(LocalDate day) => $"{DayOfMonth(day)} {Format(day, "MMMM yyyy")}";

    /// <inheritdoc cref="Date(LocalDate)"/>
    public static string Date(Instant at, DateTimeZone zone) => Date(At(at, zone).Date);

    /// <summary>"novembre 2026", "November 2026".</summary>
    public static string Month(LocalDate day) => Format(day, "MMMM yyyy");

    /// <summary>For narrow columns: "lun. 23 nov.", "Mon 23 Nov".</summary>
    public static string ShortDay(LocalDate day) => $"{Format(day, "ddd")} {Format(day, "%d")} {Format(day, "MMM")}";

    /// <inheritdoc cref="ShortDay(LocalDate)"/>
    public static string ShortDay(Instant at, DateTimeZone zone) => ShortDay(At(at, zone).Date);

    /// <summary>A whole sentence part for patients: "lundi 23 novembre 2026 à 14 h 30", "Monday 23 November 2026 at 14:30".</summary>
    public static string DayAndTime(Instant at, DateTimeZone zone) => $"{Day(at, zone)} {(IsFrench ? "à" : "at")} {ForPatient(at, zone)}";

    /// <summary>For the datetime attribute of a time element: "2026-11-23T14:30".</summary>
    public static string Attribute(Instant at, DateTimeZone zone) => At(at, zone).ToString("uuuu-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>For the datetime attribute of a day: "2026-11-23".</summary>
    public static string Attribute(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The zone's name as people know it: "Europe/Paris" becomes "Paris".</summary>
    public static string ZoneName(DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.Id[(zone.Id.LastIndexOf('/') + 1)..].Replace('_', ' ');
    }

    /// <summary>To begin a line with: "Lundi 23 novembre".</summary>
    public static string Sentence(string words)
    {
        ArgumentException.ThrowIfNullOrEmpty(words);
        return char.ToUpper(words[0], CultureInfo.CurrentCulture) + words[1..];
    }

    /// <summary>Whole years lived on <paramref name="today"/>.</summary>
    public static int Age(LocalDate birth, LocalDate today) => Period.Between(birth, today, PeriodUnits.Years).Years;

    private static bool IsFrench => CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "fr";

    private static LocalDateTime At(Instant at, DateTimeZone zone) => at.InZone(zone).LocalDateTime;

    private static string DayOfMonth(LocalDate day) => day.Day is 1 && IsFrench ? "1er" : Format(day, "%d");

    private static string Format(LocalDate day, string pattern) => day.ToString(pattern, CultureInfo.CurrentCulture);
}
