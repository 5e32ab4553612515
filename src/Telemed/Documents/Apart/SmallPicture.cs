using NetVips;

namespace Telemed.Documents.Apart;

/// <summary>A picture made small, upright, and of a kind that every browser shows, by libvips.</summary>
internal static class SmallPicture
{
    public const string Name = "small-picture";

    /// <summary>Of its longer side, in dots: sharp at half of that on a fine screen.</summary>
    public const int Side = 320;

    private const int Quality = 75;

    public static void Write(MemoryStream file, Stream output)
    {
        NetVips.NetVips.BlockUntrusted = true; // readers that libvips itself does not vouch for
        NetVips.NetVips.Concurrency = 1;
        using var small = Image.ThumbnailBuffer(file.ToArray(), Side, height: Side, size: Enums.Size.Down);
        output.Write(small.WebpsaveBuffer(Quality, keep: Enums.ForeignKeep.None));
    }
}
