using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Telemed.Documents;

/// <summary>The date of a document, guessed from the name of its file: laboratories and scanners write it there. A guess is offered, never kept unasked.</summary>
public static partial class DateInName
{
    /// <summary>Null: there is none, or one that cannot be.</summary>
    /// <param name="today">Nothing later is a document's date.</param>
    public static LocalDate? Of(string fileName, LocalDate today) => YearFirst().Matches(fileName).Concat(DayFirst().Matches(fileName))
        .Select(Date).FirstOrDefault(d => d is { Year: >= 1900 } && d <= today);

    private static LocalDate? Date(Match match)
    {
        int Number(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        var (year, month, day) = (Number("year"), Number("month"), Number("day"));
        return month is >= 1 and <= 12 && year >= 1 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month) ? new LocalDate(year, month, day) : null;
    }

    [GeneratedRegex(@"(?<!\d)(?<year>\d{4})([-_. ]?)(?<month>\d{2})\1(?<day>\d{2})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"(?<!\d)(?<day>\d{2})([-_. ])(?<month>\d{2})\1(?<year>\d{4})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex DayFirst();
}
