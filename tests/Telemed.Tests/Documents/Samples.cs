using System.IO.Compression;
using System.Text;

namespace Telemed.Tests.Documents;

/// <summary>The smallest files of each kind, and some that only pretend.</summary>
internal static class Samples
{
    public static byte[] Pdf { get; } = "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"u8.ToArray();

    public static byte[] Png { get; } = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];

    public static byte[] Jpeg { get; } = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0, 1];

    public static byte[] Gif { get; } = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x3B];

    public static byte[] Doc { get; } = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[504]];

    public static byte[] Docx { get; } = Zip("[Content_Types].xml", "word/document.xml");

    public static byte[] Text { get; } = "Tension 12/8. Reçu ce matin.\r\n"u8.ToArray();

    public static byte[] WindowsText { get; } = [.. "Re"u8, 0xE7, .. "u ce matin "u8, 0x80, (byte)'\n'];

    public static byte[] Script { get; } = "<script>alert(1)</script>"u8.ToArray();

    public static byte[] Zip(params string[] names)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open(), Encoding.UTF8);
                entry.Write("<x/>");
            }
        }

        return file.ToArray();
    }
}
