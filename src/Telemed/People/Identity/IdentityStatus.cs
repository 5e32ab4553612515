namespace Telemed.People.Identity;

/// <summary>
/// How sure the clinic is of who a patient is (Référentiel national d'identitovigilance, RNIV 1). Retrieved and Qualified are reached by an
/// answer of the national service alone: see <see cref="IInsi"/>; the database refuses them without a number.
/// </summary>
public enum IdentityStatus
{
    /// <summary>As somebody said.</summary>
    Provisional,

    /// <summary>Compared with a document of high trust.</summary>
    Validated,

    /// <summary>The national service knows these traits; no document was seen.</summary>
    Retrieved,

    /// <summary>Both: only then may the number leave the clinic.</summary>
    Qualified,
}

/// <summary>The documents of high trust (RNIV 1): what was seen when an identity was validated.</summary>
public enum IdentityProof
{
    Passport,

    /// <summary>Of a country of the European Union, Switzerland, Norway, Iceland, Liechtenstein, Andorra, Monaco, San Marino or the Vatican.</summary>
    IdentityCard,
    ResidencePermit,

    /// <summary>Of a child: with the parent's own document.</summary>
    FamilyBook,
}
