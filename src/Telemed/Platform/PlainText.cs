using System.Globalization;

namespace Telemed.Platform;

/// <summary>What a line that people typed may hold: any script and emoji, within a bound, but nothing that a reader cannot see.</summary>
public static class PlainText
{
    /// <summary>What is wrong with a line, as a code: required, too-long or characters; null when nothing is.</summary>
    /// <param name="max">In UTF-16 units, as the databases' columns count at most.</param>
    public static string? Fault(string? line, int max) => line switch
    {
        _ when string.IsNullOrWhiteSpace(line) => "required",
        { Length: var length } when length > max => "too-long",
        _ when !IsVisible(line) => "characters",
        _ => null,
    };

    /// <summary>No control characters (PostgreSQL refuses NUL), no half surrogates, nothing that turns the direction of what follows.</summary>
    private static bool IsVisible(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsSurrogatePair(line, i))
            {
                i++;
            }
            else if (char.IsControl(line[i]) || char.IsSurrogate(line[i]) || TurnsDirection(line[i])
                || CharUnicodeInfo.GetUnicodeCategory(line[i]) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }

    // Embeddings, overrides and isolates: they could make one name read as another. Marks of direction are harmless.
    private static bool TurnsDirection(char c) => c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
