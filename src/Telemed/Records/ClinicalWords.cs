using System.Text.RegularExpressions;
using Telemed.People;

namespace Telemed.Records;

/// <summary>Words that make a line of chat worth a look when the note is written, in French and English.</summary>
public static partial class ClinicalWords
{
    // Folded, in the singular; a plural is the word with "s", or stands here.
    private static readonly HashSet<string> Known =
    [
        "DIAGNOSTIC", "TRAITEMENT", "PRESCRIPTION", "SYMPTOME", "DOULEUR", "FIEVRE", "TOUX", "ALLERGIE", "ORDONNANCE", "MEDICAMENT", "EXAMEN",
        "DIAGNOSIS", "DIAGNOSES", "TREATMENT", "SYMPTOM", "PAIN", "FEVER", "COUGH", "ALLERGY", "MEDICATION", "MEDICINE", "DRUG", "EXAM", "EXAMINATION",
    ];

    // After these "pain" is French for bread.
    private static readonly HashSet<string> BeforeBread = ["DU", "LE", "DE", "UN", "AU", "DES", "LES", "MON", "SON", "CE", "PETIT", "QUE"];

    /// <summary>Whether one of the words stands in the text: whole, singular or plural, whatever its case and accents.</summary>
    public static bool StandIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var before = "";
        foreach (var word in Words().EnumerateMatches(text))
        {
            var folded = Folding.Fold(text.Substring(word.Index, word.Length));
            if (IsKnown(folded) && !(folded == "PAIN" && BeforeBread.Contains(before)))
            {
                return true;
            }

            before = folded;
        }

        return false;
    }

    private static bool IsKnown(string word) => Known.Contains(word) || (word.EndsWith('S') && Known.Contains(word[..^1]));

    // Letters with their accents, also those written as marks of their own.
    [GeneratedRegex(@"[\p{L}\p{M}]+")]
    private static partial Regex Words();
}
