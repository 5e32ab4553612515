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

    /// <summary>What the last trial found, from its page beside ours: bin/trial measures it, with namespaces, and writes it there.</summary>
    public static async Task<string> BadNetworks(string document)
    {
        var trials = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(document)!, "trials.md"));
        var begins = trials.IndexOf("## Calls over bad networks", StringComparison.Ordinal);
        return begins < 0 ? "" : $"\n{trials[begins..]}\nMeasured by `bin/trial`; its other results stand in [trials.md](trials.md).\n";
    }

    public static string Document(Settings settings, Findings findings) =>
        $"""
        # Benchmarks

        What `bin/bench` measured last; it writes this page itself. The published server runs as its own process with its own data folder,
        each measure beside a floor taken in the same run, in turns. Server, browsers, load and databases share the machine: read the ratios,
        not the absolute figures.

        - {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {settings.Commit}, {Environment.ProcessorCount} cores, .NET {Environment.Version}; load average before it began: {findings.LoadBefore}
        - Rounds: {settings.JoinRounds} joins of each sort, {settings.Starts} starts, {settings.Uploads} uploads, {settings.BookingRounds} × {settings.BookingSeconds} s of bookings for each database and floor, {settings.RelayRounds} × {settings.RelaySeconds} s of signals

        {Table(findings)}
        {string.Join("\n\n", findings.Notes)}

        """;
}
