using NetVips;

namespace Telemed.Documents.Apart;

/// <summary>
/// A page that was scanned or photographed, for tesseract: upright, as a telephone says in words that tesseract does not read, grey, and of the size
/// at which it reads best, however large the scan.
/// </summary>
internal static class PagePicture
{
    public const string Name = "page-picture";

    /// <summary>Of its longer side, in dots: 300 an inch of A4.</summary>
    private const int Side = 3508;

    public static void Write(MemoryStream file, int page, Stream output)
    {
        // The words on the upper half of a page that is cut off are words.
        using var whole = Shrunk.To(Side, file, page, whole: false);
        using var opaque = whole.HasAlpha() ? whole.Flatten(background: [255]) : whole.Copy();
        using var grey = opaque.Colourspace(Enums.Interpretation.Bw);
        output.Write(grey.PngsaveBuffer(compression: 1, keep: Enums.ForeignKeep.None));
    }
}
