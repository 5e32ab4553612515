using System.Buffers.Binary;
using System.Text;

namespace Telemed.Documents.Content.Bare;

/// <summary>PNG and WebP, files of chunks, without those that tell of the camera, the place or the program.</summary>
internal static class BareChunks
{
    private const int MostChunks = 1_000_000;

    // What says that a WebP has Exif and XMP (RFC 9649, 2.7.1).
    private const byte Flags = 0x08 | 0x04;

    /// <summary>ISO/IEC 15948, 5.3. Null: there is nothing to take away.</summary>
    public static Pieces? OfPng(Stream file)
    {
        var (pieces, at) = (new Pieces(file), 8L);
        pieces.Keep(0, at);
        for (var n = 0; n < MostChunks && Bytes.At(file, at, 8) is { Length: 8 } head; n++)
        {
            var (kind, length) = (Encoding.Latin1.GetString(head, 4, 4), 12L + BinaryPrimitives.ReadUInt32BigEndian(head));
            if (kind is "eXIf" or "tEXt" or "zTXt" or "iTXt" or "tIME" or "iDOT") // the last tells where others lie, and would be wrong
            {
                pieces.Leave();
            }
            else
            {
                pieces.Keep(at, Math.Min(length, file.Length - at));
            }

            at += length;
            if (kind == "IEND")
            {
                return Whole(pieces, at, file);
            }
        }

        // Cut off: what is there is shown.
        pieces.Keep(at, file.Length - at);
        return pieces.Changed ? pieces : null;
    }

    /// <summary>RFC 9649, 2.3. Null: there is nothing to take away.</summary>
    public static Pieces? OfWebP(Stream file)
    {
        var (chunks, at, size) = (new List<(long At, long Length)>(), 12L, 4L);
        var end = Bytes.At(file, 4, 4) is { Length: 4 } said ? Math.Min(file.Length, 8L + BinaryPrimitives.ReadUInt32LittleEndian(said)) : 0;
        for (var n = 0; n < MostChunks && at + 8 <= end && Bytes.At(file, at, 8) is { Length: 8 } head; n++)
        {
            var (kind, length) = (Encoding.Latin1.GetString(head, 0, 4), BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)));
            var whole = Math.Min(8L + length + (length & 1), file.Length - at);
            if (kind is not ("EXIF" or "XMP "))
            {
                chunks.Add((at, whole));
                size += whole;
            }

            at += whole;
        }

        if (size + 8 == file.Length || chunks.Count == 0)
        {
            return null;
        }

        var pieces = new Pieces(file);
        pieces.Put([.. "RIFF"u8, .. BitConverter.GetBytes((uint)size), .. "WEBP"u8]);
        foreach (var (start, length) in chunks)
        {
            if (Bytes.At(file, start, 9) is { Length: 9 } head && head.AsSpan().StartsWith("VP8X"u8))
            {
                head[8] = (byte)(head[8] & ~Flags);
                pieces.Put(head);
                pieces.Keep(start + 9, length - 9);
                continue;
            }

            pieces.Keep(start, length);
        }

        return pieces;
    }

    private static Pieces? Whole(Pieces pieces, long end, Stream file)
    {
        if (end < file.Length)
        {
            pieces.Leave();
        }

        return pieces.Changed ? pieces : null;
    }
}
