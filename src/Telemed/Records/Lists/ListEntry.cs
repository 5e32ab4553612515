using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Lists;

/// <summary>
/// One entry of a patient's clinical lists. What it says stands in its versions, of which the one numbered <see cref="Version"/> is in
/// force; it is never deleted. FHIR Condition, AllergyIntolerance, MedicationStatement, Immunization, FamilyMemberHistory.
/// </summary>
public sealed class ListEntry : ITenantOwned
{
    /// <summary>Most entries of one patient, ended ones included.</summary>
    public const int Most = 500;

    public required TenantId TenantId { get; init; }
    public required ListEntryId Id { get; init; }
    public required PatientId PatientId { get; init; }
    public required ListKind Kind { get; init; }
    public required Instant CreatedAt { get; init; }

    /// <summary>The number of the version in force; of two writers who read the same one, the second is refused.</summary>
    public int Version { get; set; } = 1;
}

/// <summary>What an entry may be.</summary>
public enum ListKind
{
    Problem,
    Allergy,

    /// <summary>That somebody asked and no allergy of the category is known: said by someone, never the default.</summary>
    NoAllergyKnown,
    Treatment,
    Vaccination,
    FamilyHistory,
}

/// <summary>What is asked about one by one; FHIR AllergyIntolerance.category with venoms and latex beside the environment.</summary>
public enum AllergyCategory
{
    Medicines,
    Food,

    /// <summary>Latex, venoms, anything else.</summary>
    Other,
}

/// <summary>Where the writer has it from.</summary>
public enum ListSource
{
    Practitioner,
    Patient,
    Relative,
    Document,
}
