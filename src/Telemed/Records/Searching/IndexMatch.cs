namespace Telemed.Records.Searching;

/// <summary>What the index is asked: of every group one term at least. Written once for each database; terms hold letters and figures only.</summary>
internal sealed record IndexMatch(IReadOnlyList<IReadOnlyList<IndexTerm>> Groups)
{
    /// <summary>What is looked for, in an entry that has of each group of <paramref name="scope"/> one term too.</summary>
    /// <param name="meant">For a word, those that stand in for it because it stands nowhere itself.</param>
    /// <param name="blind">How words within documents are looked for; null: none was read yet.</param>
    public static IndexMatch Of(IEnumerable<IReadOnlyList<string>> scope, IEnumerable<SearchPart> parts, BlindTerms? blind, IReadOnlyDictionary<SearchPart, IReadOnlyList<string>>? meant = null)
    {
        var stems = new Stems();
        return new([.. scope.Select(s => (IReadOnlyList<IndexTerm>)[.. s.Select(term => new IndexTerm(term, false))]), .. parts.SelectMany(part => Asked(part, meant, stems, blind))]);
    }

    public string ForSqlite => string.Join(" AND ", Groups.Select(g => $"({string.Join(" OR ", g.Select(t => $"\"{t.Text}\"{(t.IsPrefix ? " *" : "")}"))})"));

    public string ForPostgres => string.Join(" & ", Groups.Select(g => $"({string.Join(" | ", g.Select(t => $"'{t.Text}'{(t.IsPrefix ? ":*" : "")}"))})"));

    private static IEnumerable<IReadOnlyList<IndexTerm>> Asked(SearchPart part, IReadOnlyDictionary<SearchPart, IReadOnlyList<string>>? meant, Stems stems, BlindTerms? blind)
    {
        if (part.IsPhrase)
        {
            return part.Words.Distinct().Select(w => These([w], blind));
        }

        if (meant is not null && meant.TryGetValue(part, out var others))
        {
            return [These(others, blind)];
        }

        var roots = stems.Of(part.Word).ToList();
        return [[.. roots.Select(s => new IndexTerm(SearchTerms.Stem(s), false)), new IndexTerm(SearchTerms.Word(part.Word), part.AsPrefix), .. Within(roots.Append(part.Word), blind)]];
    }

    private static IReadOnlyList<IndexTerm> These(IReadOnlyList<string> words, BlindTerms? blind) => [.. words.Select(w => new IndexTerm(SearchTerms.Word(w), false)), .. Within(words, blind)];

    private static IEnumerable<IndexTerm> Within(IEnumerable<string> words, BlindTerms? blind) => blind is null ? [] : words.Distinct().Select(w => new IndexTerm(blind.Of(w), false));
}

/// <param name="IsPrefix">Terms that begin so count too.</param>
internal sealed record IndexTerm(string Text, bool IsPrefix);
