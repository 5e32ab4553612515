namespace Telemed.Tests.Security;

/// <summary>A method and a route; or what the same route shows of something else, named after a #.</summary>
/// <param name="Of">Empty: what the parameters mean by themselves.</param>
internal sealed record RowKey(string Method, string Pattern, string Of)
{
    /// <summary>The method by which its page's route is found: a form of a page is posted to that page.</summary>
    public string Asked => Of is "found" ? "GET" : Method;

    public static RowKey Parse(string method, string pattern) => pattern.Split('#') is [var route, var of] ? new(method, route, of) : new(method, pattern, "");

    public override string ToString() => Of is "" ? $"{Method} {Pattern}" : $"{Method} {Pattern}#{Of}";

    /// <summary>The ids, with the one that this row is about in its place.</summary>
    public Dictionary<string, Guid> Meant(IReadOnlyDictionary<string, Guid> ids)
    {
        var (parameter, other) = Of switch
        {
            "draft" => ("noteid", "draftid"),
            "signed" => ("encounterid", "signedid"),
            "restricted" => Pattern.StartsWith("/notes/", StringComparison.Ordinal) ? ("noteid", "restrictednoteid") : ("encounterid", "restrictedid"),
            "past" => ("encounterid", "pastid"),
            "own" => ("participantid", "ownid"),
            "his-past" => ("participantid", "hispastid"),
            "own-past" => ("participantid", "ownpastid"),
            _ => ("", ""),
        };
        return ids.ToDictionary(i => i.Key, i => i.Key == parameter ? ids[other] : i.Value);
    }
}

/// <summary>One line of the matrix.</summary>
/// <param name="Cells">A letter for each of <see cref="Column.Letters"/>.</param>
/// <param name="Mark">*: whoever sees it leaves a reading in the trail. ~: what is read is one's own home or the room that one is in. Else a blank.</param>
internal sealed record Row(RowKey Key, string Cells, char Mark);

/// <summary>What was seen of a line.</summary>
/// <param name="Written">The columns whose asking left a reading of Bob's record in the trail.</param>
internal sealed record Seen(RowKey Key, string Cells, string Written);

/// <summary>
/// The rights matrix: who sees what of Bob at every route. C: his record (note, document, list, measure, chat). R: the reason of a visit. I: his name.
/// D: something of his is done, or there. o: it opens, and nothing of his is in it. i: o or I: what was done last, by whomever, may name him, and so may
/// the head of a page that leads elsewhere, if it was written by then. -: not there, as if the id were unknown. s: sign in first.
/// </summary>
internal static class RightsTable
{
    public static IReadOnlyList<Row> Rows { get; } = [.. RightsOfPages.Lines.Concat(RightsOfEndpoints.Lines)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(words => words.Length >= 3)
        .Select(words => new Row(RowKey.Parse(words[0], words[1]), words[2], words.Length > 3 ? words[3][0] : ' '))];

    /// <summary>The lines to be asked for of a route: itself, and those of the table that it has besides.</summary>
    public static IEnumerable<RowKey> Keys(string method, string pattern) =>
        Rows.Select(r => r.Key).Where(k => k.Of is not "" && k.Pattern == pattern && k.Asked == method).Prepend(new RowKey(method, pattern, ""));

    /// <summary>Everything in which the table and the product differ.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<Row> rows, IReadOnlyList<Seen> seen) =>
    [
        .. seen.Where(s => rows.All(r => r.Key != s.Key)).Select(s => $"no row for {s.Key}, which is {s.Cells}"),
        .. rows.Where(r => seen.All(s => s.Key != r.Key)).Select(r => $"no route for {r.Key}"),
        .. rows.Where(r => r.Mark is ' ' && r.Cells.Contains('C', StringComparison.Ordinal)).Select(r => $"{r.Key} shows a record and no mark says what the trail holds"),
        .. rows.Join(seen, r => r.Key, s => s.Key, Faults).SelectMany(f => f),
    ];

    private static IEnumerable<string> Faults(Row row, Seen seen)
    {
        if (row.Cells.Length != seen.Cells.Length || !row.Cells.Zip(seen.Cells, (said, found) => said == found || (said is 'i' && found is 'o' or 'I')).All(same => same))
        {
            yield return $"{row.Key} is {seen.Cells}, not {row.Cells}";
        }

        var unwritten = Column.Letters.Where((letter, i) => seen.Cells[i] is 'C' or 'R' or 'I' or 'D' && !seen.Written.Contains(letter, StringComparison.Ordinal)).ToArray();
        if (row.Mark is '*' && unwritten.Length > 0)
        {
            yield return $"{row.Key} read by {new string(unwritten)} leaves no row in the trail";
        }
    }
}
