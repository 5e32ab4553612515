using Telemed.Platform;

namespace Telemed.People;

/// <summary>Tags of a note or a document: short words of whoever wrote them, kept as one line, a comma and a space between two.</summary>
public static class TagLine
{
    public const int Most = 10;

    /// <summary>Of one, in UTF-16 units.</summary>
    public const int Longest = 40;

    /// <summary>Of all together.</summary>
    public const int LineLimit = Most * (Longest + 2);

    private const string Between = ", ";

    /// <summary>Each once, whatever its case and accents, in the order typed; null when there are too many, one is too long, or one holds what nobody can see.</summary>
    public static string? Clean(string? typed)
    {
        var tags = (typed ?? "").Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(t => t.TrimStart('#').Trim()).Where(t => t.Length > 0).DistinctBy(Folding.Fold).ToList();
        return tags.Count > Most || tags.Exists(t => PlainText.Fault(t, Longest) is not null) ? null : string.Join(Between, tags);
    }

    public static IReadOnlyList<string> Of(string line) => line.Split(Between, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The line as a search for one tag needs it: see <see cref="Within"/>.</summary>
    internal static string Within(string tag) => Between + tag + Between;
}
