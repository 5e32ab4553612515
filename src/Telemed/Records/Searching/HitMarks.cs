namespace Telemed.Records.Searching;

/// <param name="IsHit">It is one of what was looked for: shown marked.</param>
public sealed record SnippetPart(string Text, bool IsHit);

/// <summary>Marks in a text what a search looked for, and cuts out the surroundings of the first of them.</summary>
internal sealed class HitMarks(SearchQuery query, IReadOnlyDictionary<SearchPart, IReadOnlyList<string>> meant)
{
    /// <summary>Most characters of a snippet, and how many of them stand before the first hit.</summary>
    public const int Longest = 240;
    private const int Before = 60;

    // A long text is looked through so many characters at a time, until something is found.
    private const int Long = 4000;

    private readonly Stems _stems = new();

    // A word stands in many texts, and each part is compared with it; to find its stems costs more than all else here.
    private readonly Dictionary<(int Part, string Word), bool> _asked = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _stemmed = [];

    /// <param name="contents">What stands within it: shown where its text has nothing of what was looked for.</param>
    public Hit Of(SearchRow row, string? contents) => new(row.Kind, row.Subject, row.PatientId, row.PractitionerId, row.At, Marked(row.Title, 0, row.Title.Length, Hits(row.Title)),
        Snippet(contents is not null && Hits(row.Text).Count == 0 ? Stretch(contents) ?? row.Text : row.Text));

    /// <summary>The first stretch of a long text in which something stands that was looked for.</summary>
    private string? Stretch(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.Length - at <= Long ? text.Length : BeforeSpace(text, at, at + Long);
            if (Hits(text[at..end]).Count > 0)
            {
                return text[at..end];
            }

            at = end;
        }

        return null;
    }

    private IReadOnlyList<SnippetPart> Snippet(string text)
    {
        var hits = Hits(text);
        var first = hits.Count > 0 ? hits[0].Start : 0;
        var from = first <= Before ? 0 : AfterSpace(text, first - Before, first);
        var to = text.Length - from <= Longest ? text.Length : BeforeSpace(text, from, from + Longest);
        var parts = Marked(text, from, to, hits);
        return [.. from > 0 ? [new SnippetPart("… ", false)] : Array.Empty<SnippetPart>(), .. parts, .. to < text.Length ? [new SnippetPart(" …", false)] : Array.Empty<SnippetPart>()];
    }

    private static List<SnippetPart> Marked(string text, int from, int to, List<FoldedWord> hits)
    {
        var (parts, at) = (new List<SnippetPart>(), from);
        foreach (var hit in hits.Where(w => w.Start >= from && w.Start + w.Length <= to))
        {
            parts.AddRange([new SnippetPart(text[at..hit.Start], false), new SnippetPart(text.Substring(hit.Start, hit.Length), true)]);
            at = hit.Start + hit.Length;
        }

        parts.Add(new SnippetPart(text[at..to], false));
        parts.RemoveAll(p => p.Text.Length == 0);
        return parts;
    }

    private List<FoldedWord> Hits(string text)
    {
        var words = FoldedWords.Of(text).ToList();
        var hit = new bool[words.Count];
        foreach (var (number, part) in query.Parts.Index())
        {
            for (var at = 0; at + part.Words.Count <= words.Count; at++)
            {
                if (part.IsPhrase ? part.Words.Index().All(w => words[at + w.Index].Folded == w.Item) : Is(number, words[at].Folded))
                {
                    Array.Fill(hit, true, at, part.Words.Count);
                }
            }
        }

        return [.. words.Where((_, at) => hit[at])];
    }

    private bool Is(int part, string word)
    {
        if (!_asked.TryGetValue((part, word), out var known))
        {
            _asked[(part, word)] = known = Is(query.Parts[part], word);
        }

        return known;
    }

    private bool Is(SearchPart part, string word) => meant.TryGetValue(part, out var others)
        ? others.Contains(word)
        : word == part.Word || (part.AsPrefix && word.StartsWith(part.Word, StringComparison.Ordinal)) || StemsOf(word).Intersect(StemsOf(part.Word)).Any();

    private IReadOnlyList<string> StemsOf(string word)
    {
        if (!_stemmed.TryGetValue(word, out var known))
        {
            _stemmed[word] = known = [.. _stems.Of(word)];
        }

        return known;
    }

    private static int AfterSpace(string text, int from, int atMost) => text.IndexOf(' ', from, atMost - from) is >= 0 and var space ? space + 1 : Whole(text, from);

    private static int BeforeSpace(string text, int atLeast, int to) => text.LastIndexOf(' ', to - 1, to - atLeast) is >= 0 and var space && space > atLeast ? space : Whole(text, to);

    // Not between the halves of a pair.
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
