using System.IO.Compression;

namespace Telemed.Documents.Content;

/// <summary>A .docx, ECMA-376: a zip with its parts, none of which runs.</summary>
internal static class WordFile
{
    /// <summary>What all parts together may unpack to, in bytes, and how many times their packed size: words compress ten times, bombs a thousand.</summary>
    private const long MostUnpacked = 500_000_000;
    private const int MostRatio = 200;
    private const int LargestTypes = 1_000_000;
    private const string Types = "[Content_Types].xml";

    public static FileRefusal? Fault(Stream file)
    {
        if (ZipDirectory.Read(file) is not { } entries)
        {
            return FileRefusal.ContentMismatch;
        }

        var names = entries.ConvertAll(e => e.Name);
        if (!names.Contains(Types) || !names.Contains("word/document.xml") || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Count || names.Exists(LeadsOut))
        {
            return FileRefusal.ContentMismatch;
        }

        var (packed, unpacked) = (entries.Sum(e => e.Packed), entries.Sum(e => e.Unpacked));
        if (unpacked > MostUnpacked || unpacked > 1_000_000 + (packed * MostRatio))
        {
            return FileRefusal.Bomb;
        }

        return names.Exists(Runs) || SaysMacros(file) ? FileRefusal.ActiveContent : null;
    }

    private static bool LeadsOut(string name) => name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains("..");

    // A .docx cannot hold macros by its own standard; one that does is a program under another name.
    private static bool Runs(string name) => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || name.EndsWith("vbaData.xml", StringComparison.OrdinalIgnoreCase)
        || name.Contains("/activeX/", StringComparison.OrdinalIgnoreCase)
        || (name.Contains("/embeddings/", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the list of its parts speaks of macros, or cannot be read.</summary>
    private static bool SaysMacros(Stream file)
    {
        try
        {
            file.Position = 0;
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.GetEntry(Types) is not { } entry)
            {
                return true; // a directory that one reader sees and another does not
            }

            using var types = entry.Open();
            var text = new byte[LargestTypes];
            var read = types.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return read == LargestTypes || System.Text.Encoding.UTF8.GetString(text, 0, read).Contains("macroEnabled", StringComparison.OrdinalIgnoreCase);
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
