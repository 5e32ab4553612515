using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>Of a <see cref="SearchEntry"/>, what is shown: not what the index holds, which is long.</summary>
/// <param name="HasContents">Words within it are known too: see <see cref="SearchEntry.Contents"/>.</param>
internal sealed record SearchRow(SearchKind Kind, Guid Subject, PatientId PatientId, PractitionerId? PractitionerId, Instant At, string Title, string Text, string Words, bool HasContents)
{
    /// <summary>Whether every phrase stands in it, whichever of its two texts.</summary>
    /// <param name="contents">What stands within it.</param>
    public bool HasPhrases(SearchQuery query, string? contents)
    {
        var within = contents is null || !query.Parts.Any(p => p.IsPhrase) ? null : $" {string.Join(' ', FoldedWords.Of(contents).Select(w => w.Folded))} ";
        return query.Parts.Where(p => p.IsPhrase).Select(p => $" {string.Join(' ', p.Words)} ")
            .All(phrase => Words.Contains(phrase, StringComparison.Ordinal) || within?.Contains(phrase, StringComparison.Ordinal) == true);
    }
}
