using System.Globalization;

namespace Telemed.Accounts;

/// <summary>A given or family name as people write it, in any script: 1 to 100 characters on one line.</summary>
public static class PersonName
{
    public const int MaxLength = 100;

    /// <summary>The name without spaces around it, or null when it cannot be one.</summary>
    public static string? Of(string? typed)
    {
        var name = (typed ?? "").Trim();
        return name.Length is 0 or > MaxLength || name.Any(IsBreak) ? null : name;
    }

    // Format characters stay: emoji and some scripts are joined with them. Those that turn the direction of what follows do not.
    private static bool IsBreak(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
