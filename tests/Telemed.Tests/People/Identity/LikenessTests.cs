using NodaTime;
using Telemed.People;
using Telemed.People.Identity;
using Telemed.Platform;

namespace Telemed.Tests.People.Identity;

public sealed class LikenessTests
{
    private static readonly LocalDate Born = new(1972, 4, 5);

    [Theory]
    [InlineData("Durand", "Éric", "DURAND", "Eric", 3)]
    [InlineData("Durand", "Éric", "Éric", "Durand", 2)]
    [InlineData("Montgolfier", "Anne-Sophie", "Montgolfière", "Anne Sophie", 3)]
    [InlineData("Vandenbroucke-Lemaire", "Anne", "Lemaire", "Anne", 3)]
    [InlineData("Petit", "Éva", "Petti", "Eva", 3)]
    [InlineData("Petit", "Éva", "Grand", "Eva", 0)]
    [InlineData("Petit", "Éva", "Petit", "Marc", 0)]
    [InlineData("Le", "An", "Li", "An", 0)]
    public void Names_are_compared_without_accents_in_either_order_and_with_one_slip(string family, string given, string other, string otherGiven, int score) =>
        Assert.Equal(score, Likeness.Of(Person(family, given, Born), Person(other, otherGiven, Born)));

    [Fact]
    public void The_used_name_counts_as_much_as_the_birth_name()
    {
        var married = Person("Montgolfier", "Anne", Born);
        married.UsedFamilyName = "Lemaire";
        Assert.Equal(3, Likeness.Of(married, Person("Lemaire", "Anne", Born)));
        Assert.Equal(3, Likeness.Of(Person("Lemaire", "Anne", Born), married));
    }

    [Theory]
    [InlineData(1972, 5, 4, 1)]
    [InlineData(1973, 4, 5, 1)]
    [InlineData(1972, 4, 15, 1)]
    [InlineData(1983, 4, 5, 0)]
    public void A_birth_date_with_one_slip_is_still_proposed(int year, int month, int day, int score) =>
        Assert.Equal(score, Likeness.Of(Person("Durand", "Eric", Born), Person("Durand", "Eric", new LocalDate(year, month, day))));

    private static Patient Person(string family, string given, LocalDate birth) => new()
    {
        TenantId = default, Id = PatientId.New(), FamilyName = family, GivenName = given, FoldedFamilyName = Folding.Fold(family), FoldedGivenName = Folding.Fold(given),
        BirthDate = birth, Sex = Sex.Unknown, Language = "fr", CreatedAt = default,
    };
}
