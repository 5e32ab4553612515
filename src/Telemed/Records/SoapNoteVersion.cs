using Telemed.Platform;
using NodaTime;

namespace Telemed.Records;

/// <summary>A signed text, never changed (trigger on both databases). Number 1 is the signature, higher numbers are amendments.</summary>
public sealed class SoapNoteVersion : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required SoapNoteVersionId Id { get; init; }
    public required SoapNoteId SoapNoteId { get; init; }
    public required int Number { get; init; }
    public required string Subjective { get; init; }
    public required string Objective { get; init; }
    public required string Assessment { get; init; }
    public required string Plan { get; init; }
    public required PractitionerId SignedBy { get; init; }
    public required Instant SignedAt { get; init; }

    /// <summary>Why it was amended, at most 500 characters; null for the first.</summary>
    public string? Reason { get; init; }
}
