using System.Globalization;
using System.Text;

namespace Telemed.Web.Pages.PastVisits;

/// <summary>Where the points of a small plot lie: an SVG of 640 by 150, its axes from nought, nothing cut off.</summary>
/// <param name="Top">The value at the upper edge.</param>
internal sealed record PlotShape(double Top)
{
    public const int Width = 640;
    public const int Height = 150;
    private const double Left = 52;
    private const double Right = 632;
    private const double Ceiling = 12;
    private const double Floor = 120;

    /// <param name="Values">One per step of the horizontal axis; null: nothing was measured then, and no line is drawn across.</param>
    public string Line(IReadOnlyList<double?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var path = new StringBuilder();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                var begins = i == 0 || values[i - 1] is null;
                path.Append(begins ? 'M' : 'L').Append(Number(X(i, values.Count))).Append(' ').Append(Number(Y(value)));
                if (begins && (i == values.Count - 1 || values[i + 1] is null))
                {
                    path.Append("h0.1"); // alone: the round end of the line makes it a dot
                }
            }
        }

        return path.ToString();
    }

    /// <summary>One bar of <paramref name="count"/>, from nought up.</summary>
    public (string X, string Y, string Width, string Height) Bar(int index, int count, double value)
    {
        var pitch = (Right - Left) / count;
        return (Number(Left + index * pitch + pitch * 0.15), Number(Y(value)), Number(pitch * 0.7), Number(Floor - Y(value)));
    }

    /// <summary>Across the plot at a value.</summary>
    public string Rule(double value) => $"M{Number(Left)} {Number(Y(value))}H{Number(Right)}";

    /// <summary>The baseline of a label beside that value.</summary>
    public string LabelY(double value) => Number(Y(value) + 4);

    public static string X(int index, int count, bool bars = false) =>
        Number(bars ? Left + (index + 0.5) * (Right - Left) / count : X(index, count));

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static double X(int index, int count) => count <= 1 ? Left : Left + index * (Right - Left) / (count - 1);

    private double Y(double value) => Floor - Math.Clamp(value / Top, 0, 1) * (Floor - Ceiling);
}
