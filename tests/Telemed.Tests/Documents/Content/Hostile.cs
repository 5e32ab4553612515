using System.IO.Compression;
using System.Text;

namespace Telemed.Tests.Documents.Content;

/// <summary>Files made to do harm, and their honest neighbours.</summary>
internal static class Hostile
{
    public static byte[] Pdf(string objects) => Encoding.Latin1.GetBytes($"%PDF-1.7\n{objects}\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    /// <summary>An object stream with these words in it, packed.</summary>
    /// <param name="line">What stands behind the word "stream".</param>
    /// <param name="change">Done to the packed bytes.</param>
    public static byte[] Packed(byte[] content, string dictionary = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode", string line = "\r\n", Action<byte[]>? change = null)
    {
        var packed = Zlib(content);
        change?.Invoke(packed);
        return [.. "%PDF-1.7\n"u8, .. Encoding.ASCII.GetBytes($"3 0 obj<<{dictionary}/Length {packed.Length}>>stream{line}"), .. packed, .. "\nendstream endobj\n%%EOF\n"u8];
    }

    public static byte[] Zlib(byte[] content)
    {
        if (content.Length == 0)
        {
            return [0x78, 0x9C, 3, 0, 0, 0, 0, 1]; // .NET writes nothing of nothing
        }

        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>Object streams each of which holds all that follow, as one block that is not packed (RFC 1951, 3.2.4), and then blocks of nothing: much to read, little to see.</summary>
    public static byte[] Nested(int streams, int nothing)
    {
        var head = "3 0 obj<</N 1/First 4/Filter/FlateDecode>>stream\n\x78\x01"u8.ToArray();
        var pdf = new MemoryStream();
        pdf.Write("%PDF-1.7\n"u8);
        for (var left = streams - 1; left >= 0; left--)
        {
            var length = (ushort)(left * (head.Length + 5));
            pdf.Write([.. head, 0, .. BitConverter.GetBytes(length), .. BitConverter.GetBytes((ushort)~length)]);
        }

        for (var at = 0; at < nothing; at += 5)
        {
            pdf.Write([0, 0, 0, 0xFF, 0xFF]);
        }

        return pdf.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    public static byte[] Docx(params (string Name, byte[] Content)[] more) => Zip([("[Content_Types].xml", "<Types/>"u8.ToArray()), ("word/document.xml", "<x/>"u8.ToArray()), .. more]);

    /// <summary>Its end says that there are no parts, and that their list lies at the very beginning: some readers look for it before the end all the same.</summary>
    public static byte[] DocxOfTwoMinds()
    {
        var file = Docx();
        var end = file.AsSpan(file.AsSpan().LastIndexOf("PK\x5\x6"u8));
        end[8..12].Clear();
        end[16..20].Clear();
        return file;
    }

    /// <summary>A picture's head and some bytes that look like any.</summary>
    public static byte[] Noise(byte[] head, int length, int seed = 1)
    {
        var noise = new byte[length];
#pragma warning disable CA5394 // the same bytes every time
        new Random(seed).NextBytes(noise);
#pragma warning restore CA5394
        return [.. head, .. noise];
    }

    public static byte[] Png(int width, int height) => [.. Samples.Png[..16], (byte)(width >> 24), (byte)(width >> 16), (byte)(width >> 8), (byte)width,
        (byte)(height >> 24), (byte)(height >> 16), (byte)(height >> 8), (byte)height, 8, 0, 0, 0, 0];

    /// <summary>A JPEG whose frame's head stands behind a segment of its camera.</summary>
    public static byte[] Jpeg(int width, int height) => [0xFF, 0xD8, 0xFF, 0xE1, 0, 10, .. "Exif\0\0xx"u8, 0xFF, 0xC0, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 3, 1, 0x22, 0];

    public static byte[] WebP(int width, int height) => [.. "RIFF"u8, 22, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, (byte)(width - 1), (byte)((width - 1) >> 8), (byte)((width - 1) >> 16),
        (byte)(height - 1), (byte)((height - 1) >> 8), (byte)((height - 1) >> 16)];

    public static byte[] Tiff(int width, int height) => [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0, 1, 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(width), 1, 1, 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(height), 0, 0, 0, 0];

    public static byte[] Heic(int width, int height) => [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, 0, 0, 0, 20, .. "ispe"u8, 0, 0, 0, 0,
        (byte)(width >> 24), (byte)(width >> 16), (byte)(width >> 8), (byte)width, (byte)(height >> 24), (byte)(height >> 16), (byte)(height >> 8), (byte)height];

    public static byte[] Dicom(byte[] preamble) => [.. preamble, .. new byte[128 - preamble.Length], .. "DICM"u8, 2, 0, 0, 0];

    public static byte[] Mail { get; } = "Received: from mx\r\nFrom: labo@example.org\r\nTo: medecin@example.org\r\nSubject: Bilan\r\n\r\nBonjour"u8.ToArray();

    public static byte[] Utf16(string word) => [.. Samples.Doc, .. new byte[300], .. Encoding.Unicode.GetBytes(word), .. new byte[64]];
}
