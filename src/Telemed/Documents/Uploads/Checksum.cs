using System.Security.Cryptography;

namespace Telemed.Documents.Uploads;

/// <summary>What the sender says that the bytes of one request add up to: Upload-Checksum of tus 1.0.</summary>
internal sealed class Checksum : IDisposable
{
    private readonly IncrementalHash _hash;
    private readonly byte[] _wanted;

    private Checksum(HashAlgorithmName algorithm, byte[] wanted) => (_hash, _wanted) = (IncrementalHash.CreateHash(algorithm), wanted);

    /// <summary>As Tus-Checksum-Algorithm tells them. SHA-1 because the protocol asks for it: against the line's faults, not against people.</summary>
    public const string Algorithms = "sha1,sha256";

    /// <summary>Null without a header; false when it cannot be read, or names another algorithm.</summary>
    public static bool TryRead(string header, out Checksum? checksum)
    {
        checksum = null;
        if (header.Length == 0)
        {
            return true;
        }

        var wanted = new byte[64];
        if (header.Split(' ') is not [var name, var text] || !Convert.TryFromBase64String(text, wanted, out var length) || Algorithm(name, length) is not { } algorithm)
        {
            return false;
        }

        checksum = new Checksum(algorithm, wanted[..length]);
        return true;
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <param name="whole">The request's body ended by itself: of half of it nothing can be said.</param>
    public bool Fits(bool whole) => whole && CryptographicOperations.FixedTimeEquals(_hash.GetHashAndReset(), _wanted);

    public void Dispose() => _hash.Dispose();

    private static HashAlgorithmName? Algorithm(string name, int length) => (name, length) switch
    {
        ("sha1", SHA1.HashSizeInBytes) => HashAlgorithmName.SHA1,
        ("sha256", SHA256.HashSizeInBytes) => HashAlgorithmName.SHA256,
        _ => null,
    };
}
