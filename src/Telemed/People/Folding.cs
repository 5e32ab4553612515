using System.Globalization;
using System.Text;

namespace Telemed.People;

/// <summary>Names folded for search: upper case, no accents, letters and digits only. "Éva-Lou" becomes "EVALOU".</summary>
public static class Folding
{
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var folded = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark && char.IsLetterOrDigit(c))
            {
                folded.Append(char.ToUpperInvariant(c));
            }
        }

        return folded.ToString();
    }
}
