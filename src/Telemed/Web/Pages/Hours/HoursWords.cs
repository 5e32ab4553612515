using System.Globalization;
using NodaTime;
using Telemed.Scheduling.Hours;

namespace Telemed.Web.Pages.Hours;

/// <summary>Days and times of hours as they are read.</summary>
internal static class HoursWords
{
    public static readonly IReadOnlyList<IsoDayOfWeek> Week = [.. Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day)];

    /// <summary>"Lundi", "Monday".</summary>
    public static string Day(IsoDayOfWeek day)
    {
        var name = CultureInfo.CurrentCulture.DateTimeFormat.GetDayName((DayOfWeek)((int)day % 7));
        return Platform.Times.Sentence(name);
    }

    /// <summary>"9:00–12:00, 14:00–18:30".</summary>
    public static string Times(IEnumerable<DayRange> ranges) => WeeklyText.WriteDay(ranges).Replace('-', '–');

    public static IEnumerable<DayRange> On(this IEnumerable<WeeklyRange> ranges, IsoDayOfWeek day) => ranges.Where(r => r.Day == day).Select(r => r.Range);
}
