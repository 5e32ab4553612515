using System.Globalization;
using System.Text;
using Telemed.Documents.Apart;

namespace Telemed.Documents.Reading;

/// <summary>Finds words in pictures, by Debian's tesseract (French and English), and draws the pages of a PDF for it by Debian's pdftoppm; where they are installed.</summary>
internal static class Recognition
{
    /// <summary>Of a PDF or a TIFF: what stands on later pages that are pictures is not found.</summary>
    public const int MostPages = 20;

    /// <summary>No page is begun after that: the next document waits.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // Of a hundred: below, it is rather a pattern that looks like letters.
    private const double Sure = 55;

    private const long Memory = 1_500_000_000;
    private const int Seconds = 60;

    public static bool IsInstalled { get; } = ApartRun.Has("tesseract");

    public static bool DrawsPages { get; } = IsInstalled && ApartRun.Has("pdftoppm");

    /// <summary>The words in a picture; null: it could not be read.</summary>
    /// <param name="page">From 1, of a TIFF; null too where it has no such page.</param>
    public static async Task<string?> OfPicture(Stream picture, int page, CancellationToken cancel)
    {
        var number = page.ToString(CultureInfo.InvariantCulture);
        var drawn = await ApartRun.Run(new(ApartRun.Self, [ApartProgram.Word, PagePicture.Name, number], Seconds, Memory, 40_000_000), picture, cancel);
        return drawn is { Length: > 0 } ? await OfDrawn(drawn, cancel) : null;
    }

    /// <summary>The words on a page of a PDF, from 1; null: it could not be drawn, or read.</summary>
    public static async Task<string?> OfPage(Stream pdf, int page, CancellationToken cancel)
    {
        var number = page.ToString(CultureInfo.InvariantCulture);
        // Longer side 2400 dots: 200 an inch of A4, and no more of a poster.
        var drawn = await ApartRun.Run(new("pdftoppm", ["-f", number, "-l", number, "-scale-to", "2400", "-gray", "-singlefile", "-"], Seconds, Memory, 40_000_000), pdf, cancel);
        return drawn is { Length: > 0 } ? await OfDrawn(drawn, cancel) : null;
    }

    private static async Task<string?> OfDrawn(byte[] page, CancellationToken cancel) =>
        await ApartRun.Run(new("tesseract", ["stdin", "stdout", "-l", "fra+eng", "tsv"], Seconds, Memory, 10_000_000), new MemoryStream(page), cancel) is { } answer
            ? Words(Encoding.UTF8.GetString(answer)) : null;

    // level, page, block, paragraph, line, word, left, top, width, height, confidence, text (tesseract(1), "tsv").
    private static string Words(string table)
    {
        var (words, line) = (new StringBuilder(), "");
        foreach (var row in table.Split('\n').Select(r => r.TrimEnd('\r').Split('\t')))
        {
            if (row.Length != 12 || !double.TryParse(row[10], CultureInfo.InvariantCulture, out var sure) || sure < Sure || !row[11].Any(char.IsLetterOrDigit))
            {
                continue;
            }

            var place = string.Join('.', row[1..5]);
            words.Append(words.Length == 0 ? "" : place == line ? " " : "\n").Append(row[11]);
            line = place;
        }

        return words.ToString();
    }
}
