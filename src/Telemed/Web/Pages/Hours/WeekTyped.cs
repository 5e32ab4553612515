using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;

namespace Telemed.Web.Pages.Hours;

/// <summary>The form of weekly hours as typed.</summary>
/// <param name="Days">From Monday on.</param>
internal sealed record WeekTyped(string From, string Until, IReadOnlyList<string> Days)
{
    /// <summary>From today on, what holds today.</summary>
    public static WeekTyped Of(HoursOnFile file, LocalDate today)
    {
        var holding = file.Periods.FirstOrDefault(p => p.From <= today && !(p.Until < today));
        var ranges = WeeklyText.Read(holding?.Ranges ?? "");
        return new WeekTyped(Times.Attribute(today), holding?.Until is { } last ? Times.Attribute(last) : "",
            [.. HoursWords.Week.Select(day => WeeklyText.WriteDay(ranges.On(day)))]);
    }

    public static WeekTyped Of(IFormCollection form) =>
        new(form.Typed("from"), form.Typed("until"), [.. HoursWords.Week.Select(day => form.Typed(day.ToString()))]);

    /// <summary>What is wished, or null and a code per field that cannot be read.</summary>
    public HoursPeriodDraft? Read(IDictionary<string, string> faults)
    {
        var (from, until) = (ClinicTime.ParseDate(From), ClinicTime.ParseDate(Until));
        if (from is null)
        {
            faults["from"] = "required";
        }

        if (until is null && Until.Length > 0)
        {
            faults["until"] = "unreadable";
        }

        var week = new List<WeeklyRange>();
        foreach (var (day, typed) in HoursWords.Week.Zip(Days))
        {
            var (ranges, fault) = WeeklyText.ReadDay(typed);
            week.AddRange(ranges.Select(range => new WeeklyRange(day, range)));
            if (fault is not null)
            {
                faults[day.ToString()] = fault;
            }
        }

        return from is null ? null : new HoursPeriodDraft(from.Value, until, week);
    }
}
