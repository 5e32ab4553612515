using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using NetVips;
using Telemed.Documents.Apart;

namespace Telemed.Tests.Documents.Reading;

/// <summary>Files with words in them: as text, and as pictures of text.</summary>
internal static class Scans
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A PDF with one line of text a page.</summary>
    public static byte[] Pdf(params string[] pages) => Written(pages, (_, text) => $"BT /F1 24 Tf 72 700 Td ({text}) Tj ET", "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>", []);

    /// <summary>A PDF of one page that is a picture: a scanner makes such.</summary>
    public static async Task<byte[]> ScannedPdf(string text)
    {
        var picture = await Jpeg(text);
        return Written([text], (_, _) => "q 595 0 0 842 0 0 cm /I1 Do Q", "/XObject << /I1 6 0 R >>", picture);
    }

    /// <summary>A page with a line of text, photographed.</summary>
    public static async Task<byte[]> Jpeg(string text) =>
        (await ApartRun.Run(new("pdftoppm", ["-r", "150", "-singlefile", "-jpeg", "-"], 30, 1_000_000_000, 10_000_000), new MemoryStream(Pdf(text)), Cancel))!;

    /// <summary>The same, by a telephone that was held on its side, and says so.</summary>
    public static async Task<byte[]> SidewaysJpeg(string text)
    {
        using var page = Image.NewFromBuffer(await Jpeg(text));
        using var turned = page.Rot270();
        using var said = turned.Mutate(m => m.Set(GValue.GIntType, "orientation", 6));
        return said.JpegsaveBuffer(90);
    }

    /// <summary>Pages in one picture, as a fax machine makes them.</summary>
    public static async Task<byte[]> Tiff(params string[] pages)
    {
        var drawn = new List<Image>();
        foreach (var text in pages)
        {
            drawn.Add(Image.NewFromBuffer(await Jpeg(text)).Colourspace(Enums.Interpretation.Bw));
        }

        using var joined = Image.Arrayjoin([.. drawn], across: 1);
        using var said = joined.Mutate(m => m.Set(GValue.GIntType, "page-height", drawn[0].Height));
        drawn.ForEach(d => d.Dispose());
        return said.TiffsaveBuffer(Enums.ForeignTiffCompression.Deflate);
    }

    /// <summary>A photo as an iPhone keeps it, by Debian's heif-enc.</summary>
    public static async Task<byte[]> Heic(string text)
    {
        var folder = Directory.CreateTempSubdirectory("telemed-heic-");
        var (jpeg, heic) = (Path.Combine(folder.FullName, "page.jpg"), Path.Combine(folder.FullName, "page.heic"));
        await File.WriteAllBytesAsync(jpeg, await Jpeg(text), Cancel);
        using (var process = Process.Start(new ProcessStartInfo("heif-enc", ["-q", "60", "-o", heic, jpeg]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            await process.WaitForExitAsync(Cancel);
            Assert.Equal(0, process.ExitCode);
        }

        var bytes = await File.ReadAllBytesAsync(heic, Cancel);
        folder.Delete(recursive: true);
        return bytes;
    }

    public static byte[] Docx(string text)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Write(zip, "word/document.xml", $"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>");
        }

        return file.ToArray();
    }

    private static void Write(ZipArchive zip, string name, string content)
    {
        using var entry = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        entry.Write(content);
    }

    private static byte[] Written(string[] pages, Func<int, string, string> drawn, string resources, byte[] picture)
    {
        var objects = new List<byte[]> { Bytes("<< /Type /Catalog /Pages 2 0 R >>"), Bytes($"<< /Type /Pages /Kids [{string.Join(' ', pages.Select((_, i) => $"{3 + (2 * i)} 0 R"))}] /Count {pages.Length} >>") };
        foreach (var (i, text) in pages.Index())
        {
            var stream = drawn(i, text);
            objects.Add(Bytes($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + (2 * i)} 0 R /Resources << {resources} >> >>"));
            objects.Add(Bytes($"<< /Length {stream.Length} >>\nstream\n{stream}\nendstream"));
        }

        if (picture.Length > 0)
        {
            objects.Add(Bytes("<< >>"));
            objects.Add([.. Bytes($"<< /Type /XObject /Subtype /Image /Width 1240 /Height 1754 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length {picture.Length} >>\nstream\n"), .. picture, .. Bytes("\nendstream")]);
        }

        return Joined(objects);
    }

    private static byte[] Joined(List<byte[]> objects)
    {
        using var file = new MemoryStream();
        file.Write(Bytes("%PDF-1.4\n"));
        var places = new List<long>();
        foreach (var (i, one) in objects.Index())
        {
            places.Add(file.Length);
            file.Write([.. Bytes($"{i + 1} 0 obj\n"), .. one, .. Bytes("\nendobj\n")]);
        }

        var table = file.Length;
        file.Write(Bytes($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n{string.Concat(places.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p:d10} 00000 n \n")))}"));
        file.Write(Bytes($"trailer << /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
        return file.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
