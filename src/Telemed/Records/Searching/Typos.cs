using System.Numerics;
using Telemed.People;

namespace Telemed.Records.Searching;

/// <summary>Which words somebody may have meant who mistyped: one function of ours, the same on both databases.</summary>
internal static class Typos
{
    /// <summary>Of one word, the nearest; of equally near ones the first by their letters.</summary>
    public const int MostMeant = 20;

    /// <summary>How many edits are forgiven: 1 from four letters on, 2 from eight; a word with a figure in it is meant as it is.</summary>
    public static int Forgiven(string word) => !word.All(char.IsLetter) ? 0 : word.Length switch { < 4 => 0, < 8 => 1, _ => 2 };

    /// <summary>Those of <paramref name="known"/> within the forgiven edits, the nearest first.</summary>
    public static IReadOnlyList<string> Meant(string word, IEnumerable<string> known)
    {
        var (forgiven, own) = (Forgiven(word), Letters(word));
        return
        [
            .. known.Where(k => Math.Abs(k.Length - word.Length) <= forgiven && BitOperations.PopCount(Letters(k) ^ own) <= 2 * forgiven)
                .Select(k => (Word: k, Edits: Spelling.Edits(word, k))).Where(k => k.Edits <= forgiven)
                .OrderBy(k => k.Edits).ThenBy(k => k.Word, StringComparer.Ordinal).Take(MostMeant).Select(k => k.Word),
        ];
    }

    // Which letters a word has. An edit takes one away and adds one, at most: where more differ it is too far, without counting edits.
    private static ulong Letters(string word)
    {
        var letters = 0UL;
        foreach (var letter in word)
        {
            letters |= 1UL << (letter & 63);
        }

        return letters;
    }
}
