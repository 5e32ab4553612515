using System.Globalization;
using Telemed.Platform;
using Telemed.Records.Searching;

namespace Telemed.Web.Pages.Record;

/// <summary>What the search form holds, as typed. Posted, never in an address: what is looked for is about somebody.</summary>
/// <param name="Q">The words.</param>
/// <param name="Tag">Whole, as it stands on a note or a document: the team's own, which patients are not asked for.</param>
public sealed record SearchTyped(string? Q, string? Kind, string? Practitioner, string? Year, string? Tag = null)
{
    /// <summary>A filter that cannot be read is none.</summary>
    public SearchWish Wish(PatientId? patient) => new(Q, patient,
        Enum.TryParse<SearchKind>(Kind, out var kind) && Enum.IsDefined(kind) ? kind : null,
        Guid.TryParse(Practitioner, out var practitioner) ? new PractitionerId(practitioner) : null, string.IsNullOrWhiteSpace(Tag) ? null : Tag.Trim(),
        int.TryParse(Year, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null);

    /// <summary>Nothing of what is looked for.</summary>
    public override string ToString() => nameof(SearchTyped);
}
