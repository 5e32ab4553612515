using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Documents.Reading;

/// <summary>The clinic's key under which the index holds the words of documents; made with the first that is read, and never another.</summary>
public sealed class ClinicKey : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ClinicKeyId Id { get; init; }
    public required WrappedKey Key { get; set; }

    /// <summary>What it is wrapped as.</summary>
    internal static BlobName Name(TenantId clinic) => new(clinic, "words");
}
