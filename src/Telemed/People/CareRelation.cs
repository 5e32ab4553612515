using Telemed.Platform;
using NodaTime;

namespace Telemed.People;

/// <summary>
/// A practitioner cares for a patient, since a booking or a visit: what opens the record. Written by Scheduling and Consultations
/// in their own transaction. One per pair.
/// </summary>
public sealed class CareRelation : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required CareRelationId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public required PractitionerId PractitionerId { get; init; }
    public required Instant Since { get; init; }

    /// <summary>Set: it was opened in an emergency, or given and taken back, and ends then.</summary>
    public Instant? EndsAt { get; init; }

    /// <summary>Set: it follows from a merge of files, and ends with it.</summary>
    public PatientMergeId? ByMerge { get; init; }

    /// <summary>Set: a colleague opened the record to them, and may take that back; a booking or a visit since makes it stand by itself.</summary>
    public PractitionerId? GrantedBy { get; init; }
}
