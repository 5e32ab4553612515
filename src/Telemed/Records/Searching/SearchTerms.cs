using System.Text;
using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>
/// What the index of either database holds of an entry: terms with a space between, each once. Their first letter says what they are:
/// w a folded word, s a stem, g a tag, p the patient, t the clinic, x a blind word (<see cref="BlindTerms"/>), so that one look at the index answers for one record or one clinic.
/// </summary>
internal static class SearchTerms
{
    /// <summary>In bytes of UTF-8; PostgreSQL takes no more than a million of one text. What stands after is not found.</summary>
    private const int Most = 900_000;

    public static string Word(string folded) => "w" + folded;

    public static string Stem(string stem) => "s" + stem;

    public static string Tag(string tag) => "g" + string.Concat(FoldedWords.Of(tag).Select(w => w.Folded));

    public static string Patient(PatientId patient) => "p" + patient.Value.ToString("N");

    public static string Clinic(TenantId tenant) => "t" + tenant.Value.ToString("N");

    /// <summary>The terms of one entry, and its words in their order as <see cref="SearchEntry.Words"/> keeps them.</summary>
    public static (string Terms, string Words, IReadOnlyCollection<string> Distinct) Of(TenantId tenant, Indexed what)
    {
        var (stems, terms, seen, words) = (new Stems(), new List<string>(), new HashSet<string>(StringComparer.Ordinal), new StringBuilder(" "));
        terms.AddRange([Clinic(tenant), Patient(what.Patient), .. what.Tags.Select(Tag).Distinct()]);
        var (stemmed, left) = (new HashSet<string>(StringComparer.Ordinal), Most);
        foreach (var (_, _, folded) in FoldedWords.Of(what.Title + "\n" + what.Text))
        {
            if ((left -= Encoding.UTF8.GetByteCount(folded) + 1) < 0)
            {
                break;
            }

            words.Append(folded).Append(' ');
            if (seen.Add(folded))
            {
                var fresh = stems.Of(folded).Where(stemmed.Add).Select(Stem).Prepend(Word(folded)).ToList();
                left -= fresh.Sum(t => Encoding.UTF8.GetByteCount(t));
                terms.AddRange(fresh);
            }
        }

        return (string.Join(' ', terms), words.ToString(), seen);
    }
}
