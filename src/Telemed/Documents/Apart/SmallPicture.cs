using NetVips;

namespace Telemed.Documents.Apart;

/// <summary>A picture made small, upright, and of a kind that every browser shows.</summary>
internal static class SmallPicture
{
    public const string Name = "small-picture";

    /// <summary>Of its longer side, in dots: sharp at half of that on a fine screen.</summary>
    public const int Side = 320;

    private const int Quality = 75;

    public static void Write(MemoryStream file, Stream output)
    {
        // What is cut off or broken has none: half a picture, or a grey one, says that there is nothing to see.
        using var small = Shrunk.To(Side, file, 1, whole: true);
        output.Write(small.WebpsaveBuffer(Quality, keep: Enums.ForeignKeep.None));
    }
}
