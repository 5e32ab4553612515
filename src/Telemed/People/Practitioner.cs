using Telemed.Platform;

namespace Telemed.People;

/// <summary>A clinician of one clinic. FHIR Practitioner.</summary>
public sealed class Practitioner : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required PractitionerId Id { get; init; }
    public required AccountId AccountId { get; init; }

    /// <summary>What stands before the name, for example "Dr"; may be empty.</summary>
    public required string Title { get; set; }
    public required string GivenName { get; set; }
    public required string FamilyName { get; set; }
    public string? Speciality { get; set; }

    /// <summary>As patients read it: "Dr Alice Martin".</summary>
    public string DisplayName => $"{Title} {GivenName} {FamilyName}".Trim();
}
