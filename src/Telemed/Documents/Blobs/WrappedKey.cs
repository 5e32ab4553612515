using System.ComponentModel.DataAnnotations.Schema;

namespace Telemed.Documents.Blobs;

/// <summary>The key of one file, encrypted under a key of the folder of keys. Whoever destroys it has destroyed the file.</summary>
/// <param name="By">Which key encrypts it.</param>
/// <param name="Bytes">Nonce (12) | AES-256-GCM text (32) | tag (16).</param>
[ComplexType]
public sealed record WrappedKey(string By, byte[] Bytes)
{
    /// <summary>Length of <see cref="Bytes"/>.</summary>
    public const int Length = 12 + BlobFormat.Key + BlobFormat.Tag;
}
