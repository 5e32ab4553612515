using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Telemed.Accounts;

/// <summary>
/// Identity's PBKDF2 (HMAC-SHA512), with more rounds than its default 100,000. The text is brought to one Unicode form first: the same
/// accented password is typed in different forms on different systems.
/// </summary>
public sealed class Passwords : IPasswordHasher<Account>
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA512; about a tenth of a second.</summary>
    public const int Rounds = 210_000;

    private static readonly PasswordHasher<Account> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    public static string Hash(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return Hasher.HashPassword(null!, password.Normalize(NormalizationForm.FormKC));
    }

    public string HashPassword(Account user, string password) => Hash(password);

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        ArgumentNullException.ThrowIfNull(providedPassword);
        return Hasher.VerifyHashedPassword(user, hashedPassword, providedPassword.Normalize(NormalizationForm.FormKC));
    }
}
