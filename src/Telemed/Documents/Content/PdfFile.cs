using System.IO.Compression;

namespace Telemed.Documents.Content;

/// <summary>
/// A PDF (ISO 32000-2) that only shows: nothing in it runs, opens a program or carries another file. No reader of PDF is asked, since a hostile
/// file is made for readers: the names that do these things are looked for in every byte, and in what object streams (7.5.7) unpack to, with
/// bounds. A file whose names cannot be seen is not taken either.
/// </summary>
internal static class PdfFile
{
    /// <summary>Far enough back from "stream" to hold the dictionary before it.</summary>
    private const int Dictionary = 8_192;

    /// <summary>What all object streams of a file may unpack to, in bytes.</summary>
    private const long MostUnpacked = 128_000_000;

    // Long enough not to come about in the bytes of a picture.
    private static readonly byte[][] Active =
        [[.. "/JavaScript"u8], [.. "/Launch"u8], [.. "/EmbeddedFile"u8], [.. "/EmbeddedFiles"u8], [.. "/RichMedia"u8], [.. "/SubmitForm"u8], [.. "/ImportData"u8], [.. "/XFA"u8]];

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
        var (packed, room) = (new List<long>(), new byte[Bytes.Window]);
        file.Position = 0;
        Bytes.Any(file, Dictionary, (bytes, at) => (fault = Seen(bytes, room)) is not null || (fault = Streams(bytes, at, packed, room)) is not null);
        return fault ?? Unpack(file, packed.Distinct(), room);
    }

    private static FileRefusal? Seen(ReadOnlySpan<byte> bytes, byte[] room)
    {
        var plain = PdfNames.Plain(bytes, room);
        return PdfNames.Has(plain, "/Encrypt"u8) ? FileRefusal.Locked : IsActive(plain) ? FileRefusal.ActiveContent : null;
    }

    private static bool IsActive(ReadOnlySpan<byte> plain)
    {
        foreach (var name in Active)
        {
            if (PdfNames.Has(plain, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes where object streams begin, by what they must have; one that is packed in a way that hides names is a fault.</summary>
    private static FileRefusal? Streams(ReadOnlySpan<byte> bytes, long at, List<long> packed, byte[] room)
    {
        for (var from = 0; bytes[from..].IndexOf("stream"u8) is var found && found >= 0;)
        {
            var (word, after) = (from + found, from + found + 6);
            from = after;
            if (after >= bytes.Length || (bytes[after] is not (byte)'\r' and not (byte)'\n') || (word >= 3 && bytes[(word - 3)..word].SequenceEqual("end"u8)))
            {
                continue;
            }

            var dictionary = PdfNames.Plain(bytes[Math.Max(0, word - Dictionary)..word], room);
            dictionary = dictionary[Math.Max(0, dictionary.LastIndexOf("obj"u8))..];
            if (!PdfNames.Has(dictionary, "/ObjStm"u8) && !(PdfNames.Has(dictionary, "/First"u8) && PdfNames.Has(dictionary, "/N"u8)))
            {
                continue;
            }

            if (PdfNames.Has(dictionary, "/DecodeParms"u8) || PdfNames.Has(dictionary, "/LZWDecode"u8) || dictionary.IndexOf("/ASCII"u8) >= 0 || PdfNames.Has(dictionary, "/RunLengthDecode"u8) || PdfNames.Has(dictionary, "/F"u8))
            {
                return FileRefusal.ActiveContent;
            }

            packed.Add(at + after + (bytes[after] == (byte)'\r' && after + 1 < bytes.Length && bytes[after + 1] == (byte)'\n' ? 2 : 1));
        }

        return null;
    }

    private static FileRefusal? Unpack(Stream file, IEnumerable<long> starts, byte[] room)
    {
        var left = MostUnpacked;
        foreach (var start in starts)
        {
            // Not packed at all: then it was seen already.
            if (Bytes.At(file, start, 2) is not [var first, var second] || (first & 0x0F) != 8 || ((first << 8) | second) % 31 != 0)
            {
                continue;
            }

            file.Position = start;
            var (fault, seen) = ((FileRefusal?)null, 0L);
            try
            {
                using var content = new ZLibStream(file, CompressionMode.Decompress, leaveOpen: true);
                Bytes.Any(content, 64, (bytes, at) =>
                {
                    seen = at + bytes.Length;
                    fault = IsActive(PdfNames.Plain(bytes, room)) ? FileRefusal.ActiveContent : seen > left ? FileRefusal.Bomb : null;
                    return fault is not null;
                });
            }
            catch (InvalidDataException)
            {
                // A reader would make of the beginning what we did, and see no more.
            }

            if (fault is not null)
            {
                return fault;
            }

            left -= seen;
        }

        return null;
    }
}
