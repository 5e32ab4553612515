using Telemed.Platform;
using NodaTime;

namespace Telemed.Records;

/// <summary>
/// The note of a visit: Subjective, Objective, Assessment, Plan. A draft changes; a signed version never does: an amendment is a new
/// version. FHIR Composition, LOINC 11488-4.
/// </summary>
public sealed class SoapNote : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required SoapNoteId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required PatientId PatientId { get; init; }
    public required PractitionerId AuthorId { get; init; }
    public required NoteStatus Status { get; set; }
    public string Subjective { get; set; } = "";
    public string Objective { get; set; } = "";
    public string Assessment { get; set; } = "";
    public string Plan { get; set; } = "";
    public required Instant CreatedAt { get; init; }
    public required Instant SavedAt { get; set; }

    /// <summary>Grows with every save; a page that read an older one is shown the conflict, nothing is overwritten.</summary>
    public int Version { get; set; }
}

/// <summary>FHIR composition-status: preliminary, final, amended, entered-in-error.</summary>
public enum NoteStatus
{
    Draft,
    Signed,
    Amended,
    EnteredInError,
}
