using NodaTime;
using Telemed.Platform;

namespace Telemed.People.Identity;

/// <summary>What is known of a patient beside <see cref="NewPatient"/>, as typed: all of it may be missing.</summary>
public sealed record PatientDetails
{
    public const int MaxPerson = 120;
    public const int MaxAddress = 300;

    public static readonly PatientDetails None = new();

    /// <summary>The name used in life where it is not the birth name.</summary>
    public string? UsedFamilyName { get; init; }

    /// <summary>The given name used in life where it is not the first of the birth certificate.</summary>
    public string? UsedGivenName { get; init; }

    /// <summary>The given names after the first, in the order of the birth certificate.</summary>
    public string? OtherGivenNames { get; init; }

    /// <inheritdoc cref="BirthPlaces"/>
    public string? BirthPlace { get; init; }
    public string? Address { get; init; }

    /// <summary>Whom to call in an emergency: a name and what they are to the patient.</summary>
    public string? EmergencyContact { get; init; }
    public string? EmergencyPhone { get; init; }
    public string? TreatingDoctor { get; init; }

    /// <inheritdoc cref="Rpps"/>
    public string? TreatingDoctorNumber { get; init; }

    /// <summary>The language for which an interpreter is wanted.</summary>
    public string? Interpreter { get; init; }

    /// <summary>IANA zone of where the patient lives, when it may not be the clinic's: mails tell both times.</summary>
    public string? Zone { get; init; }

    /// <summary>What is wrong, a code per field; empty when nothing is.</summary>
    public IEnumerable<(string Field, string? Code)> Faults() =>
    [
        ("used-family", OfLine(UsedFamilyName, NewPatient.MaxName)), ("used-given", OfLine(UsedGivenName, NewPatient.MaxName)),
        ("other-given", OfLine(OtherGivenNames, NewPatient.MaxName)), ("birth-place", IsEmpty(BirthPlace) || BirthPlaces.Read(BirthPlace) is not null ? null : "shape"),
        ("address", OfLine(Address, MaxAddress)), ("emergency", OfLine(EmergencyContact, MaxPerson)), ("emergency-phone", NewPatient.OfPhone(EmergencyPhone)),
        ("doctor", OfLine(TreatingDoctor, MaxPerson)), ("doctor-number", IsEmpty(TreatingDoctorNumber) || Rpps.TryParse(TreatingDoctorNumber, out _) ? null : "shape"),
        ("interpreter", OfLine(Interpreter, MaxPerson)), ("zone", IsEmpty(Zone) || DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone!) is not null ? null : "shape"),
    ];

    private static bool IsEmpty(string? typed) => string.IsNullOrWhiteSpace(typed);

    private static string? OfLine(string? typed, int max) => IsEmpty(typed) ? null : PlainText.Fault(typed, max);
}
