using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Uploads;

/// <summary>A file on its way into a patient's record, in as many pieces as the network makes of it: the tus protocol 1.0.</summary>
public sealed class Upload : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required UploadId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public EncounterId? EncounterId { get; init; }
    public required DocumentKind Kind { get; init; }

    /// <summary>The request that it is to answer; null: none.</summary>
    public DocumentRequestId? RequestId { get; init; }

    /// <inheritdoc cref="NewDocument.Replaces"/>
    public DocumentId? Replaces { get; init; }

    /// <summary>As sent; cleaned when it is filed. At most <see cref="MostMetadata"/> characters.</summary>
    public required string FileName { get; init; }

    /// <summary>When the sender's file was last changed, as its browser says it: with name and length, how the same file is known again.</summary>
    public required string? Changed { get; init; }

    /// <summary>Upload-Metadata, word for word: the protocol gives it back.</summary>
    public required string Metadata { get; init; }

    /// <summary>Announced, in bytes.</summary>
    public required long Length { get; init; }
    public required AccountId AddedBy { get; init; }

    /// <summary>The role in which it was begun; whether it may be filed is asked again at the end.</summary>
    public required Role AddedAs { get; init; }
    public required PractitionerId? PractitionerId { get; init; }

    /// <summary>How the document will have come.</summary>
    public DocumentSource Source => AddedAs is Role.Patient ? DocumentSource.UploadByPatient : DocumentSource.Upload;

    /// <summary>The phone that sends it; null: the page where the account is signed in.</summary>
    public PhoneLinkId? PhoneLinkId { get; init; }
    public required Instant StartedAt { get; init; }

    /// <summary>Forgotten then, with what had come of it.</summary>
    public required Instant ExpiresAt { get; set; }
    public UploadState State { get; set; } = UploadState.Receiving;

    /// <summary>When the last byte was on the disk.</summary>
    public Instant? ReceivedAt { get; set; }
    public FileRefusal? Refusal { get; set; }
    public DocumentId? DocumentId { get; set; }

    /// <summary>Of <see cref="Metadata"/>, and so of all in it.</summary>
    public const int MostMetadata = 2_000;
}

public enum UploadState
{
    Receiving,

    /// <summary>Every byte is on the disk; what is in it is being looked at.</summary>
    Received,

    /// <summary>A document of the record.</summary>
    Filed,

    /// <summary>Nothing of it was kept.</summary>
    Refused,
}

/// <summary>A piece of an upload, encrypted under a key of its own: what one request brought before it ended or broke off.</summary>
public sealed class UploadPart : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required UploadPartId Id { get; init; }
    public required UploadId UploadId { get; init; }

    /// <summary>Where in the file it begins, in bytes.</summary>
    public required long Start { get; init; }

    /// <summary>In bytes; null while somebody writes it, or when they died over it.</summary>
    public long? Length { get; set; }
    public required string Blob { get; init; }
    public required Blobs.WrappedKey Key { get; init; }

    /// <summary>SHA-256 of the piece; null when its end was not written, and whole segments of it were rescued.</summary>
    public byte[]? Sha256 { get; set; }
}
