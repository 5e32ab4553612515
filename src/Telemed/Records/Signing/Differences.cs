using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Telemed.Records.Signing;

/// <summary>A stretch of text that stayed, came or went between two versions.</summary>
public sealed record Stretch(Change Change, string Text);

public enum Change
{
    Stayed,
    Came,
    Went,
}

/// <summary>What changed between two texts, word by word.</summary>
public static class Differences
{
    // DiffPlex's own words do not end at the end of a line.
    private static readonly DelimiterChunker Words = new([' ', '\t', '\n', '.', ',', ';', ':', '!', '?', '(', ')']);

    /// <summary>In the order in which they are read; put together without what went it is the newer text, without what came the older.</summary>
    public static IReadOnlyList<Stretch> Between(string older, string newer)
    {
        var pieces = InlineDiffBuilder.Diff(older, newer, ignoreWhiteSpace: false, ignoreCase: false, Words).Lines;
        var stretches = new List<Stretch>();
        foreach (var piece in pieces)
        {
            var change = piece.Type switch { ChangeType.Inserted => Change.Came, ChangeType.Deleted => Change.Went, _ => Change.Stayed };
            if (stretches is [.., var last] && last.Change == change)
            {
                stretches[^1] = last with { Text = last.Text + piece.Text };
            }
            else
            {
                stretches.Add(new Stretch(change, piece.Text));
            }
        }

        return stretches;
    }
}
