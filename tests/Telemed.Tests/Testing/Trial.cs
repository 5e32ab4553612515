namespace Telemed.Tests.Testing;

/// <summary>
/// The size of a long test: small in bin/test, full in bin/trial, which sets TELEMED_TRIAL=1 and runs what carries
/// <c>[Trait("Trial", "yes")]</c>.
/// </summary>
public static class Trial
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("TELEMED_TRIAL") == "1";

    public static int Size(int small, int full) => IsFull ? full : small;

    /// <summary>
    /// A time that is promised, in s: what bin/trial holds the product to. bin/test runs on any machine, beside anything: five times
    /// as long says that it comes, and not how fast the machine was.
    /// </summary>
    public static double Within(double seconds) => IsFull ? seconds : 5 * seconds;

    /// <inheritdoc cref="Within(double)"/>
    public static TimeSpan Within(TimeSpan time) => TimeSpan.FromSeconds(Within(time.TotalSeconds));

    /// <summary>Adds a line to what bin/trial writes down: what was done, how often, with which result.</summary>
    public static void Report(string line)
    {
        TestContext.Current.SendDiagnosticMessage("{0}", line);
        if (Environment.GetEnvironmentVariable("TELEMED_TRIAL_REPORT") is { Length: > 0 } file)
        {
            File.AppendAllText(file, $"- {Environment.GetEnvironmentVariable("TELEMED_TRIAL_PART")}: {line}{Environment.NewLine}");
        }
    }

    /// <summary>Adds a row to the table with which bin/trial ends.</summary>
    public static void Row(params object[] cells)
    {
        var row = $"| {string.Join(" | ", cells)} |";
        TestContext.Current.SendDiagnosticMessage("{0}", row);
        if (Environment.GetEnvironmentVariable("TELEMED_TRIAL_REPORT") is { Length: > 0 } file)
        {
            File.AppendAllText(file + "-table", row + Environment.NewLine);
        }
    }
}
