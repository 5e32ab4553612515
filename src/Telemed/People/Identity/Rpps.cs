using System.Diagnostics.CodeAnalysis;

namespace Telemed.People.Identity;

/// <summary>
/// The number of a health professional in the French shared directory: 11 digits, of which the last is a check by <see cref="Luhn"/>
/// (ANS, Répertoire partagé des professionnels de santé; it holds for the numbers published there, such as 10005173140).
/// </summary>
public readonly record struct Rpps
{
    /// <summary>The assigning authority of <see cref="Idnps"/> (ANS, CI-SIS).</summary>
    public const string Oid = "1.2.250.1.71.4.2.1";

    private Rpps(string number) => Number = number;

    public string Number { get; }

    /// <summary>As the exchange formats want it (ANS, CI-SIS): the kind 8, then the number.</summary>
    public string Idnps => "8" + Number;

    public static bool TryParse(string? typed, [NotNullWhen(true)] out Rpps? rpps)
    {
        var packed = new string([.. (typed ?? "").Where(c => c is not (' ' or '\u00a0' or '\u202f'))]);
        rpps = packed.Length is 11 && packed.All(char.IsAsciiDigit) && Luhn.Holds(packed) ? new Rpps(packed) : null;
        return rpps is not null;
    }

    public override string ToString() => Number;
}
