using System.Globalization;
using System.Text;

namespace Telemed.Benchmarks.Joining;

/// <summary>Every meeting that was timed: by door and sort.</summary>
internal sealed class Takes
{
    public const string Second = "second joiner";
    public const string AtOnce = "both at once";
    public const string Admitted = "admitted";

    private readonly List<(string Door, string Kind, double Milliseconds, Sight Sight)> _all = [];
    private readonly List<(string Door, string Kind)> _failed = [];

    /// <param name="sight">Of the page that the time was waited for in.</param>
    public void Add(string door, string kind, double milliseconds, Sight sight)
    {
        _all.Add((door, kind, milliseconds, sight));
        Console.WriteLine($"  {door,-6} {kind,-14} {milliseconds,6:0} ms");
    }

    public void Fail(string door, string kind) => _failed.Add((door, kind));

    public int Failed(string door, string kind) => _failed.Count(f => f == (door, kind));

    public IReadOnlyCollection<double> Of(string door, string kind) => [.. _all.Where(t => t.Door == door && t.Kind == kind).Select(t => t.Milliseconds)];

    /// <summary>Where the time goes: when each stage was reached, medians.</summary>
    public string Stages()
    {
        var text = new StringBuilder("## Where the time of joining goes\n\nMilliseconds after the navigation at which a page reached each stage, medians.\n");
        foreach (var kind in (string[])[Second, AtOnce])
        {
            var doors = _all.Where(t => t.Kind == kind).GroupBy(t => t.Door).ToDictionary(g => g.Key, g => g.SelectMany(t => t.Sight.Marks).ToLookup(m => m.Key, m => m.Value));
            var stages = doors["ours"].OrderBy(stage => stage.Median()).Select(stage => stage.Key).Union(doors.Values.SelectMany(d => d.Select(s => s.Key)));
            text.Append(CultureInfo.InvariantCulture, $"\n| {kind} | {string.Join(" | ", doors.Keys)} |\n|---|{string.Concat(doors.Keys.Select(_ => "---|"))}\n");
            foreach (var stage in stages)
            {
                var cells = doors.Values.Select(d => d.Contains(stage) ? d[stage].Median().ToString("0", CultureInfo.InvariantCulture) : "–");
                text.Append(CultureInfo.InvariantCulture, $"| {stage} | {string.Join(" | ", cells)} |\n");
            }
        }

        return text.ToString();
    }
}
