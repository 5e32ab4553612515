using Telemed.Platform;

namespace Telemed.Scheduling.Offers;

/// <summary>This practitioner may be booked for this.</summary>
public sealed class OfferedVisit : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required OfferedVisitId Id { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required VisitTypeId VisitTypeId { get; init; }
}
