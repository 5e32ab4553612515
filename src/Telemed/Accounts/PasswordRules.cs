using System.Globalization;

namespace Telemed.Accounts;

/// <summary>What a new password must not be. Length and what attackers try first; no rules on kinds of characters (ASVS 6.2).</summary>
public static class PasswordRules
{
    public const int MinLength = 12;
    public const int MaxLength = 128;

    private const int ShortestPartOfAnAddress = 4;

    private static readonly HashSet<string> Common = Load();

    /// <summary>Null when it may be used, else the key of the sentence that says what is wrong.</summary>
    public static string? Refusal(string? password, string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        return password switch
        {
            null or "" => "password-missing",
            _ when new StringInfo(password).LengthInTextElements < MinLength => "password-short",
            { Length: > MaxLength } => "password-long",
            _ when HoldsAddress(password, email) => "password-holds-email",
            _ when IsCommon(password) => "password-common",
            _ => null,
        };
    }

    private static bool HoldsAddress(string password, string email)
    {
        var local = email.Split('@')[0];
        return local.Length >= ShortestPartOfAnAddress && password.Contains(local, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsCommon(string password)
    {
        var lower = password.ToLowerInvariant();
        return lower.Distinct().Count() < 4 || Common.Contains(lower) || Common.Contains(Core(lower));
    }

    /// <summary>"P@ssw0rd2026!" is "password" to whoever guesses: digits and signs at the ends dropped, look-alikes undone.</summary>
    private static string Core(string lower) => new([.. lower.Trim([.. "0123456789!?.,;:-_*#$&+= /@"]).Select(c => c switch
    {
        '@' or '4' => 'a',
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '5' or '$' => 's',
        '7' => 't',
        _ => c,
    })]);

    private static HashSet<string> Load()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("Telemed.Accounts.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }
}
