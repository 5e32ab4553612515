using System.IO.Compression;

namespace Telemed.Documents.Content;

/// <summary>
/// A PDF (ISO 32000-2) that only shows: nothing in it runs, opens a program or carries another file. No reader of PDF is asked, since a hostile
/// file is made for readers: the names that do these things are looked for in every byte, and in what object streams (7.5.7) unpack to, with
/// bounds. A file whose names cannot be seen is not taken either.
/// </summary>
internal static class PdfFile
{
    /// <summary>What all object streams of a file may unpack to, in bytes.</summary>
    private const long MostUnpacked = 128_000_000;

    public static FileRefusal? Fault(Stream file)
    {
        if (!Bytes.At(file, 0, 5).AsSpan().SequenceEqual("%PDF-"u8))
        {
            return FileRefusal.ContentMismatch;
        }

        if (ZipDirectory.Read(file) is not null)
        {
            return FileRefusal.TwoKinds;
        }

        FileRefusal? fault = null;
        var room = new byte[Bytes.Window];
        var (names, streams) = (new ActiveNames(room), new PdfStreams(file.Length, room));
        file.Position = 0;
        Bytes.Any(file, PdfStreams.Overlap, (bytes, at) => (fault = names.Seen(bytes)) is not null || (fault = streams.Seen(bytes, at)) is not null);
        return fault ?? names.AtEnd ?? streams.Long(file) ?? Unpack(file, streams.Packed, names);
    }

    private static FileRefusal? Unpack(Stream file, IReadOnlyDictionary<long, bool> streams, ActiveNames names)
    {
        var left = MostUnpacked;
        foreach (var (start, packed) in streams)
        {
            if (Bytes.At(file, start, 2) is not [var first, var second] || (first & 0x0F) != 8 || ((first << 8) | second) % 31 != 0)
            {
                // Not packed at all: then it was seen already. One that says it is, and is not as zlib writes, some reader may still open.
                if (packed)
                {
                    return FileRefusal.ActiveContent;
                }

                continue;
            }

            file.Position = start;
            var (fault, seen) = Names(file, left, names);
            if (fault is not null)
            {
                return fault;
            }

            left -= seen;
        }

        return null;
    }

    private static (FileRefusal? Fault, long Seen) Names(Stream file, long most, ActiveNames names)
    {
        var (fault, seen) = ((FileRefusal?)null, 0L);
        try
        {
            using var content = new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true);
            Bytes.Any(content, ActiveNames.Overlap, (bytes, at) =>
            {
                seen = at + bytes.Length;
                fault = names.Seen(bytes) ?? (seen > most ? FileRefusal.Bomb : null);
                return fault is not null;
            });
        }
        catch (InvalidDataException)
        {
            // A reader would make of the beginning what we did, and see no more.
        }

        return (seen == 0 ? fault : fault ?? names.AtEnd, seen);
    }
}
