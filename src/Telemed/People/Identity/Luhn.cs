namespace Telemed.People.Identity;

/// <summary>The check of ISO/IEC 7812-1, annex B: every second digit from the right is doubled, its own digits added; the sum ends in 0.</summary>
internal static class Luhn
{
    public static bool Holds(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var counted = i % 2 is 0 ? digit : digit * 2;
            sum += counted > 9 ? counted - 9 : counted;
        }

        return sum % 10 is 0;
    }
}
