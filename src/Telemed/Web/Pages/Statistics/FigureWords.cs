using System.Globalization;

namespace Telemed.Web.Pages.Statistics;

/// <summary>Figures as people read them.</summary>
internal static class FigureWords
{
    /// <summary>Where nothing can be said.</summary>
    private const string Nothing = "–";

    /// <summary>"62 %", "62%".</summary>
    public static string Percent(double? share) => share?.ToString("P0", CultureInfo.CurrentCulture) ?? Nothing;

    /// <summary>"3,5", "3.5".</summary>
    public static string Days(double? days) => days?.ToString("0.#", CultureInfo.CurrentCulture) ?? Nothing;

    /// <summary>An even number at or above a value, so that the middle of a plot is a whole one too; at least 2.</summary>
    public static double Top(double highest) => Math.Max(2, 2 * Math.Ceiling(highest / 2));
}
