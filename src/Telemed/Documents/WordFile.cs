using System.Buffers.Binary;
using System.Text;

namespace Telemed.Documents;

/// <summary>
/// Is it a .docx? Reads the names in a zip's central directory (APPNOTE.TXT 4.3.12, 4.3.16) and nothing else: no entry is unpacked,
/// so a bomb stays folded. Everything read from the file is bounded before it is believed.
/// </summary>
internal static class WordFile
{
    private const int EndSize = 22;
    private const int LongestComment = 65_535;
    private const int EntrySize = 46;
    private const int LargestDirectory = 1_000_000;
    private const uint EndSignature = 0x06054B50;
    private const uint EntrySignature = 0x02014B50;

    public static bool Fits(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, EndSize + LongestComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndSignature)
            {
                return Directory(file, tail.AsSpan(at)) is { } directory && IsWord(Names(directory));
            }
        }

        return false;
    }

    private static byte[]? Directory(Stream file, ReadOnlySpan<byte> end)
    {
        long size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (size is < EntrySize or > LargestDirectory || offset + size > file.Length)
        {
            return null;
        }

        var directory = new byte[size];
        file.Position = offset;
        file.ReadExactly(directory);
        return directory;
    }

    private static HashSet<string> Names(ReadOnlySpan<byte> directory)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (directory.Length >= EntrySize && BinaryPrimitives.ReadUInt32LittleEndian(directory) == EntrySignature)
        {
            var name = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var entry = EntrySize + name + BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (entry > directory.Length)
            {
                break;
            }

            names.Add(Encoding.UTF8.GetString(directory.Slice(EntrySize, name)));
            directory = directory[entry..];
        }

        return names;
    }

    // A .docx cannot hold macros by its own standard; one that does is a program under another name.
    private static bool IsWord(HashSet<string> names) =>
        names.Contains("[Content_Types].xml") && names.Contains("word/document.xml") && !names.Contains("word/vbaProject.bin");
}
