using NodaTime;

namespace Telemed.Scheduling.Hours;

/// <summary>The eleven public holidays of France (Code du travail, L.3133-1). Overseas and Alsace-Moselle have more: those are exceptions of the practitioner's own.</summary>
public static class FrenchHolidays
{
    public static bool Has(LocalDate day) => (day.Month, day.Day) is (1, 1) or (5, 1) or (5, 8) or (7, 14) or (8, 15) or (11, 1) or (11, 11) or (12, 25)
        || Period.DaysBetween(Easter(day.Year), day) is 1 or 39 or 50; // Easter Monday, Ascension, Whit Monday

    /// <summary>Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8).</summary>
    public static LocalDate Easter(int year)
    {
        var (golden, century, rest) = (year % 19, year / 100, year % 100);
        var moon = ((19 * golden) + century - (century / 4) - (((8 * century) + 13) / 25) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (rest / 4)) - moon - (rest % 4)) % 7;
        var correction = (golden + (11 * moon) + (22 * weekday)) / 451;
        var days = moon + weekday - (7 * correction) + 114;
        return new LocalDate(year, days / 31, (days % 31) + 1);
    }
}
