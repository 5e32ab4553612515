using NodaTime;
using Telemed.Platform;

namespace Telemed.People.Identity;

/// <summary>Who a patient was said to be, from <see cref="At"/> on: one row for each change of the traits or of their status. Append-only.</summary>
public sealed class IdentityVersion : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required IdentityVersionId Id { get; init; }
    public required PatientId PatientId { get; init; }

    /// <summary>From 1 on; two writers cannot have the same.</summary>
    public required int Number { get; init; }
    public required string FamilyName { get; init; }
    public required string GivenName { get; init; }
    public string? OtherGivenNames { get; init; }
    public string? UsedFamilyName { get; init; }
    public string? UsedGivenName { get; init; }
    public required LocalDate BirthDate { get; init; }
    public required Sex Sex { get; init; }
    public string? BirthPlace { get; init; }
    public required IdentityStatus Status { get; init; }

    /// <summary>What was seen, when that validated it.</summary>
    public IdentityProof? Proof { get; init; }

    /// <summary>Null: the program, or the patient themselves before there was an account.</summary>
    public AccountId? By { get; init; }
    public required Instant At { get; init; }
}
