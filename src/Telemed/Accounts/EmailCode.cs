using Telemed.Platform;
using NodaTime;

namespace Telemed.Accounts;

/// <summary>A six-digit code that proves an account's e-mail address. Only its keyed hash is stored; few tries, short life.</summary>
public sealed class EmailCode
{
    /// <summary>From when its mail was written.</summary>
    public static readonly Duration Life = Duration.FromMinutes(10);

    public const int MaxTries = 5;

    public required EmailCodeId Id { get; init; }
    public required AccountId AccountId { get; init; }

    /// <summary>Null until the mail is sent: the sender mints the code.</summary>
    public byte[]? CodeHash { get; set; }
    public required Instant CreatedAt { get; init; }
    public required Instant ExpiresAt { get; set; }
    public int Tries { get; set; }
    public Instant? UsedAt { get; set; }
}
