using System.Buffers.Binary;

namespace Telemed.Documents.Content.Bare;

/// <summary>Exif (CIPA DC-008): a TIFF directory within a picture. One number of it is worth keeping: which way is up.</summary>
internal static class Exifs
{
    private const int OrientationTag = 0x0112;
    private const int Start = 6; // "Exif", two zeros, and then the TIFF

    /// <param name="segment">What stands in the segment of a JPEG.</param>
    /// <returns>2 to 8; null: upright, or not said.</returns>
    public static int? Orientation(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < Start + 10 || !segment.StartsWith("Exif\0\0"u8))
        {
            return null;
        }

        var tiff = segment[Start..];
        var little = tiff[0] == (byte)'I';
        var at = Four(tiff[4..], little);
        if (at + 2 > tiff.Length)
        {
            return null;
        }

        var count = Two(tiff[(int)at..], little);
        var entries = tiff[((int)at + 2)..];
        for (var entry = 0; entry < count && entry * 12 + 12 <= entries.Length; entry++)
        {
            var one = entries.Slice(entry * 12, 12);
            if (Two(one, little) == OrientationTag)
            {
                return Two(one[8..], little) is var value and >= 2 and <= 8 ? value : null;
            }
        }

        return null;
    }

    /// <summary>A segment that says this and nothing else.</summary>
    public static byte[] Segment(int orientation) =>
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, OrientationTag >> 8, OrientationTag & 0xFF, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static int Two(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

    private static long Four(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);
}
