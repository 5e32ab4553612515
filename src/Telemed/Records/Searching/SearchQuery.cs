namespace Telemed.Records.Searching;

/// <summary>One thing that must stand in what is found.</summary>
/// <param name="Words">One word, or those of a phrase in their order.</param>
/// <param name="IsPhrase">It was in quotes: these very words, one after the other, not their stems.</param>
/// <param name="AsPrefix">Words that begin so are found too.</param>
public sealed record SearchPart(IReadOnlyList<string> Words, bool IsPhrase, bool AsPrefix)
{
    public string Word => Words[0];
}

/// <summary>What somebody typed, understood: all parts must stand in what is found. There are no operators: OR, NEAR or a bracket are text like any other.</summary>
public sealed record SearchQuery(IReadOnlyList<SearchPart> Parts)
{
    /// <summary>Most characters typed.</summary>
    public const int LongestText = 200;

    /// <summary>Most words, those of phrases counted.</summary>
    public const int MostWords = 16;

    /// <summary>The last word is a prefix from so many letters on; with * a word is from one less.</summary>
    public const int ShortestPrefix = 3;

    /// <summary>And up to so many: a longer word has been typed whole, or nearly so, which is a typing error. With * any is a prefix. The index is made for it: see <see cref="SearchGuards"/>.</summary>
    public const int LongestPrefix = 9;

    /// <summary>Null with why not.</summary>
    public static SearchQuery? Parse(string? text, out SearchRefusal? refusal)
    {
        refusal = string.IsNullOrWhiteSpace(text) ? SearchRefusal.Empty : text.Length > LongestText ? SearchRefusal.TooLong : null;
        if (refusal is not null)
        {
            return null;
        }

        var parts = new List<SearchPart>();
        // Between the first quote and the second is a phrase, and so on; a quote that is never closed goes to the end.
        var pieces = text!.Split('"', '“', '”', '«', '»');
        foreach (var (at, piece) in pieces.Index())
        {
            var words = FoldedWords.Of(piece).ToList();
            if (at % 2 == 1 && words.Count > 0)
            {
                parts.Add(new SearchPart([.. words.Select(w => w.Folded)], IsPhrase: true, AsPrefix: false));
            }
            else
            {
                parts.AddRange(words.Select(w => new SearchPart([w.Folded], IsPhrase: false, IsPrefix(piece, w, isLast: at == pieces.Length - 1))));
            }
        }

        refusal = parts.Count == 0 ? SearchRefusal.NoWord : parts.Sum(p => p.Words.Count) > MostWords ? SearchRefusal.TooManyWords : null;
        return refusal is null ? new SearchQuery(parts) : null;
    }

    private static bool IsPrefix(string piece, FoldedWord word, bool isLast)
    {
        var end = word.Start + word.Length;
        var starred = end < piece.Length && piece[end] == '*';
        return starred
            ? word.Folded.Length >= ShortestPrefix - 1
            : isLast && word.Folded.Length is >= ShortestPrefix and <= LongestPrefix && !FoldedWords.Of(piece[end..]).Any();
    }

    /// <summary>Nothing of what is looked for: it must not reach a log by way of a message.</summary>
    public override string ToString() => $"SearchQuery of {Parts.Count} parts";
}

/// <summary>Why nothing was searched; each has its sentence in the texts.</summary>
public enum SearchRefusal
{
    Empty,
    TooLong,
    TooManyWords,

    /// <summary>Signs alone.</summary>
    NoWord,
}
