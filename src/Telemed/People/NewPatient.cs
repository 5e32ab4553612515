using NodaTime;
using Telemed.Accounts;
using Telemed.People.Identity;
using Telemed.Platform;

namespace Telemed.People;

/// <summary>A patient to be put on file, as typed. Nothing is checked yet: <see cref="Faults"/> does.</summary>
/// <param name="Email">Null or empty when the patient has none.</param>
/// <param name="Language">fr or en.</param>
public sealed record NewPatient(string? FamilyName, string? GivenName, LocalDate? BirthDate, Sex? Sex, string? Email, string? Phone, string? Language)
{
    public const int MaxName = 100;
    public const int MaxPhone = 40;

    /// <summary>Nobody alive was born before.</summary>
    public static readonly LocalDate EarliestBirth = new(1900, 1, 1);

    private static readonly string[] Languages = ["fr", "en"];

    public PatientDetails Details { get; init; } = PatientDetails.None;

    /// <summary>The address in upper case, for look-up and limits.</summary>
    public string NormalizedEmail => EmailAddress.Normalize(Email ?? "");

    /// <summary>What is wrong, a code per field; empty when nothing is.</summary>
    public IReadOnlyDictionary<string, string> Faults(LocalDate today)
    {
        (string Field, string? Code)[] found =
        [
            ("family", OfName(FamilyName)), ("given", OfName(GivenName)), ("birth", OfBirth(today)), ("sex", Sex is { } sex && Enum.IsDefined(sex) ? null : "required"),
            ("email", OfEmail()), ("phone", OfPhone(Phone)), ("language", Languages.Contains(Language) ? null : "required"), .. Details.Faults(),
        ];
        return found.Where(f => f.Code is not null).ToDictionary(f => f.Field, f => f.Code!);
    }

    // A name without a single letter or digit could never be found again.
    private static string? OfName(string? name) => PlainText.Fault(name, MaxName) ?? (Folding.Fold(name!).Length is 0 ? "letters" : null);

    private string? OfBirth(LocalDate today) => BirthDate switch
    {
        null => "required",
        { } birth when birth > today => "future",
        { } birth when birth < EarliestBirth => "too-early",
        _ => null,
    };

    private string? OfEmail() => string.IsNullOrWhiteSpace(Email) ? null
        : PlainText.Fault(Email, EmailAddress.MaxLength) ?? (EmailAddress.TryParse(Email, out _) ? null : "shape");

    /// <summary>What is wrong with a telephone number that may be missing, as a code.</summary>
    internal static string? OfPhone(string? phone)
    {
        if (string.IsNullOrWhiteSpace(phone))
        {
            return null;
        }

        var digits = phone.Count(char.IsAsciiDigit);
        return PlainText.Fault(phone, MaxPhone)
            ?? (digits is >= 6 and <= 15 && phone.All(c => char.IsAsciiDigit(c) || " +.-()\u00a0\u202f".Contains(c, StringComparison.Ordinal)) ? null : "shape");
    }
}
