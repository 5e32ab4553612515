using System.Globalization;
using System.Text.RegularExpressions;

namespace Telemed.Records;

/// <summary>A piece of written text: a paragraph, or a list of either kind.</summary>
/// <param name="Items">One of a paragraph.</param>
/// <param name="First">The number that a numbered list begins with; null: none, or no list.</param>
public sealed record ProseBlock(bool IsList, int? First, IReadOnlyList<IReadOnlyList<ProseRun>> Items);

/// <summary>A stretch in one weight.</summary>
public sealed record ProseRun(string Text, bool IsBold);

/// <summary>
/// Text as notes are written: plain, with a blank line between paragraphs, "- " or "1. " before the items of a list, and ** around what is bold.
/// There is no other markup: whatever else stands there is shown as it stands.
/// </summary>
public static partial class Prose
{
    public static IReadOnlyList<ProseBlock> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var blocks = new List<ProseBlock>();
        var lines = new List<string>();
        List<IReadOnlyList<ProseRun>>? items = null;
        var numbered = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var item = ListItem().Match(line);
            var isNumber = item.Groups["number"].Success;
            if (!item.Success || (items is not null && isNumber != numbered))
            {
                items = null;
            }

            if (item.Success)
            {
                Flush(blocks, lines);
                if (items is null)
                {
                    items = [];
                    numbered = isNumber;
                    blocks.Add(new ProseBlock(true, isNumber ? int.Parse(item.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) : null, items));
                }

                items.Add(Runs(item.Groups["text"].Value));
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                Flush(blocks, lines);
            }
            else
            {
                lines.Add(line);
            }
        }

        Flush(blocks, lines);
        return blocks;
    }

    /// <summary>Without the signs of bold type: what is searched and cut short.</summary>
    public static string Plain(string text) => Bold().Replace(text, "$1");

    /// <summary>On one line, as an excerpt has it: the items of a list one after the other.</summary>
    public static string Line(string text) => string.Join(' ', Plain(text).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => ListItem().Match(line) is { Success: true } item && !item.Groups["number"].Success ? $"· {item.Groups["text"].Value}" : line));

    private static void Flush(List<ProseBlock> blocks, List<string> lines)
    {
        if (lines.Count > 0)
        {
            blocks.Add(new ProseBlock(false, null, [Runs(string.Join('\n', lines))]));
            lines.Clear();
        }
    }

    private static List<ProseRun> Runs(string text)
    {
        var (runs, at) = (new List<ProseRun>(), 0);
        foreach (Match bold in Bold().Matches(text))
        {
            if (bold.Index > at)
            {
                runs.Add(new ProseRun(text[at..bold.Index], false));
            }

            runs.Add(new ProseRun(bold.Groups[1].Value, true));
            at = bold.Index + bold.Length;
        }

        if (at < text.Length)
        {
            runs.Add(new ProseRun(text[at..], false));
        }

        return runs;
    }

    [GeneratedRegex(@"^\s*(?:[-•*]|(?<number>\d{1,3})[.)])\s+(?<text>\S.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ListItem();

    // Within a line. What is bold begins and ends with something one can see.
    [GeneratedRegex(@"\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*")]
    private static partial Regex Bold();
}
