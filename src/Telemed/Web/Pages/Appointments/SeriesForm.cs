using System.Globalization;
using Microsoft.Extensions.Primitives;
using NodaTime;
using NodaTime.Text;
using Telemed.Scheduling;
using Telemed.Scheduling.Series;

namespace Telemed.Web.Pages.Appointments;

/// <summary>What the booking form says of a series, as typed.</summary>
/// <param name="Weeks">Null: one appointment alone.</param>
/// <param name="Instead">Other times chosen for some of the weeks, which count from 0.</param>
public sealed record SeriesForm(string? Weeks, IReadOnlyDictionary<int, Instant> Instead)
{
    /// <param name="repeat">The field is there when the box is ticked.</param>
    /// <param name="instead">"2_2026-12-14T09:00:00Z", one for each week that has another time; what cannot be read is not there.</param>
    public static SeriesForm Read(string? repeat, string? weeks, StringValues instead)
    {
        var others = new Dictionary<int, Instant>();
        foreach (var word in instead.Take(NewSeries.Most))
        {
            if (word?.Split('_') is [var number, var time] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var week)
                && InstantPattern.General.Parse(time) is { Success: true, Value: var at })
            {
                others[week] = at;
            }
        }

        return new SeriesForm(repeat is null ? null : weeks ?? "", others);
    }

    public static string Value(int week, Instant at) => string.Create(CultureInfo.InvariantCulture, $"{week}_{InstantPattern.General.Format(at)}");

    /// <summary>Null: one appointment alone. A number that cannot be read is out of range.</summary>
    public NewSeries? Of(NewAppointment first) => Weeks is null ? null
        : new NewSeries(first, int.TryParse(Weeks, NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) ? weeks : 0) { Instead = Instead };
}
