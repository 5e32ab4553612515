using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace Telemed.Records.Lists;

/// <summary>A year, a month or a day, as people remember when something began. Sorts and is stored as "2019", "2019-03" or "2019-03-12"; FHIR dateTime.</summary>
public readonly partial record struct PartialDate
{
    /// <summary>Nobody alive was born before.</summary>
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    private PartialDate(int year, int? month, int? day) => (Year, Month, Day) = (year, month, day);

    public int Year { get; }
    public int? Month { get; }
    public int? Day { get; }

    public LocalDate Earliest => new(Year, Month ?? 1, Day ?? 1);

    public LocalDate Latest => Day is not null ? Earliest : Month is not null ? Earliest.PlusMonths(1).PlusDays(-1) : new LocalDate(Year, 12, 31);

    public static PartialDate Of(LocalDate day) => new(day.Year, day.Month, day.Day);

    /// <summary>Reads "2019", "03/2019", "12/03/2019" (day first) and the same as ISO 8601; null for anything else.</summary>
    public static PartialDate? Parse(string? typed)
    {
        var match = Shape().Match((typed ?? "").Trim());
        if (!match.Success)
        {
            return null;
        }

        var (year, month, day) = (Number(match, "y"), Number(match, "m"), Number(match, "d"));
        return year is { } known && known is >= FirstYear and <= LastYear && month is null or (>= 1 and <= 12) && IsDay(known, month, day)
            ? new PartialDate(known, month, day) : null;
    }

    private static bool IsDay(int year, int? month, int? day) =>
        day is null || (month is { } known && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, known));

    /// <summary>As it is stored.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Year:0000}{(Month is { } month ? $"-{month:00}" : "")}{(Day is { } day ? $"-{day:00}" : "")}");

    private static int? Number(Match match, string name) =>
        match.Groups[name] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(?:(?<y>[0-9]{4})(?:-(?<m>[0-9]{1,2})(?:-(?<d>[0-9]{1,2}))?)?|(?:(?:(?<d>[0-9]{1,2})/)?(?<m>[0-9]{1,2})/)(?<y>[0-9]{4}))$")]
    private static partial Regex Shape();
}

/// <summary>Stores a partial date as its text.</summary>
public sealed class PartialDateAsText() : ValueConverter<PartialDate, string>(date => date.ToString(), text => PartialDate.Parse(text)!.Value);
