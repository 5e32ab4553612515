using Telemed.Platform;
using NodaTime;

namespace Telemed.Accounts;

/// <summary>Someone who signs in. Global: it belongs to clinics by membership. An account is not a patient.</summary>
public sealed class Account
{
    public required AccountId Id { get; init; }

    /// <summary>As typed, for mails.</summary>
    public required string Email { get; set; }

    /// <summary>Upper case, for look-up; unique.</summary>
    public required string NormalizedEmail { get; set; }
    public string? PasswordHash { get; set; }

    /// <summary>Changes with every change of credentials; sessions made before it end.</summary>
    public string SecurityStamp { get; set; } = "";
    public Instant? EmailConfirmedAt { get; set; }
    public required string GivenName { get; set; }
    public required string FamilyName { get; set; }

    /// <summary>Language of pages and mails: fr or en.</summary>
    public required string Language { get; set; }
    public required Instant CreatedAt { get; init; }

    /// <summary>The clinic at which somebody registered it: that one's outbox carries its codes and its trail tells what it did before it was linked.</summary>
    public TenantId? RegisteredWith { get; init; }

    /// <summary>Wrong passwords in a row.</summary>
    public int FailedSignIns { get; set; }

    /// <summary>Until then no password is right.</summary>
    public Instant? LockedUntil { get; set; }
    public Instant? DisabledAt { get; set; }
}
