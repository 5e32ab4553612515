using System.Buffers.Text;
using System.Security.Cryptography;

namespace Telemed.Platform;

/// <summary>256 random bits in a cookie or a link; only their SHA-256 is stored.</summary>
public static class Secret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The hash that is stored; null when <paramref name="secret"/> is not 32 bytes of base64url.</summary>
    public static byte[]? Hash(string? secret)
    {
        Span<byte> bytes = stackalloc byte[33];
        return secret is { Length: 43 } && Base64Url.TryDecodeFromChars(secret, bytes, out var length) && length == 32
            ? SHA256.HashData(bytes[..32])
            : null;
    }
}
