namespace Telemed.Benchmarks;

/// <summary>Many takes of one measure.</summary>
internal static class Figures
{
    public static double Median(this IEnumerable<double> takes) => takes.At(0.5);

    /// <summary>The value that 95 % of the takes do not exceed.</summary>
    public static double P95(this IEnumerable<double> takes) => takes.At(0.95);

    /// <summary>The value that 99 % of the takes do not exceed.</summary>
    public static double P99(this IEnumerable<double> takes) => takes.At(0.99);

    /// <summary>"312 (p95 380) ms".</summary>
    public static string Milliseconds(this IReadOnlyCollection<double> takes) => $"{takes.Median():0} (p95 {takes.P95():0}) ms";

    /// <summary>"5.3 (p99 9.8) ms".</summary>
    public static string Tenths(this IReadOnlyCollection<double> takes) => $"{takes.Median():0.0} (p99 {takes.P99():0.0}) ms";

    private static double At(this IEnumerable<double> takes, double share)
    {
        var sorted = takes.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return low + ((high - low) * (place - Math.Floor(place)));
    }
}
