using System.Globalization;
using System.Text;

namespace Telemed.Documents;

/// <summary>A sender's file name as data: shown and given back at download, never a path.</summary>
public static class FileName
{
    /// <summary>In UTF-16 units, extension included.</summary>
    public const int MaxLength = 200;

    /// <summary>
    /// The name without folders, control characters and those that turn the direction of writing (they make "exe.pdf" out of
    /// "fdp.exe"), cut to <see cref="MaxLength"/> before its extension. Null when nothing is left.
    /// </summary>
    public static string? Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            // The replacement character stands for half a surrogate pair.
            if (!IsTreacherous(rune) && rune != Rune.ReplacementChar)
            {
                clean.Append(rune.ToString());
            }
        }

        var trimmed = clean.ToString().Normalize(NormalizationForm.FormC).Trim().TrimEnd('.', ' ');
        return trimmed.Trim('.').Length is 0 ? null : Cut(trimmed);
    }

    /// <summary>Lower case, with its dot; empty without one.</summary>
    public static string Extension(string name) => Path.GetExtension(name).ToLowerInvariant();

    private static bool IsTreacherous(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator || rune.Value is 0x061C or 0x200E or 0x200F or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static string Cut(string name)
    {
        if (name.Length <= MaxLength)
        {
            return name;
        }

        var extension = Path.GetExtension(name) is { Length: <= 10 } known ? known : "";
        var end = MaxLength - extension.Length;
        // Not through the middle of an emoji.
        return name[..(char.IsHighSurrogate(name[end - 1]) ? end - 1 : end)] + extension;
    }
}
