using Telemed.Platform;
using Telemed.Tenancy;
using NodaTime;

namespace Telemed.Accounts;

/// <summary>An account's role in one clinic, and which patient or practitioner it is there. One per account and clinic.</summary>
public sealed class Membership : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required MembershipId Id { get; init; }
    public required AccountId AccountId { get; init; }
    public required Role Role { get; init; }

    /// <summary>Set exactly when <see cref="Role"/> is Practitioner.</summary>
    public PractitionerId? PractitionerId { get; init; }

    /// <summary>Set exactly when <see cref="Role"/> is Patient.</summary>
    public PatientId? PatientId { get; init; }
    public required Instant Since { get; init; }
    public Instant? EndedAt { get; set; }
}
