using Telemed.Platform;
using Telemed.People.Identity;
using NodaTime;

namespace Telemed.People;

/// <summary>A person cared for by one clinic; may have no account. FHIR Patient.</summary>
public sealed class Patient : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required PatientId Id { get; init; }

    /// <summary>The birth name and the first given name as written, 1 to 100 characters each; any script.</summary>
    public required string FamilyName { get; set; }
    public required string GivenName { get; set; }

    /// <inheritdoc cref="PatientDetails.OtherGivenNames"/>
    public string? OtherGivenNames { get; set; }

    /// <inheritdoc cref="PatientDetails.UsedFamilyName"/>
    public string? UsedFamilyName { get; set; }

    /// <inheritdoc cref="PatientDetails.UsedGivenName"/>
    public string? UsedGivenName { get; set; }

    /// <summary>Names folded (no accents, upper case), for search by first letters.</summary>
    public required string FoldedFamilyName { get; set; }
    public required string FoldedGivenName { get; set; }
    public string? FoldedUsedName { get; set; }
    public required LocalDate BirthDate { get; set; }
    public required Sex Sex { get; set; }

    /// <inheritdoc cref="BirthPlaces"/>
    public string? BirthPlace { get; set; }
    public IdentityStatus IdentityStatus { get; set; }

    /// <summary>The number that the national service gave, as <see cref="Ins.Packed"/>; null: it was not asked, or knows none.</summary>
    public string? InsNumber { get; set; }
    public InsKind? InsKind { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }

    /// <inheritdoc cref="PatientDetails.Address"/>
    public string? Address { get; set; }

    /// <inheritdoc cref="PatientDetails.EmergencyContact"/>
    public string? EmergencyContact { get; set; }
    public string? EmergencyPhone { get; set; }
    public string? TreatingDoctor { get; set; }

    /// <inheritdoc cref="Rpps"/>
    public string? TreatingDoctorNumber { get; set; }

    /// <summary>fr or en; mails use it.</summary>
    public required string Language { get; set; }

    /// <inheritdoc cref="PatientDetails.Interpreter"/>
    public string? Interpreter { get; set; }

    /// <inheritdoc cref="PatientDetails.Zone"/>
    public string? Zone { get; set; }
    public required Instant CreatedAt { get; init; }

    /// <summary>Set: the person put themselves on file from the public page, then. What they said of themselves nobody of the clinic has seen.</summary>
    public Instant? DeclaredAt { get; init; }

    /// <summary>The file within which this one is read since they were found to be of one person; null: it stands for itself.</summary>
    public PatientId? MergedInto { get; set; }

    /// <summary>Takes over what was typed, all of it without a fault.</summary>
    public void Describe(NewPatient said)
    {
        ArgumentNullException.ThrowIfNull(said);
        var more = said.Details;
        (FamilyName, GivenName) = (said.FamilyName!.Trim(), said.GivenName!.Trim());
        (FoldedFamilyName, FoldedGivenName) = (Folding.Fold(FamilyName), Folding.Fold(GivenName));
        (BirthDate, Sex, Language) = (said.BirthDate!.Value, said.Sex!.Value, said.Language!);
        (Email, Phone, Address) = (OrNull(said.Email), OrNull(said.Phone), OrNull(more.Address));
        (OtherGivenNames, UsedFamilyName, UsedGivenName) = (OrNull(more.OtherGivenNames), OrNull(more.UsedFamilyName), OrNull(more.UsedGivenName));
        FoldedUsedName = UsedFamilyName is null ? null : Folding.Fold(UsedFamilyName);
        BirthPlace = BirthPlaces.Read(more.BirthPlace);
        (EmergencyContact, EmergencyPhone) = (OrNull(more.EmergencyContact), OrNull(more.EmergencyPhone));
        TreatingDoctor = OrNull(more.TreatingDoctor);
        TreatingDoctorNumber = Rpps.TryParse(more.TreatingDoctorNumber, out var number) ? number.Value.Number : null;
        (Interpreter, Zone) = (OrNull(more.Interpreter), OrNull(more.Zone));
    }

    private static string? OrNull(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    /// <summary>Given name first, as people are addressed.</summary>
    public string FullName => $"{CalledGiven} {CalledFamily}";

    /// <summary>The names used in life.</summary>
    public string CalledFamily => UsedFamilyName ?? FamilyName;
    public string CalledGiven => UsedGivenName ?? GivenName;

    /// <summary>The five traits by which the law tells people apart.</summary>
    public StrictTraits Traits => new(FamilyName, OtherGivenNames is null ? GivenName : $"{GivenName} {OtherGivenNames}", BirthDate, Sex, BirthPlace);

    /// <summary>The number, only where it may leave the clinic: with a qualified identity (Référentiel INS). Every export asks here.</summary>
    public Ins? InsToSend => IdentityStatus is IdentityStatus.Qualified && Ins.TryParse(InsNumber, out var ins) ? ins : null;

    public PatientDetails Details => new()
    {
        OtherGivenNames = OtherGivenNames, UsedFamilyName = UsedFamilyName, UsedGivenName = UsedGivenName, BirthPlace = BirthPlace, Address = Address,
        EmergencyContact = EmergencyContact, EmergencyPhone = EmergencyPhone, TreatingDoctor = TreatingDoctor, TreatingDoctorNumber = TreatingDoctorNumber,
        Interpreter = Interpreter, Zone = Zone,
    };
}

/// <summary>Administrative sex, FHIR administrative-gender without "other": what the French identity traits know.</summary>
public enum Sex
{
    Female,
    Male,
    Unknown,
}
