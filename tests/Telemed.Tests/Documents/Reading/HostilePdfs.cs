using System.Globalization;
using System.Text;
using Telemed.Tests.Documents.Content;

namespace Telemed.Tests.Documents.Reading;

/// <summary>PDFs that are made for what reads them, and run nothing.</summary>
internal static class HostilePdfs
{
    private const string Font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>";
    private const string Catalog = "<< /Type /Catalog /Pages 2 0 R >>";
    private const string OnePage = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";

    public static byte[] CyclicTree() => File(Catalog, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>");

    public static byte[] DeepTree() => File([Catalog, .. Enumerable.Range(3, 20_000).Select(n => $"<< /Type /Pages /Kids [{n} 0 R] /Count 1 /Parent {n - 2} 0 R >>"), $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"]);

    public static byte[] DeepArrays() => File(Catalog, OnePage, $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /X {new string('[', 200_000)} >>");

    public static byte[] Page(string box, string content = "BT /F1 24 Tf 72 700 Td (Une page) Tj ET", string more = Font) =>
        File(Catalog, OnePage, $"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R {more} >>", Stream("", Encoding.Latin1.GetBytes(content)));

    public static byte[] MillionsOfPages() => File(Catalog, "<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>");

    /// <summary>A form that draws itself twice.</summary>
    public static byte[] FormInItself() => File(Catalog, OnePage, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /A 4 0 R >> >> >>",
        Stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /A 4 0 R >> >>", "/A Do /A Do"u8.ToArray()));

    /// <summary>What is drawn unpacks to a hundred million steps.</summary>
    public static byte[] ContentBomb() => File(Catalog, OnePage, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        Stream("/Filter /FlateDecode", Hostile.Zlib(Enumerable.Repeat((byte[])[(byte)'q', (byte)' '], 50_000_000).SelectMany(b => b).ToArray())));

    /// <summary>A page that is a picture in a packing of its own, with a size that nobody can hold.</summary>
    public static byte[] Picture(string filter, byte[] bytes) => File(Catalog, OnePage, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
        Stream("", "q 595 0 0 842 0 0 cm /I Do Q"u8.ToArray()), Stream($"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /{filter}", bytes));

    /// <summary>The head of a JPEG 2000 of 2,000,000,000 by 2,000,000,000 dots (ISO/IEC 15444-1, A.5), and rubbish.</summary>
    public static byte[] Jpeg2000() => Hostile.Noise([0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0, 0x77, 0x35, 0x94, 0, 0x77, 0x35, 0x94, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x77, 0x35, 0x94, 0, 0x77, 0x35, 0x94, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7, 1, 1], 5_000);

    /// <summary>A page of JBIG2 of 60,000 by 60,000 dots (ISO/IEC 14492, 7.4.8), and a region that is rubbish.</summary>
    public static byte[] Jbig2() => Hostile.Noise([0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19, 0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 38, 0, 1, 0, 0, 0x10, 0], 5_000);

    private static byte[] Stream(string dictionary, byte[] content) => [.. Encoding.Latin1.GetBytes($"<< {dictionary} /Length {content.Length} >>\nstream\n"), .. content, .. "\nendstream"u8];

    private static byte[] File(params string[] objects) => File([.. objects.Select(Encoding.Latin1.GetBytes)]);

    private static byte[] File(string catalog, string pages, string page, params byte[][] streams) => File([.. new[] { catalog, pages, page }.Select(Encoding.Latin1.GetBytes), .. streams]);

    private static byte[] File(byte[][] objects)
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.4\n"u8);
        var places = new List<long>();
        foreach (var (i, one) in objects.Index())
        {
            places.Add(file.Length);
            file.Write([.. Encoding.ASCII.GetBytes($"{i + 1} 0 obj\n"), .. one, .. "\nendobj\n"u8]);
        }

        var table = file.Length;
        file.Write(Encoding.ASCII.GetBytes($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n{string.Concat(places.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p:d10} 00000 n \n")))}"));
        file.Write(Encoding.ASCII.GetBytes($"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
        return file.ToArray();
    }
}
