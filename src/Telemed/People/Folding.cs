using System.Globalization;
using System.Text;

namespace Telemed.People;

/// <summary>Names folded for search: upper case, no accents, letters and digits only. "Éva-Lou" becomes "EVALOU".</summary>
public static class Folding
{
    /// <summary>A folded name is cut here: one letter of some scripts folds into many.</summary>
    public const int MaxLength = 200;

    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var folded = new StringBuilder(name.Length);
        foreach (var rune in name.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.NonSpacingMark && Rune.IsLetterOrDigit(rune))
            {
                folded.Append(Spelled(Rune.ToUpperInvariant(rune)));
            }
        }

        return folded.Length > MaxLength ? folded.ToString(0, MaxLength) : folded.ToString();
    }

    // Letters that Unicode does not take apart, as an office without them on its keyboard types them.
    private static string Spelled(Rune letter) => letter.Value switch
    {
        'Œ' => "OE",
        'Æ' => "AE",
        'Ø' => "O",
        'Ł' => "L",
        'Đ' or 'Ð' => "D",
        'ß' or 'ẞ' => "SS",
        'Þ' => "TH",
        'İ' or 'ı' => "I",
        _ => letter.ToString(),
    };
}
