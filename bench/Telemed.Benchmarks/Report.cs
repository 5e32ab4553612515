using System.Globalization;
using System.Text;

namespace Telemed.Benchmarks;

/// <summary>The result as Markdown: the table, and the whole of docs/benchmarks.md.</summary>
internal static class Report
{
    public static string Table(Findings findings)
    {
        var text = new StringBuilder("| measure | ours | floor | ratio | aim | met |\n|---|---|---|---|---|---|\n");
        foreach (var line in findings.Lines)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {line.What} | {line.Ours} | {line.Floor} | {line.Ratio:0.00} | {line.Aim} | {line.Met switch { true => "yes", false => "**no**", null => "" }} |\n");
        }

        return text.ToString();
    }

    public static string Document(Settings settings, Findings findings) =>
        $"""
        # Benchmarks

        What `bin/bench` measured last; it writes this page itself. The published server runs as its own process with its own data folder,
        each measure beside a floor taken in the same run, in turns. Server, browsers, load and databases share the machine: read the ratios,
        not the absolute figures.

        - {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {settings.Commit}, {Environment.ProcessorCount} cores, .NET {Environment.Version}; load average before it began: {findings.LoadBefore}
        - Rounds: {settings.JoinRounds} joins of each sort, {settings.Starts} starts, {settings.Uploads} uploads, {settings.BookingRounds} × {settings.BookingSeconds} s of bookings for each database and floor

        {Table(findings)}
        {string.Join("\n\n", findings.Notes)}

        """;
}
