namespace Telemed.Benchmarks.Searching;

/// <summary>Text that is made up, with as many different words as a clinic's notes hold.</summary>
internal static class MadeUpWords
{
    // By turns more and less frequent; what is left is made up, so that the words are as many as a clinic's.
    private static readonly string[] Usual =
    [
        "patient", "consultation", "douleur", "fièvre", "toux", "traitement", "tension", "contrôle", "hypertension", "céphalées", "thoracique", "abdominale", "asthénie", "examen",
        "normal", "auscultation", "libre", "prescription", "paracétamol", "renouvellement", "biologie", "allergie", "vaccination", "diabète", "cholestérol", "surveillance",
    ];

    // As many as a clinic's notes hold, of any length.
    private static readonly string[] Rare = [.. Rarely(new Random(2))];

    public static string Text(Random chance, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => chance.Next(3) > 0
        ? Usual[(int)(Usual.Length * chance.NextDouble() * chance.NextDouble())]
        : Rare[chance.Next(Rare.Length)]));

    private static IEnumerable<string> Rarely(Random chance) => Enumerable.Range(0, 40_000).Select(_ =>
        string.Concat(Enumerable.Range(0, 2 + chance.Next(5)).Select(_ => $"{"bcdfglmnprstv"[chance.Next(13)]}{"aeiou"[chance.Next(5)]}")));
}
