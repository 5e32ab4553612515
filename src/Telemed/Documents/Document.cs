using Telemed.Documents.Blobs;
using Telemed.Platform;
using NodaTime;

namespace Telemed.Documents;

/// <summary>A file about a patient. The bytes lie in the blob store under an unguessable name. FHIR DocumentReference.</summary>
public sealed class Document : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required DocumentId Id { get; init; }
    public required PatientId PatientId { get; init; }

    /// <summary>The visit in which it was added, if any. By id only: visits stand above documents.</summary>
    public EncounterId? EncounterId { get; init; }
    public required DocumentKind Kind { get; init; }

    /// <summary>The request that it answers; null: nobody asked for it.</summary>
    public DocumentRequestId? RequestId { get; init; }

    /// <summary>The name given at download: data, never a path. At most 200 characters.</summary>
    public required string FileName { get; init; }

    /// <summary>What people call it; null: by the name of its file. At most <see cref="LongestTitle"/> characters.</summary>
    public string? Title { get; init; }

    /// <summary>As a list shows it.</summary>
    public string Shown => Title ?? FileName;

    /// <summary>The day that stands on it; null: nobody said.</summary>
    public LocalDate? Dated { get; init; }

    /// <summary>As <see cref="People.TagLine.Clean"/> leaves them.</summary>
    public string Tags { get; init; } = "";

    /// <summary>
    /// The version before, of which this is a newer one; null: it is the first, or no version any more, since it was deleted, an error, or moved. Nothing
    /// else replaces the same one.
    /// </summary>
    public DocumentId? Replaces { get; init; }

    /// <summary>How often its title, kind, date or tags were changed, or it was replaced.</summary>
    public int Revision { get; init; }

    /// <summary>Found from the bytes, never the sender's claim.</summary>
    public required string ContentType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Length { get; init; }

    /// <summary>SHA-256 of the bytes.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>SHA-256 of the bytes received, where they are others: a camera had written place, time or device into the picture.</summary>
    public byte[]? Received { get; init; }

    /// <summary>Name in the blob store: 256 random bits, base64url.</summary>
    public required string Blob { get; set; }

    /// <summary>The key of its bytes; null: they were stored before files were encrypted, and <c>telemed blobs encrypt</c> has not come by.</summary>
    public WrappedKey? Key { get; set; }
    public required DocumentSource Source { get; init; }

    /// <summary>Null only when the patient sent it by link, without an account.</summary>
    public required AccountId? AddedBy { get; init; }
    public required Instant AddedAt { get; init; }
    public Instant? SharedAt { get; set; }
    public AccountId? SharedBy { get; set; }

    /// <summary>Its patient sent it, and sees it for that reason: nobody takes that back.</summary>
    public bool IsSeenBySender => Source is DocumentSource.UploadByPatient && SharedBy is not null && SharedBy == AddedBy;
    public Instant? DeletedAt { get; set; }
    public AccountId? DeletedBy { get; set; }

    /// <summary>When somebody said that it should never have been in this record. It stays, for those who look after the record; null: nobody said so.</summary>
    public Instant? InErrorAt { get; set; }
    public AccountId? InErrorBy { get; set; }

    /// <summary>Why; <see cref="ShortestReason"/> to <see cref="LongestReason"/> characters, empty once it is erased.</summary>
    public string? InErrorBecause { get; set; }

    /// <summary>When its key was erased: nobody can read it any more, and its names are gone too.</summary>
    public Instant? ErasedAt { get; set; }

    /// <summary>Of a title, in UTF-16 units.</summary>
    public const int LongestTitle = 200;

    /// <summary>Of <see cref="InErrorBecause"/>, in UTF-16 units: "x" is no reason.</summary>
    public const int ShortestReason = 3;

    /// <summary>The same at most.</summary>
    public const int LongestReason = 200;
}

/// <summary>How a document came.</summary>
public enum DocumentSource
{
    /// <summary>Filed by somebody with an account.</summary>
    Upload,

    /// <summary>Sent in a visit's chat by the practitioner.</summary>
    ChatByPractitioner,

    /// <summary>Sent in a visit's chat by the patient.</summary>
    ChatByPatient,

    /// <summary>Sent by the patient from their own account, of their own or because it was asked for.</summary>
    UploadByPatient,
}

public enum DocumentKind
{
    Prescription,
    LabResult,
    Image,
    Scan,
    Report,
    Radiology,
    Other,
}
