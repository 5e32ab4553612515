using System.Security.Cryptography;

namespace Telemed.Documents.Outside;

/// <summary>A password that a person reads out on the telephone: three groups of four letters and digits that are not mistaken for each other, 59 bits.</summary>
internal static class SharePassword
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Salt = 16, Hash = 32, Rounds = 100_000;

    public static string New() => string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

    /// <summary>Salt, and PBKDF2-HMAC-SHA-256 of the password.</summary>
    public static byte[] Hashed(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(Salt);
        return [.. salt, .. Rfc2898DeriveBytes.Pbkdf2(Plain(password), salt, Rounds, HashAlgorithmName.SHA256, Hash)];
    }

    /// <param name="typed">However it was typed: capitals, blanks and dashes do not matter.</param>
    public static bool Fits(byte[] hashed, string? typed) => typed is { Length: <= 100 }
        && CryptographicOperations.FixedTimeEquals(hashed.AsSpan(Salt), Rfc2898DeriveBytes.Pbkdf2(Plain(typed), hashed.AsSpan(0, Salt), Rounds, HashAlgorithmName.SHA256, Hash));

    private static string Plain(string typed) => string.Concat(typed.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
