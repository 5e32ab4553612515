using System.Text;
using UglyToad.PdfPig;

namespace Telemed.Documents.Apart;

/// <summary>The words that stand in a PDF as text, page by page; a page that is a picture has none.</summary>
internal static class PdfWords
{
    public const string Name = "pdf-words";

    /// <summary>What ends a page in the answer.</summary>
    public const char EndOfPage = '\f';

    /// <summary>What stands on later ones is not found.</summary>
    public const int MostPages = 300;

    public static void Write(MemoryStream file, Stream output)
    {
        using var pdf = PdfDocument.Open(file, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        for (var page = 1; page <= Math.Min(pdf.NumberOfPages, MostPages); page++)
        {
            writer.Write(Words(pdf, page));
            writer.Write(EndOfPage);
        }
    }

    private static string Words(PdfDocument pdf, int page)
    {
        try
        {
            return string.Join(' ', pdf.GetPage(page).GetWords().Select(w => w.Text)).Replace(EndOfPage, ' ');
        }
#pragma warning disable CA1031 // one page that cannot be read does not hide the others
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return "";
        }
#pragma warning restore CA1031
    }
}
