using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Telemed.Platform;

/// <summary>256 random bits in a cookie or a link; only their SHA-256 is stored.</summary>
public static class Secret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The hash that is stored; null when <paramref name="secret"/> is not 32 bytes of base64url, written as <see cref="New"/> writes them.</summary>
    public static byte[]? Hash(string? secret)
    {
        if (secret is not { Length: 43 })
        {
            return null;
        }

        // Not TryDecodeFromChars: despite its name it throws on a character that is none of the alphabet.
        Span<byte> bytes = stackalloc byte[33];
        return Base64Url.DecodeFromChars(secret, bytes, out _, out var length) is OperationStatus.Done && length == 32
            && Base64Url.EncodeToString(bytes[..32]) == secret
            ? SHA256.HashData(bytes[..32])
            : null;
    }
}
