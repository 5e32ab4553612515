using System.Globalization;
using System.Text;
using Telemed.Records.Observing;

namespace Telemed.Web.Pages.Record;

/// <summary>Lines of a plot without axes, by the time measured: an SVG of 112 by 40.</summary>
/// <param name="Second">The diastolic pressures; null for other kinds.</param>
/// <param name="Limit">The upper edge of what is usual, where it lies among the values.</param>
internal sealed record Sparkline(string First, string? Second, string? Limit)
{
    public const int Width = 112;
    public const int Height = 40;
    private const double Margin = 3;

    public static Sparkline Of(IReadOnlyList<Observation> values, decimal? limit)
    {
        var all = values.Select(v => v.Value).Concat(values.Select(v => v.Second).OfType<decimal>()).ToList();
        var (low, high) = ((double)all.Min(), (double)all.Max());
        var shown = limit is { } edge && (double)edge >= low && (double)edge <= high ? limit : null;
        var (begins, lasts) = (values[0].At, Math.Max(1, (values[^1].At - values[0].At).TotalSeconds));
        double X(Observation value) => Margin + (value.At - begins).TotalSeconds / lasts * (Width - 2 * Margin);
        double Y(decimal value) => high == low ? Height / 2.0 : Height - Margin - ((double)value - low) / (high - low) * (Height - 2 * Margin);
        string Line(Func<Observation, decimal> which)
        {
            var path = new StringBuilder();
            foreach (var value in values)
            {
                path.Append(path.Length == 0 ? 'M' : 'L').Append(Number(X(value))).Append(' ').Append(Number(Y(which(value))));
            }

            return path.ToString();
        }

        return new Sparkline(Line(v => v.Value), values[0].Second is null ? null : Line(v => v.Second ?? 0), shown is { } at ? $"M0 {Number(Y(at))}H{Width}" : null);
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
