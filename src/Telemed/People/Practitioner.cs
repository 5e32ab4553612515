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

    /// <summary>The number in the national directory of health professionals (RPPS), 11 digits; null: none on file.</summary>
    public string? Number { get; set; }

    /// <summary>As patients read it: "Dr Alice Martin".</summary>
    public string DisplayName => $"{Title} {GivenName} {FamilyName}".Trim();
}
