using System.Security.Cryptography;
using System.Text;

namespace Telemed.Records.Searching;

/// <summary>
/// Words that stand in documents, as the index holds them: each as sixteen figures that only the clinic's key makes of it. Whoever has the database
/// without the key learns how many words two documents share, and not which. A beginning of a word cannot be looked for, nor a mistyped one.
/// </summary>
internal sealed class BlindTerms(byte[] key)
{
    /// <summary>Of one document; PostgreSQL takes no more than a million bytes of one text.</summary>
    private const int Most = 40_000;

    public string Of(string word) => "x" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(word)).AsSpan(0, 8));

    /// <summary>Of a text: each of its words and their stems once, in an order that says nothing.</summary>
    public string Terms(string text)
    {
        var (stems, seen) = (new Stems(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (_, _, folded) in FoldedWords.Of(text))
        {
            if (seen.Count >= Most)
            {
                break;
            }

            if (seen.Add(folded))
            {
                seen.UnionWith(stems.Of(folded));
            }
        }

        return string.Join(' ', seen.Select(Of).Order(StringComparer.Ordinal));
    }
}
