using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Telemed.People.Identity;

/// <summary>
/// The national health identity number of France: 13 characters and a key of two digits (Référentiel INS, ANS; the number is the NIR of
/// INSEE or a NIA). A right key proves nothing about whose number it is: that only the national service says, see <see cref="IInsi"/>.
/// </summary>
public readonly record struct Ins
{
    private Ins(string number, int key) => (Number, Key) = (number, key);

    /// <summary>Sex, year, month, department, commune, order: 13 characters, all digits but the seventh, which is A or B for Corsica.</summary>
    public string Number { get; }

    /// <summary>From 1 to 97.</summary>
    public int Key { get; }

    /// <summary>
    /// The key of a number: 97 − N mod 97, where the departments of Corsica count as 19 for 2A and 18 for 2B (arrêté du 26 juin 1996; the
    /// published example 279035121518989). Null when the 13 characters cannot be a number.
    /// </summary>
    public static int? KeyOf(string number) =>
        Digits(number) is { } digits ? 97 - (int)(long.Parse(digits, CultureInfo.InvariantCulture) % 97) : null;

    /// <summary>Reads 13 characters and their key, spaces between them allowed.</summary>
    public static bool TryParse(string? typed, [NotNullWhen(true)] out Ins? ins)
    {
        ins = null;
        var packed = new string([.. (typed ?? "").Where(c => c is not (' ' or '\u00a0' or '\u202f'))]).ToUpperInvariant();
        if (packed.Length is 15 && KeyOf(packed[..13]) is { } key && packed[13..] == Two(key))
        {
            ins = new Ins(packed[..13], key);
        }

        return ins is not null;
    }

    /// <summary>As it is stored and sent: 15 characters.</summary>
    public string Packed => Number + Two(Key);

    /// <summary>As it is read: "2 79 03 51 215 189 89".</summary>
    public override string ToString() =>
        Number is null ? "" : string.Join(' ', Number[..1], Number[1..3], Number[3..5], Number[5..7], Number[7..10], Number[10..13], Two(Key));

    private static string Two(int key) => key.ToString("00", CultureInfo.InvariantCulture);

    // The month is not checked: unknown ones are written 20 to 42 and 50 to 99.
    private static string? Digits(string number)
    {
        if (number is not { Length: 13 })
        {
            return null;
        }

        var digits = number[5..7] switch
        {
            "2A" => number[..5] + "19" + number[7..],
            "2B" => number[..5] + "18" + number[7..],
            _ => number,
        };
        return digits.All(char.IsAsciiDigit) ? digits : null;
    }
}
