using System.Globalization;
using System.Text;
using Telemed.People;

namespace Telemed.Records.Searching;

/// <summary>A word of a text: where it stands, in UTF-16 units, and how it is compared.</summary>
/// <param name="Folded">Lower case, no accents, letters and digits only; at most <see cref="FoldedWords.LongestWord"/> long, never empty.</param>
public readonly record struct FoldedWord(int Start, int Length, string Folded);

/// <summary>Takes a text apart into words: the same for what is indexed, what is asked and what is marked.</summary>
public static class FoldedWords
{
    /// <summary>Words are compared up to here, in UTF-16 units.</summary>
    public const int LongestWord = 40;

    // Before an apostrophe they are no words of their own: "l’hypertension" is one word.
    private static readonly HashSet<string> Elided = ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"];

    public static IEnumerable<FoldedWord> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && PartOfWord(text, end) is var width and > 0)
            {
                end += width;
            }

            if (end == at)
            {
                at += char.IsSurrogatePair(text, at) ? 2 : 1;
                continue;
            }

            if (Fold(text[at..end]) is { Length: > 0 } folded && !(Elided.Contains(folded) && IsApostropheBeforeWord(text, end)))
            {
                yield return new FoldedWord(at, end - at, folded);
            }

            at = end;
        }
    }

    private static string Fold(string word)
    {
        // Most words have nothing to fold.
        var folded = Ascii.IsValid(word) ? word.ToLowerInvariant() : Folding.Fold(word).ToLowerInvariant();
        if (folded.Length <= LongestWord)
        {
            return folded;
        }

        // Half of a pair cannot be stored.
        return char.IsHighSurrogate(folded[LongestWord - 1]) ? folded[..(LongestWord - 1)] : folded[..LongestWord];
    }

    private static bool IsApostropheBeforeWord(string text, int at) =>
        at + 1 < text.Length && text[at] is '\'' or '’' or 'ʼ' && PartOfWord(text, at + 1) > 0;

    /// <summary>How many units of a word stand here; 0 for what separates words, halves of pairs among it.</summary>
    private static int PartOfWord(string text, int at)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var width) is not System.Buffers.OperationStatus.Done)
        {
            return 0;
        }

        var inside = rune.Value is not 'ʼ' && (Rune.IsLetterOrDigit(rune)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
        return inside ? width : 0;
    }
}
