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
        var (forgiven, own) = (Forgiven(word), Trigrams(word).ToHashSet(StringComparer.Ordinal));
        return
        [
            .. known.Where(k => Math.Abs(k.Length - word.Length) <= forgiven && Trigrams(k).Any(own.Contains))
                .Select(k => (Word: k, Edits: Spelling.Edits(word, k))).Where(k => k.Edits <= forgiven)
                .OrderBy(k => k.Edits).ThenBy(k => k.Word, StringComparer.Ordinal).Take(MostMeant).Select(k => k.Word),
        ];
    }

    /// <summary>
    /// Of "##word##". An edit spoils three of a word's length + 2, a swap four: within <see cref="Forgiven"/> one at least is always left, so
    /// that none in common means too far, without counting edits.
    /// </summary>
    internal static IEnumerable<string> Trigrams(string word)
    {
        var padded = $"##{word}##";
        for (var at = 0; at + 3 <= padded.Length; at++)
        {
            yield return padded.Substring(at, 3);
        }
    }
}
