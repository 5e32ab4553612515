using System.Text;

namespace Telemed.Tenancy;

/// <summary>A clinic's name as an address writes it: small letters without accents, digits, single hyphens between them.</summary>
public static class PublicName
{
    public const int MinLength = 3;
    public const int MaxLength = 60;

    /// <summary>What is wrong with it, a code: required, too-long or shape; null when nothing is.</summary>
    public static string? Fault(string name) => name switch
    {
        null or "" => "required",
        { Length: > MaxLength } => "too-long",
        { Length: < MinLength } => "shape",
        _ when name.Split('-').Any(part => part.Length is 0 || !part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))) => "shape",
        _ => null,
    };

    /// <summary>"Maison de santé des Tilleuls" becomes "maison-de-sante-des-tilleuls". Empty when nothing of it can be written so.</summary>
    public static string Propose(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var proposed = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormKD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            {
                proposed.Append(c);
            }
            else if (!IsMark(c) && proposed is [.., not '-'])
            {
                proposed.Append('-');
            }
        }

        var cut = proposed.ToString()[..Math.Min(proposed.Length, MaxLength)].Trim('-');
        return Fault(cut) is null ? cut : "";
    }

    // An accent that was taken off its letter stands for nothing itself.
    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;
}
