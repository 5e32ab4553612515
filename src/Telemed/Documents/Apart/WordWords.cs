using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Telemed.Documents.Apart;

/// <summary>The words of a Word document: its body, headers, footers and notes (ECMA-376, 11.3).</summary>
internal static class WordWords
{
    public const string Name = "word-words";

    private const string Namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    // A document that unpacks to more is not read further.
    private const int MostCharacters = 50_000_000;

    private static readonly string[] Read = ["document", "header", "footer", "footnotes", "endnotes"];

    public static void Write(MemoryStream file, Stream output)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        foreach (var part in zip.Entries.Where(IsRead).OrderBy(p => Array.FindIndex(Read, p.Name.StartsWith)).ThenBy(p => p.Name, StringComparer.Ordinal))
        {
            using var content = part.Open();
            using var xml = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters });
            Write(xml, writer);
        }
    }

    private static bool IsRead(ZipArchiveEntry part) =>
        part.FullName == "word/" + part.Name && part.Name.EndsWith(".xml", StringComparison.Ordinal) && Array.Exists(Read, r => part.Name.StartsWith(r, StringComparison.Ordinal));

    private static void Write(XmlReader xml, TextWriter writer)
    {
        var inText = false;
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.NamespaceURI == Namespace:
                    inText = xml.LocalName == "t" && !xml.IsEmptyElement;
                    writer.Write(xml.LocalName switch { "p" => "\n", "tab" or "br" or "tc" => " ", _ => "" });
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    writer.Write(xml.Value);
                    break;
                case XmlNodeType.EndElement:
                    inText = false;
                    break;
            }
        }
    }
}
