namespace Telemed.People.Identity;

/// <summary>
/// INSEE's code of where somebody was born (Code officiel géographique): five characters, the department first (2A and 2B in Corsica, three
/// digits overseas), 99 and the country's three digits for abroad, 99999 when it is not known.
/// </summary>
public static class BirthPlaces
{
    /// <summary>The code as it is kept; null when it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        var code = (typed ?? "").Trim().ToUpperInvariant();
        var digits = code is ['2', 'A' or 'B', ..] ? code[2..] : code;
        return code.Length is 5 && digits.All(char.IsAsciiDigit) && code is not ['0', '0', ..] ? code : null;
    }
}
