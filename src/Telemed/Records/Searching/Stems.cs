using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace Telemed.Records.Searching;

/// <summary>
/// The stems of a folded word, French and English (Snowball, by Lucene.Net): nobody says in which language a note is written, so a word has
/// both. Two words are the same to the search when they share a stem. Not for several threads at once: a stemmer keeps its word.
/// </summary>
internal sealed class Stems
{
    private readonly FrenchStemmer _french = new();
    private readonly EnglishStemmer _english = new();

    /// <summary>One or two.</summary>
    public IEnumerable<string> Of(string word)
    {
        var (french, english) = (Stem(_french, word), Stem(_english, word));
        return french == english ? [french] : [french, english];
    }

    // Of some words nothing would be left.
    private static string Stem(SnowballProgram language, string word)
    {
        language.SetCurrent(word);
        language.Stem();
        return language.Current is { Length: > 0 } stem ? stem : word;
    }
}
