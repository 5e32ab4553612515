namespace Telemed.Benchmarks;

/// <summary>One measure beside its floor.</summary>
/// <param name="Ratio">Ours to the floor, or null when there is none.</param>
/// <param name="Aim">In words, as the ratio or the figure must be; empty: only told.</param>
internal sealed record Finding(string What, string Ours, string Floor, double? Ratio, string Aim, bool? Met);

/// <summary>What a run has found, in order.</summary>
internal sealed class Findings
{
    public List<Finding> Lines { get; } = [];

    /// <summary>Paragraphs for the document: how it was measured, where the time goes.</summary>
    public List<string> Notes { get; } = [];

    public List<string> Failures { get; } = [];

    /// <summary>Processes that wanted to run when we began: far above zero, somebody else was using the machine.</summary>
    public string LoadBefore { get; } = File.ReadAllText("/proc/loadavg").Split(' ')[0];

    public void Add(Finding finding)
    {
        Lines.Add(finding);
        Console.WriteLine($"{finding.What}: {finding.Ours}, floor {finding.Floor}" + (finding.Ratio is { } ratio ? $", ratio {ratio:0.00}" : ""));
    }
}
