using System.Globalization;
using CsCheck;
using Telemed.People.Identity;

namespace Telemed.Tests.People.Identity;

public sealed class NumberTests
{
    /// <summary>Thirteen digits that could be a number of the mainland.</summary>
    private static readonly Gen<string> Digits = Gen.Char['0', '9'].Array[13].Select(c => new string(c));

    [Theory]
    [InlineData("2790351215189", 89)] // the example that the ANS publishes: 279035121518989
    [InlineData("2550814168025", 38)] // the example that the French social security shows on its specimen card
    [InlineData("1891275125012", 82)]
    public void The_key_of_published_numbers_is_theirs(string number, int key) => Assert.Equal(key, Ins.KeyOf(number));

    [Theory]
    [InlineData("1820A2A004123")]
    [InlineData("18205A2004123")]
    [InlineData("1820513004A23")]
    [InlineData("279035121518")]
    [InlineData("27903512151890")]
    [InlineData("2790351C15189")]
    [InlineData("")]
    public void What_cannot_be_a_number_has_no_key(string number) => Assert.Null(Ins.KeyOf(number));

    [Fact]
    public void In_corsica_the_letter_counts_as_the_older_department_less()
    {
        Assert.Equal(97 - (int)(1820519004123 % 97), Ins.KeyOf("182052A004123"));
        Assert.Equal(97 - (int)(1820518004123 % 97), Ins.KeyOf("182052B004123"));
        // What the old rule takes off: a million for A, two for B, of the number with 0 in the letter's place.
        Assert.Equal(97 - (int)((1820520004123 - 1_000_000) % 97), Ins.KeyOf("182052A004123"));
        Assert.Equal(97 - (int)((1820520004123 - 2_000_000) % 97), Ins.KeyOf("182052B004123"));
    }

    [Fact]
    public void Every_number_is_read_back_with_its_key_alone_however_it_is_spaced() => Digits.Sample(number =>
    {
        var key = Ins.KeyOf(number)!.Value;
        Assert.InRange(key, 1, 97);
        Assert.Equal(0, (long.Parse(number, CultureInfo.InvariantCulture) + key) % 97);
        for (var tried = 0; tried < 100; tried++)
        {
            Assert.Equal(tried == key, Ins.TryParse(number + tried.ToString("00", CultureInfo.InvariantCulture), out _));
        }

        Assert.True(Ins.TryParse(number + key.ToString("00", CultureInfo.InvariantCulture), out var ins));
        Assert.True(Ins.TryParse(ins.ToString(), out var again));
        Assert.Equal(ins, again);
        Assert.Equal(15, ins.Value.Packed.Length);
    }, iter: 300);

    [Fact]
    public void A_key_finds_any_one_digit_that_was_mistyped() => Gen.Select(Digits, Gen.Int[0, 12], Gen.Int[1, 9]).Sample((number, at, by) =>
    {
        var wrong = number.ToCharArray();
        wrong[at] = (char)('0' + ((wrong[at] - '0' + by) % 10));
        Assert.NotEqual(Ins.KeyOf(number), Ins.KeyOf(new string(wrong)));
    });

    [Theory]
    [InlineData(InsKind.Nir, "1.2.250.1.213.1.4.8")]
    [InlineData(InsKind.Nia, "1.2.250.1.213.1.4.9")]
    [InlineData(InsKind.Test, "1.2.250.1.213.1.4.10")]
    [InlineData(InsKind.Demo, "1.2.250.1.213.1.4.11")]
    public void Each_kind_of_number_has_its_authority(InsKind kind, string oid) => Assert.Equal(oid, kind.Oid);

    [Theory]
    [InlineData("10005173140", true)]
    [InlineData("10 005 173 140", true)]
    [InlineData("10005173141", false)]
    [InlineData("1000517314", false)]
    [InlineData("1000517314A", false)]
    [InlineData(null, false)]
    public void A_professionals_number_holds_its_check(string? typed, bool holds)
    {
        Assert.Equal(holds, Rpps.TryParse(typed, out var rpps));
        Assert.Equal(holds ? "810005173140" : null, rpps?.Idnps);
    }

    [Theory]
    [InlineData("750712184", true)]
    [InlineData("75 071 218 4", true)]
    [InlineData("2A0000014", true)]
    [InlineData("2b0000020", true)]
    [InlineData("2A0000015", false)]
    [InlineData("2C0000014", false)]
    [InlineData("750712185", false)]
    [InlineData("75071218", false)]
    public void An_establishments_number_holds_its_check(string typed, bool holds)
    {
        Assert.Equal(holds, Finess.TryParse(typed, out var finess));
        Assert.Equal(holds, finess?.Idnst.StartsWith('1') ?? false);
    }

    [Fact]
    public void A_check_digit_finds_any_one_digit_that_was_mistyped() => Gen.Select(Gen.Char['0', '9'].Array[10], Gen.Int[0, 10], Gen.Int[1, 9]).Sample((first, at, by) =>
    {
        var whole = Enumerable.Range(0, 10).Select(check => new string(first) + check).Single(n => Rpps.TryParse(n, out _)).ToCharArray();
        whole[at] = (char)('0' + ((whole[at] - '0' + by) % 10));
        Assert.False(Rpps.TryParse(new string(whole), out _));
    });

    [Theory]
    [InlineData("44109", "44109")]
    [InlineData(" 2a004 ", "2A004")]
    [InlineData("99109", "99109")]
    [InlineData("97411", "97411")]
    [InlineData("4410", null)]
    [InlineData("A4109", null)]
    [InlineData("44 109", null)]
    [InlineData("00109", null)]
    public void A_birth_place_is_five_characters_of_insee(string typed, string? code) => Assert.Equal(code, BirthPlaces.Read(typed));
}
