using Telemed.Platform;
using NodaTime;

namespace Telemed.People;

/// <summary>A person cared for by one clinic; may have no account. FHIR Patient.</summary>
public sealed class Patient : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required PatientId Id { get; init; }

    /// <summary>Names as written, 1 to 100 characters each; any script.</summary>
    public required string FamilyName { get; set; }
    public required string GivenName { get; set; }

    /// <summary>Family and given name folded (no accents, upper case), for search by first letters.</summary>
    public required string FoldedFamilyName { get; set; }
    public required string FoldedGivenName { get; set; }
    public required LocalDate BirthDate { get; set; }
    public required Sex Sex { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }

    /// <summary>fr or en; mails use it.</summary>
    public required string Language { get; set; }
    public required Instant CreatedAt { get; init; }

    /// <summary>Set: the person put themselves on file from the public page, then. What they said of themselves nobody of the clinic has seen.</summary>
    public Instant? DeclaredAt { get; init; }

    /// <summary>Given name first, as people are addressed.</summary>
    public string FullName => $"{GivenName} {FamilyName}";
}

/// <summary>Administrative sex, FHIR administrative-gender without "other": what the French identity traits know.</summary>
public enum Sex
{
    Female,
    Male,
    Unknown,
}
