using Telemed.People;

namespace Telemed.Tests.People;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("Éva-Lou", "EVALOU")]
    [InlineData("O’Brien Œuvrard", "OBRIENOEUVRARD")]
    [InlineData("Nguyễn Đức", "NGUYENDUC")]
    [InlineData("Łukasz", "LUKASZ")]
    [InlineData("weiß", "WEISS")]
    [InlineData("محمد", "محمد")]
    [InlineData("\U00020BB7野", "\U00020BB7野")]
    [InlineData("\U0001F600 --", "")]
    public void Accents_case_and_marks_do_not_count(string name, string folded) => Assert.Equal(folded, Folding.Fold(name));

    [Fact]
    public void A_folded_name_always_fits_its_column() => Assert.Equal(Folding.MaxLength, Folding.Fold(new string('\ufdfa', 100)).Length);
}
