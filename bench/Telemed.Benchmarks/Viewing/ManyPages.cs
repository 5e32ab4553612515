using System.Globalization;
using System.IO.Compression;
using System.Text;
using Telemed.Benchmarks.Searching;

namespace Telemed.Benchmarks.Viewing;

/// <summary>A PDF of full pages of writing, packed as programs write them.</summary>
internal sealed class ManyPages
{
    private const int Lines = 50;
    private const int WordsALine = 10;
    private const int FirstPage = 4;

    // A letter a byte.
    private readonly StringBuilder _pdf = new();
    private readonly List<int> _starts = [];

    public static byte[] Pdf(int pages)
    {
        var pdf = new ManyPages();
        pdf._pdf.Append("%PDF-1.7\n");
        pdf.Add("<</Type/Catalog/Pages 2 0 R>>");
        pdf.Add($"<</Type/Pages/Count {pages}/Kids[{string.Join(' ', Enumerable.Range(0, pages).Select(p => $"{FirstPage + (p * 2)} 0 R"))}]>>");
        pdf.Add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
        var chance = new Random(1);
        for (var page = 0; page < pages; page++)
        {
            pdf.Add($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {FirstPage + (page * 2) + 1} 0 R>>");
            var written = Packed(Page(chance, page + 1));
            pdf.Add($"<</Filter/FlateDecode/Length {written.Length}>>\nstream\n{written}\nendstream");
        }

        pdf.End();
        return Encoding.Latin1.GetBytes(pdf._pdf.ToString());
    }

    private static string Page(Random chance, int number) =>
        $"BT /F1 10 Tf 14 TL 50 790 Td (Page {number}) Tj T* {string.Concat(Enumerable.Range(0, Lines).Select(_ => $"({MadeUpWords.Text(chance, WordsALine)}) Tj T*\n"))}ET";

    private static string Packed(string content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(Encoding.Latin1.GetBytes(content));
        }

        return Encoding.Latin1.GetString(packed.ToArray());
    }

    private void Add(string content)
    {
        _starts.Add(_pdf.Length);
        _pdf.Append(CultureInfo.InvariantCulture, $"{_starts.Count} 0 obj\n{content}\nendobj\n");
    }

    private void End()
    {
        var table = _pdf.Length;
        _pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {_starts.Count + 1}\n0000000000 65535 f \n{string.Concat(_starts.Select(s => $"{s:0000000000} 00000 n \n"))}")
            .Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {_starts.Count + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    }
}
