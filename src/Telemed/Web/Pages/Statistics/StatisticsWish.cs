using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Figures;

namespace Telemed.Web.Pages.Statistics;

/// <summary>Whose figures of which days are asked for: carried in the address. A practitioner who cannot be read is left out, a wrong day is told.</summary>
/// <param name="Practitioner">Null: of everybody whom the reader may see.</param>
/// <param name="Range">Null: it is wrong.</param>
/// <param name="Fault">Why it is: unreadable, backwards, too-long or out-of-range.</param>
/// <param name="From">As it stands in the form.</param>
internal sealed record StatisticsWish(PractitionerId? Practitioner, FigureRange? Range, string? Fault, string From, string Until)
{
    public const string Page = "/statistics";

    public static StatisticsWish Read(string? practitioner, string? from, string? until, LocalDate today)
    {
        PractitionerId? who = Guid.TryParse(practitioner, out var id) ? new PractitionerId(id) : null;
        if (string.IsNullOrEmpty(from) && string.IsNullOrEmpty(until))
        {
            var usual = FigureRange.Usual(today);
            return new(who, usual, null, Times.Attribute(usual.First), Times.Attribute(usual.Last));
        }

        var (range, fault) = (ClinicTime.ParseDate(from), ClinicTime.ParseDate(until)) is ({ } first, { } last) ? FigureRange.Of(first, last) : (null, "unreadable");
        return new(who, range, fault, from ?? "", until ?? "");
    }

    /// <summary>Where the same is there as a file.</summary>
    public string File(string by) => QueryHelpers.AddQueryString($"{Page}/csv", new Dictionary<string, string?>
    {
        ["by"] = by, ["practitioner"] = Practitioner?.ToString() ?? "", ["from"] = From, ["until"] = Until,
    });
}
