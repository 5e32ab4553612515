using Telemed.Records;

namespace Telemed.Tests.Records;

public sealed class ClinicalWordsTests
{
    [Theory]
    [InlineData("diagnostic"), InlineData("traitement"), InlineData("prescription"), InlineData("symptôme"), InlineData("douleur"), InlineData("fièvre"), InlineData("toux")]
    [InlineData("allergie"), InlineData("ordonnance"), InlineData("médicament"), InlineData("examen")]
    [InlineData("diagnosis"), InlineData("treatment"), InlineData("symptom"), InlineData("pain"), InlineData("fever"), InlineData("cough"), InlineData("allergy")]
    [InlineData("medication"), InlineData("drug"), InlineData("exam")]
    public void Each_word_is_heard_in_a_sentence(string word) => Assert.True(ClinicalWords.StandIn($"Alors, {word} ?"));

    [Theory]
    [InlineData("FIEVRE depuis hier"), InlineData("Fièvre"), InlineData("fie\u0300vre"), InlineData("SYMPTÔMES"), InlineData("mes douleurs."), InlineData("les allergies"), InlineData("2 diagnoses")]
    [InlineData("l’allergie"), InlineData("d'examen"), InlineData("anti-douleur"), InlineData("chest pain"), InlineData("Ordonnance\nmerci")]
    public void Case_accents_plurals_and_what_stands_beside_do_not_matter(string text) => Assert.True(ClinicalWords.StandIn(text));

    [Theory]
    [InlineData(""), InlineData("Bonjour"), InlineData("toucher"), InlineData("painful"), InlineData("un peintre"), InlineData("examiner"), InlineData("drugstore"), InlineData("feverish")]
    [InlineData("J’ai acheté du pain"), InlineData("le pain"), InlineData("petit pain"), InlineData("👋🙂")]
    public void Other_words_are_not_heard_nor_parts_of_words_nor_bread(string text) => Assert.False(ClinicalWords.StandIn(text));
}
