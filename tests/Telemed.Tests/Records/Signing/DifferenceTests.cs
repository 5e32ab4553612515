using CsCheck;
using Telemed.Records.Signing;

namespace Telemed.Tests.Records.Signing;

public sealed class DifferenceTests
{
    [Fact]
    public void Either_text_can_be_read_out_of_a_difference() =>
        Gen.Select(Texts, Texts).Sample((older, newer) =>
        {
            var stretches = Differences.Between(older, newer);
            Assert.Equal(newer, string.Concat(stretches.Where(s => s.Change != Change.Went).Select(s => s.Text)));
            Assert.Equal(older, string.Concat(stretches.Where(s => s.Change != Change.Came).Select(s => s.Text)));
        });

    private static readonly string[] Words = ["toux", "fièvre", " ", ", ", "\n", ".", "38,5", "l’", ""];

    private static Gen<string> Texts => Gen.Int[0, Words.Length - 1].Array[0, 12].Select(chosen => string.Concat(chosen.Select(i => Words[i])));
}
