using System.Buffers.Binary;
using NetVips;
using Telemed.Tests.Documents.Content;

namespace Telemed.Tests.Documents.Reading;

/// <summary>Pictures that are made for what decodes them.</summary>
internal static class HostilePictures
{
    private const int PageOfTiff = 10_000;

    /// <summary>A picture that any decoder reads: stripes, no letters.</summary>
    public static byte[] Honest(string extension)
    {
        using var ramp = Image.Xyz(400, 300)[0];
        using var stripes = (ramp % 64 * 4).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Bw);
        return stripes.WriteToBuffer(extension);
    }

    /// <summary>The head and half of what follows it.</summary>
    public static byte[] CutOff(string extension) => Honest(extension) is var whole ? whole[..(whole.Length * 3 / 5)] : [];

    /// <summary>Some bits of it are others, the first bytes are not, by which its kind is known.</summary>
    public static byte[] Flipped(byte[] file, int seed, int flips = 12, int from = 48)
    {
        var changed = file.ToArray();
#pragma warning disable CA5394 // the same every time
        var random = new Random(seed);
        for (var flip = 0; flip < flips; flip++)
        {
            changed[random.Next(Math.Min(from, changed.Length - 1), changed.Length)] ^= (byte)(1 << random.Next(8));
        }
#pragma warning restore CA5394

        return changed;
    }

    /// <summary>225 million dots of one colour in some 200 KB: as many as a file may promise, nearly.</summary>
    public static byte[] PngBomb(int width = 15_000, int height = 15_000, int lines = 15_000)
    {
        byte[] head = [.. Four(width), .. Four(height), 8, 0, 0, 0, 0];
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, head), .. Chunk("IDAT"u8, Hostile.Zlib(new byte[(long)(width + 1) * lines])), .. Chunk("IEND"u8, [])];
    }

    /// <summary>A text beside the picture that unpacks to a hundred megabytes.</summary>
    public static byte[] PngWithTextBomb() => Honest(".png") is var png
        ? [.. png[..33], .. Chunk("zTXt"u8, [.. "Comment\0\0"u8, .. Hostile.Zlib(new byte[100_000_000])]), .. png[33..]] : [];

    /// <summary>A TIFF of grey pages that share one picture.</summary>
    /// <param name="cyclic">The last page leads to the first.</param>
    public static byte[] Tiff(int pages, bool cyclic = false)
    {
        const int entries = 9, directory = 2 + (entries * 12) + 4;
        var file = new MemoryStream();
        file.Write([.. "II*\0"u8, 8, 0, 0, 0]);
        for (var page = 0; page < pages; page++)
        {
            var next = file.Length + directory + (page == 0 ? PageOfTiff : 0);
            file.Write([entries, 0, .. Entry(256, 100), .. Entry(257, 100), .. Entry(258, 8), .. Entry(259, 1), .. Entry(262, 1), .. Entry(273, 8 + directory), .. Entry(277, 1), .. Entry(278, 100), .. Entry(279, PageOfTiff)]);
            file.Write(BitConverter.GetBytes(page < pages - 1 ? (int)next : cyclic ? 8 : 0));
            file.Write(page == 0 ? Enumerable.Repeat((byte)0x80, PageOfTiff).ToArray() : []);
        }

        return file.ToArray();
    }

    /// <summary>Its head promises little in a type that our reading of the head does not know: 50,000 by 50,000.</summary>
    public static byte[] TiffThatLies() => [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, .. (byte[])[0, 1, 16, 0, 1, 0, 0, 0, 38, 0, 0, 0], .. (byte[])[1, 1, 16, 0, 1, 0, 0, 0, 38, 0, 0, 0], 0, 0, 0, 0,
        .. BitConverter.GetBytes(50_000L)];

    private static byte[] Entry(int tag, int value) => [(byte)tag, (byte)(tag >> 8), 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(value)];

    private static byte[] Chunk(ReadOnlySpan<byte> kind, byte[] content)
    {
        byte[] told = [.. kind, .. content];
        return [.. Four(content.Length), .. told, .. Four((int)Crc(told))];
    }

    /// <summary>ISO/IEC 15948, annex D.</summary>
    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
            }
        }

        return ~crc;
    }

    private static byte[] Four(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
