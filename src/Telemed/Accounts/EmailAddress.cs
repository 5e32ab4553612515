using System.Diagnostics.CodeAnalysis;

namespace Telemed.Accounts;

/// <summary>An e-mail address that looks like one: one @, a local part of 1 to 64 characters, a domain with a dot; 254 in all.</summary>
public sealed record EmailAddress
{
    public const int MaxLength = 254;
    private const int MaxLocalLength = 64;

    private EmailAddress(string value) => Value = value;

    /// <summary>As typed, without spaces around it.</summary>
    public string Value { get; }

    /// <summary>Upper case, for look-up.</summary>
    public string Normalized => Normalize(Value);

    /// <summary>What look-ups and limits compare, also for text that is no address.</summary>
    public static string Normalize(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        return typed.Trim().Normalize().ToUpperInvariant();
    }

    public static bool TryParse(string? typed, [NotNullWhen(true)] out EmailAddress? address)
    {
        var text = (typed ?? "").Trim().Normalize();
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var good = text.Length <= MaxLength && at is > 0 and <= MaxLocalLength && IsLocal(text.AsSpan(0, at)) && IsDomain(text[(at + 1)..]);
        address = good ? new EmailAddress(text) : null;
        return good;
    }

    public override string ToString() => Value;

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        foreach (var c in local)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || "@<>()[],;:\\\"".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return local[0] != '.' && local[^1] != '.';
    }

    private static bool IsDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2 && labels.All(l => l.Length is > 0 and <= 63 && l[0] != '-' && l[^1] != '-' && l.All(c => char.IsLetterOrDigit(c) || c == '-'));
    }
}
