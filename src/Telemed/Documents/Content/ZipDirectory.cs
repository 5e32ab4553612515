using System.Buffers.Binary;
using System.Text;

namespace Telemed.Documents.Content;

/// <summary>
/// The names and sizes in a zip's central directory (APPNOTE.TXT 4.3.12, 4.3.16). No entry is unpacked, so a bomb stays folded. Everything read
/// from the file is bounded before it is believed.
/// </summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int LongestComment = 65_535;
    private const int EntrySize = 46;
    private const int LargestDirectory = 1_000_000;
    private const uint EndSignature = 0x06054B50;
    private const uint EntrySignature = 0x02014B50;

    /// <param name="Unpacked">Bytes, as the directory says.</param>
    public sealed record Entry(string Name, long Packed, long Unpacked);

    /// <summary>Null when the file does not end as a zip does.</summary>
    public static List<Entry>? Read(Stream file)
    {
        var tail = Bytes.At(file, Math.Max(0, file.Length - EndSize - LongestComment), EndSize + LongestComment);
        for (var at = tail.Length - EndSize; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndSignature)
            {
                return Entries(file, tail.AsSpan(at), file.Length - tail.Length + at) is { Count: > 0 } entries ? entries : null;
            }
        }

        return null;
    }

    private static List<Entry> Entries(Stream file, ReadOnlySpan<byte> end, long endAt)
    {
        long size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (size is < EntrySize or > LargestDirectory)
        {
            return [];
        }

        // Where it says it is, or right before its end: so a zip opens that was put behind another file.
        return offset + size <= endAt && Entries(Bytes.At(file, offset, (int)size)) is { Count: > 0 } entries ? entries : Entries(Bytes.At(file, endAt - size, (int)size));
    }

    private static List<Entry> Entries(ReadOnlySpan<byte> directory)
    {
        var entries = new List<Entry>();
        while (directory.Length >= EntrySize && BinaryPrimitives.ReadUInt32LittleEndian(directory) == EntrySignature)
        {
            var name = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var entry = EntrySize + name + BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (entry > directory.Length)
            {
                break;
            }

            entries.Add(new Entry(Encoding.UTF8.GetString(directory.Slice(EntrySize, name)), BinaryPrimitives.ReadUInt32LittleEndian(directory[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(directory[24..])));
            directory = directory[entry..];
        }

        return entries;
    }
}
