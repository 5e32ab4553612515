using Telemed.Platform;

namespace Telemed.Documents.Blobs;

/// <summary>A file of a clinic: 256 random bits, base64url. It opens under this name, in this clinic, and nowhere else.</summary>
public readonly record struct BlobName(TenantId Clinic, string Name)
{
    internal string About => $"telemed file 1\n{Clinic}\n{Name}";
}
