using System.Buffers.Binary;

namespace Telemed.Documents.Content;

/// <summary>The size that a picture's head promises, in pixels; zeros where the head says none. Nothing is decoded.</summary>
internal readonly record struct PictureSize(long Width, long Height)
{
    private const int HeicHead = 65_536;
    private const int MostMarkers = 2_000;

    public long Pixels => Width * Height;

    /// <summary>ISO/IEC 15948, 11.2.2.</summary>
    public static PictureSize? OfPng(Stream file) => Bytes.At(file, 16, 8) is { Length: 8 } b ? new(BinaryPrimitives.ReadUInt32BigEndian(b), BinaryPrimitives.ReadUInt32BigEndian(b.AsSpan(4))) : null;

    /// <summary>GIF89a, 18.</summary>
    public static PictureSize? OfGif(Stream file) => Bytes.At(file, 6, 4) is { Length: 4 } b ? new(BinaryPrimitives.ReadUInt16LittleEndian(b), BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(2))) : null;

    /// <summary>ITU-T T.81, B.2: from marker to marker until a frame's head.</summary>
    public static PictureSize? OfJpeg(Stream file)
    {
        long at = 2;
        for (var n = 0; n < MostMarkers && Bytes.At(file, at, 9) is { Length: >= 4 } b && b[0] == 0xFF; n++)
        {
            if (b[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && b.Length == 9)
            {
                return new(BinaryPrimitives.ReadUInt16BigEndian(b.AsSpan(7)), BinaryPrimitives.ReadUInt16BigEndian(b.AsSpan(5)));
            }

            // A fill byte, a marker without a length, or a segment.
            at += b[1] switch { 0xFF => 1, 0x01 or (>= 0xD0 and <= 0xD8) => 2, _ => 2 + BinaryPrimitives.ReadUInt16BigEndian(b.AsSpan(2)) };
        }

        return default(PictureSize);
    }

    /// <summary>RFC 9649: lossy, lossless or extended.</summary>
    public static PictureSize? OfWebP(Stream file)
    {
        var b = Bytes.At(file, 0, 30);
        if (b.Length < 30 || !b.AsSpan(8, 4).SequenceEqual("WEBP"u8))
        {
            return null;
        }

        return b.AsSpan(12, 4) switch
        {
            var kind when kind.SequenceEqual("VP8X"u8) => new(1 + Three(b, 24), 1 + Three(b, 27)),
            var kind when kind.SequenceEqual("VP8L"u8) => new(1 + (BinaryPrimitives.ReadUInt32LittleEndian(b.AsSpan(21)) & 0x3FFF), 1 + ((BinaryPrimitives.ReadUInt32LittleEndian(b.AsSpan(21)) >> 14) & 0x3FFF)),
            var kind when kind.SequenceEqual("VP8 "u8) => new(BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(26)) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(28)) & 0x3FFF),
            _ => null,
        };
    }

    /// <summary>TIFF 6.0, section 2: the first directory's tags 256 and 257.</summary>
    public static PictureSize? OfTiff(Stream file)
    {
        var head = Bytes.At(file, 0, 8);
        if (head.Length < 8)
        {
            return null;
        }

        var little = head[0] == (byte)'I';
        var at = Four(head, 4, little);
        var count = Bytes.At(file, at, 2) is { Length: 2 } c ? Two(c, 0, little) : 0;
        var (entries, width, height) = (Bytes.At(file, at + 2, count * 12), 0L, 0L);
        for (var entry = 0; entry + 12 <= entries.Length; entry += 12)
        {
            var value = Two(entries, entry + 2, little) == 3 ? Two(entries, entry + 8, little) : Four(entries, entry + 8, little);
            (width, height) = Two(entries, entry, little) switch { 256 => (value, height), 257 => (width, value), _ => (width, height) };
        }

        return entries.Length == 0 ? null : new(width, height);
    }

    /// <summary>ISO/IEC 23008-12: a file of the brands for still pictures; the largest of its extents (ispe, 6.5.3).</summary>
    public static PictureSize? OfHeic(Stream file)
    {
        var b = Bytes.At(file, 0, HeicHead);
        if (b.Length < 16 || !b.AsSpan(4, 4).SequenceEqual("ftyp"u8) || !(System.Text.Encoding.Latin1.GetString(b, 8, 4) is "heic" or "heix" or "heim" or "heis" or "hevc" or "mif1" or "msf1"))
        {
            return null;
        }

        PictureSize largest = default;
        for (var at = b.AsSpan().IndexOf("ispe"u8); at >= 0 && at + 16 <= b.Length;)
        {
            var size = new PictureSize(BinaryPrimitives.ReadUInt32BigEndian(b.AsSpan(at + 8)), BinaryPrimitives.ReadUInt32BigEndian(b.AsSpan(at + 12)));
            largest = size.Pixels > largest.Pixels ? size : largest;
            var next = b.AsSpan(at + 4).IndexOf("ispe"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return largest;
    }

    private static long Three(byte[] b, int at) => b[at] | (b[at + 1] << 8) | (b[at + 2] << 16);

    private static int Two(byte[] b, int at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(at)) : BinaryPrimitives.ReadUInt16BigEndian(b.AsSpan(at));

    private static long Four(byte[] b, int at, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(b.AsSpan(at)) : BinaryPrimitives.ReadUInt32BigEndian(b.AsSpan(at));
}
