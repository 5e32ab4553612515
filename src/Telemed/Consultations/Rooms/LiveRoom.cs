using Telemed.Platform;
using NodaTime;

namespace Telemed.Consultations.Rooms;

/// <summary>
/// The one room in which a practitioner is live. Unique per practitioner in the database: two rooms of one practitioner cannot both
/// start, on whatever nodes they are.
/// </summary>
public sealed class LiveRoom : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required LiveRoomId Id { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required Instant Since { get; init; }
}
