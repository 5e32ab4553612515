using System.Globalization;
using System.Text;
using Telemed.Records.Observing;

namespace Telemed.Web.Pages.Record;

/// <summary>Where the points of measures lie: an SVG of 640 by 150, the horizontal axis in true time, the vertical one around the values.</summary>
internal sealed record MeasureShape(string First, string? Second, (string X, string Y, string Width, string Height)? BandBox, IReadOnlyList<(decimal Value, string Path, string LabelY)> Rules)
{
    public const int Width = 640;
    public const int Height = 150;
    public const string LeftEdge = "52";
    public const string RightEdge = "632";
    private const double Left = 52;
    private const double Right = 632;
    private const double Ceiling = 12;
    private const double Floor = 120;

    /// <param name="values">In order, at least one.</param>
    /// <param name="usual">Drawn as a band as far as it reaches into the picture.</param>
    public static MeasureShape Of(IReadOnlyList<Observation> values, Band? usual)
    {
        var all = values.Select(v => v.Value).Concat(values.Select(v => v.Second).OfType<decimal>()).ToList();
        var (low, high) = (Math.Floor(all.Min()), Math.Ceiling(all.Max()));
        (low, high) = high - low < 4 ? (Math.Max(0, low - 2), high + 2) : (low, high);
        var (begins, lasts) = (values[0].At, (values[^1].At - values[0].At).TotalSeconds);
        double X(Observation value) => lasts == 0 ? (Left + Right) / 2 : Left + (value.At - begins).TotalSeconds / lasts * (Right - Left);
        double Y(decimal value) => Floor - (double)((value - low) / (high - low)) * (Floor - Ceiling);
        string Line(Func<Observation, decimal> which) => Path(values.Select(v => (X(v), Y(which(v)))));
        var (bottom, top) = (Math.Max(low, usual?.Low ?? low), Math.Min(high, usual?.High ?? high));
        return new MeasureShape(Line(v => v.Value), values[0].Second is null ? null : Line(v => v.Second ?? 0),
            usual is null || bottom >= top ? null : (LeftEdge, Number(Y(top)), Number(Right - Left), Number(Y(bottom) - Y(top))),
            [.. ((decimal[])[low, Math.Round((low + high) / 2), high]).Select(v => (v, $"M{LeftEdge} {Number(Y(v))}H{RightEdge}", Number(Y(v) + 4)))]);
    }

    private static string Path(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Number(x)).Append(' ').Append(Number(y));
        }

        return path.Append("h0.1").ToString(); // one alone: the round end of the line makes it a dot
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
