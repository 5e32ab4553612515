using NodaTime;
using Telemed.Platform;

namespace Telemed.Scheduling.Calendars;

/// <summary>
/// A private address under which one person's calendar program reads their appointments in one clinic. Only the SHA-256 of its
/// 256-bit token is stored; what is read there names no patient and no reason.
/// </summary>
public sealed class CalendarFeed : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required CalendarFeedId Id { get; init; }
    public required AccountId AccountId { get; init; }
    public required byte[] TokenHash { get; init; }
    public required Instant CreatedAt { get; init; }

    /// <summary>Null: it is good.</summary>
    public Instant? RevokedAt { get; set; }
}
