using System.Diagnostics.CodeAnalysis;

namespace Telemed.People.Identity;

/// <summary>
/// The number of an establishment in the French national file: 9 characters, the department first and a check by <see cref="Luhn"/> last
/// (DREES, Fichier national des établissements sanitaires et sociaux; it holds for the numbers published there, such as 750712184). In
/// Corsica the department is 2A or 2B, whose letter counts as 1 or 2 in the check, as in 2A0000014 and 2B0000020.
/// </summary>
public readonly record struct Finess
{
    /// <summary>The assigning authority of <see cref="Idnst"/> (ANS, CI-SIS).</summary>
    public const string Oid = "1.2.250.1.71.4.2.2";

    private Finess(string number) => Number = number;

    public string Number { get; }

    /// <summary>As the exchange formats want it (ANS, CI-SIS): the kind 1, then the number.</summary>
    public string Idnst => "1" + Number;

    public static bool TryParse(string? typed, [NotNullWhen(true)] out Finess? finess)
    {
        var packed = new string([.. (typed ?? "").Where(c => c is not (' ' or '\u00a0' or '\u202f'))]).ToUpperInvariant();
        var digits = packed switch
        {
            ['2', 'A', ..] => "21" + packed[2..],
            ['2', 'B', ..] => "22" + packed[2..],
            _ => packed,
        };
        finess = digits.Length is 9 && digits.All(char.IsAsciiDigit) && Luhn.Holds(digits) ? new Finess(packed) : null;
        return finess is not null;
    }

    public override string ToString() => Number;
}
