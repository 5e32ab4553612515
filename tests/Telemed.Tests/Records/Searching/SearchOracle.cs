using System.Globalization;
using System.Text;
using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace Telemed.Tests.Records.Searching;

/// <summary>The search once more, as simply as can be: every text is read whole, nothing is indexed. For texts of letters, figures, spaces and signs.</summary>
internal sealed class SearchOracle(IReadOnlyList<string> texts)
{
    private readonly List<List<string>> _texts = [.. texts.Select(Words)];

    /// <summary>The numbers of the texts that a query finds, in order.</summary>
    public IReadOnlyList<int> Find(string query)
    {
        var parts = Parts(query).ToList();
        return parts.Count == 0 ? [] : [.. Enumerable.Range(0, _texts.Count).Where(t => parts.TrueForAll(p => p(_texts[t])))];
    }

    private IEnumerable<Predicate<List<string>>> Parts(string query)
    {
        foreach (var (at, piece) in query.Split('"').Index())
        {
            if (at % 2 == 1)
            {
                var phrase = $" {string.Join(' ', Words(piece))} ";
                if (phrase.Trim().Length > 0)
                {
                    yield return text => $" {string.Join(' ', text)} ".Contains(phrase, StringComparison.Ordinal);
                }

                continue;
            }

            var isLastPiece = at == query.Count(c => c == '"');
            var tokens = piece.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(t => Words(t).Count > 0).ToList();
            foreach (var (number, token) in tokens.Index())
            {
                var word = Assert.Single(Words(token));
                var starred = token.EndsWith('*');
                var prefix = starred ? word.Length >= 2 : isLastPiece && number == tokens.Count - 1 && word.Length is >= 3 and <= 9;
                yield return Word(word, prefix);
            }
        }
    }

    private Predicate<List<string>> Word(string word, bool prefix)
    {
        bool Matches(string other) => other == word || (prefix && other.StartsWith(word, StringComparison.Ordinal)) || Stems(other).Intersect(Stems(word)).Any();
        if (_texts.Exists(t => t.Exists(Matches)))
        {
            return text => text.Exists(Matches);
        }

        var forgiven = !word.All(char.IsLetter) || word.Length < 4 ? 0 : word.Length < 8 ? 1 : 2;
        var near = _texts.SelectMany(t => t).Distinct().Where(o => o.Length >= 3 && o.All(char.IsLetter)).Select(o => (Word: o, Edits: Edits(word, o)))
            .Where(o => forgiven > 0 && o.Edits <= forgiven).OrderBy(o => o.Edits).ThenBy(o => o.Word, StringComparer.Ordinal).Take(20).Select(o => o.Word).ToHashSet();
        return text => text.Exists(near.Contains);
    }

    private static List<string> Words(string text) => [.. new string([.. text.Normalize(NormalizationForm.FormD)
        .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark).Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static string[] Stems(string word)
    {
        return [Of(new FrenchStemmer()), Of(new EnglishStemmer())];

        string Of(SnowballProgram language)
        {
            language.SetCurrent(word);
            language.Stem();
            return language.Current;
        }
    }

    // By its definition, from the end; as many cases as there are, each asked again.
    private static int Edits(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2)
        {
            return 3;
        }

        var known = new Dictionary<(int, int), int>();
        return From(a.Length, b.Length);

        int From(int i, int j)
        {
            if (i == 0 || j == 0)
            {
                return i + j;
            }

            if (known.TryGetValue((i, j), out var edits))
            {
                return edits;
            }

            edits = Math.Min(From(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1), 1 + Math.Min(From(i - 1, j), From(i, j - 1)));
            edits = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(edits, 1 + From(i - 2, j - 2)) : edits;
            return known[(i, j)] = edits;
        }
    }
}
