using System.Globalization;
using NodaTime;

namespace Telemed.Scheduling.Hours;

/// <summary>
/// Hours of a day as people type them, "9:00-12:00, 14h-18h30", and of a week as they are kept: "1 540-720,840-1110;2 …".
/// </summary>
public static class WeeklyText
{
    /// <summary>Pieces of one day at most.</summary>
    private const int MostPieces = 8;

    /// <summary>What is typed for one day: its pieces, or what is wrong: unreadable, backwards or overlap. Empty: closed.</summary>
    public static (IReadOnlyList<DayRange> Ranges, string? Fault) ReadDay(string? typed)
    {
        var ranges = new List<DayRange>();
        foreach (var piece in (typed ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (piece.Split(['-', '–', '—', 'à'], StringSplitOptions.TrimEntries) is not [var from, var until]
                || Minute(from) is not { } starts || Minute(until) is not { } ends || ranges.Count == MostPieces)
            {
                return ([], "unreadable");
            }

            var range = new DayRange(starts, ends);
            if (!range.IsPossible)
            {
                return ([], "backwards");
            }

            if (ranges.Any(r => r.From < range.Until && range.From < r.Until))
            {
                return ([], "overlap");
            }

            ranges.Add(range);
        }

        return (DayRange.Joined(ranges), null);
    }

    /// <summary>As it may be typed again: "9:00-12:00, 14:00-18:30".</summary>
    public static string WriteDay(IEnumerable<DayRange> ranges) => string.Join(", ", ranges.Select(r => $"{Clock(r.From)}-{Clock(r.Until)}"));

    public static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60}:{minute % 60:00}");

    /// <summary>The short form in which a week is kept.</summary>
    public static string Write(IEnumerable<WeeklyRange> week) => string.Join(';', week.GroupBy(r => r.Day).OrderBy(d => d.Key)
        .Select(day => $"{(int)day.Key} {string.Join(',', day.OrderBy(r => r.Range.From).Select(r => $"{r.Range.From}-{r.Range.Until}"))}"));

    /// <summary>The inverse of <see cref="Write"/>.</summary>
    public static IReadOnlyList<WeeklyRange> Read(string kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return
        [
            .. from day in kept.Split(';', StringSplitOptions.RemoveEmptyEntries)
               let parts = day.Split(' ')
               from piece in parts[1].Split(',')
               let ends = piece.Split('-')
               select new WeeklyRange((IsoDayOfWeek)Number(parts[0]), new DayRange(Number(ends[0]), Number(ends[1]))),
        ];
    }

    /// <summary>"9", "9h", "9 h 30", "9:30", "0930", "24:00"; null when it is none.</summary>
    private static int? Minute(string typed)
    {
        var digits = string.Concat(typed.Where(c => !char.IsWhiteSpace(c))).Replace('h', ':').Replace('H', ':').Replace('.', ':').TrimEnd(':').Split(':');
        var (hour, minute) = digits switch
        {
            [{ Length: 4 } both] => (both[..2], both[2..]),
            [var whole] => (whole, "0"),
            [var whole, { Length: 2 } part] => (whole, part),
            _ => ("", ""),
        };
        return Parse(hour) is { } h && Parse(minute) is { } m && m < 60 && (h * 60) + m <= DayRange.Day ? (h * 60) + m : null;
    }

    private static int? Parse(string digits) =>
        digits.Length is > 0 and <= 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
