using Telemed.Platform;
using NodaTime;

namespace Telemed.Accounts;

/// <summary>One signed-in browser: listed to its owner and revocable. The cookie holds a random secret, the row its SHA-256.</summary>
public sealed class Session
{
    public required SessionId Id { get; init; }
    public required AccountId AccountId { get; init; }

    /// <summary>The membership acted in; null while the account belongs to no clinic.</summary>
    public Guid? MembershipId { get; init; }

    /// <summary>SHA-256 of the cookie's 256-bit secret.</summary>
    public required byte[] SecretHash { get; init; }
    public required Instant CreatedAt { get; init; }
    public required Instant LastSeenAt { get; set; }

    /// <summary>The hard end, however active.</summary>
    public required Instant EndsAt { get; init; }

    /// <summary>True: stays without activity until <see cref="EndsAt"/> (patients who asked for it).</summary>
    public required bool Persistent { get; init; }

    /// <summary>Browser and system in a few words, for the list of sessions.</summary>
    public required string Device { get; init; }
    public Instant? RevokedAt { get; set; }

    /// <summary>Patients may stay signed in this long.</summary>
    public static readonly Duration PatientLifetime = Duration.FromDays(60);

    /// <summary>Staff, however active.</summary>
    public static readonly Duration StaffLifetime = Duration.FromHours(12);

    /// <summary>Without activity; an open call counts as activity.</summary>
    public static readonly Duration IdleLimit = Duration.FromMinutes(30);

    private static readonly Duration TouchEvery = Duration.FromMinutes(1);

    public bool IsAlive(Instant now) =>
        RevokedAt is null && now < EndsAt && (Persistent || now - LastSeenAt < IdleLimit);

    /// <summary>Notes activity, at most once a minute; true when the row changed.</summary>
    public bool Touch(Instant now)
    {
        if (now - LastSeenAt < TouchEvery)
        {
            return false;
        }

        LastSeenAt = now;
        return true;
    }
}
