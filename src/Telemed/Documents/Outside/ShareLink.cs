using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Outside;

/// <summary>
/// Lets somebody outside the clinic take one document, by an address and a password that go to them by two ways. It ends by itself, can be taken
/// back, and ends when the password was guessed at.
/// </summary>
public sealed class ShareLink : ITenantOwned
{
    /// <summary>Wrong passwords until it ends.</summary>
    public const int MostWrong = 10;

    /// <summary>Of <see cref="For"/>, in UTF-16 units.</summary>
    public const int LongestFor = 100;

    /// <summary>From the right password on, within which the document can be taken.</summary>
    public static readonly Duration ToTake = Duration.FromMinutes(15);

    /// <summary>For how long one may be made, in days.</summary>
    public static readonly IReadOnlyList<int> Days = [1, 7, 30];

    public required TenantId TenantId { get; init; }
    public required ShareLinkId Id { get; init; }
    public required DocumentId DocumentId { get; init; }

    /// <summary>In whose record the document lay: moved to another, it is not for this link's reader any more.</summary>
    public required PatientId PatientId { get; init; }

    /// <summary>Whom it is for, in its maker's words.</summary>
    public required string For { get; init; }

    /// <summary>SHA-256 of the token in the address.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>See <see cref="SharePassword"/>.</summary>
    public required byte[] PasswordHash { get; init; }
    public required AccountId MadeBy { get; init; }
    public required Instant MadeAt { get; init; }
    public required Instant EndsAt { get; set; }
    public Instant? RevokedAt { get; set; }
    public int Wrong { get; set; }
}

/// <summary>One time at which the right password was given; what was taken after it is in the trail.</summary>
public sealed class ShareOpening : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ShareOpeningId Id { get; init; }
    public required ShareLinkId ShareLinkId { get; init; }

    /// <summary>SHA-256 of the secret in the reader's cookie.</summary>
    public required byte[] SecretHash { get; init; }
    public required Instant At { get; init; }
}
