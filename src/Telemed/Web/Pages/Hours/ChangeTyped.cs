using Telemed.Scheduling;
using Telemed.Scheduling.Hours;

namespace Telemed.Web.Pages.Hours;

/// <summary>The form of a day otherwise, as typed.</summary>
/// <param name="Kind">"closed" or "open".</param>
/// <param name="Times">One range; empty: the whole day.</param>
internal sealed record ChangeTyped(string First, string Last, string Kind, string Times, string Note)
{
    public const string Closed = "closed";
    public const string Open = "open";

    public static readonly ChangeTyped Empty = new("", "", Closed, "", "");

    public static ChangeTyped Of(IFormCollection form) =>
        new(form.Typed("first"), form.Typed("last"), form.Typed("kind"), form.Typed("times"), form.Typed("note"));

    /// <summary>What is wished, or null and a code per field that cannot be read. Without a last day: one day.</summary>
    public HoursChangeDraft? Read(IDictionary<string, string> faults)
    {
        var first = ClinicTime.ParseDate(First);
        var last = Last.Length == 0 ? first : ClinicTime.ParseDate(Last);
        var (ranges, fault) = WeeklyText.ReadDay(Times);
        var times = fault ?? (ranges.Count > 1 ? "several" : ranges.Count == 0 && Kind == Open ? "required" : null);
        (string Field, string? Code)[] found =
            [("first", first is null ? "required" : null), ("last", last is null && Last.Length > 0 ? "unreadable" : null), ("times", times), ("kind", Kind is Closed or Open ? null : "required")];
        foreach (var (field, code) in found)
        {
            if (code is not null)
            {
                faults[field] = code;
            }
        }

        return first is { } from && last is { } until
            ? new HoursChangeDraft(from, until, ranges.Count == 1 ? ranges[0] : DayRange.Whole, Kind == Open, Note) : null;
    }
}
