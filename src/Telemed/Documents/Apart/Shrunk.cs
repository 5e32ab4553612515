using System.Globalization;
using NetVips;

namespace Telemed.Documents.Apart;

/// <summary>A picture upright and no larger than it is needed, by libvips, and by libheif where a telephone made it.</summary>
internal static class Shrunk
{
    /// <param name="side">The longer one, in dots, at most.</param>
    /// <param name="page">From 1; only a TIFF has others.</param>
    /// <param name="whole">What is cut off or broken is not taken.</param>
    public static Image To(int side, MemoryStream file, int page, bool whole)
    {
        NetVips.NetVips.BlockUntrusted = true; // readers that libvips itself does not vouch for
        NetVips.NetVips.Concurrency = 1;
        var bytes = file.ToArray();
        if (HeicPicture.Is(bytes))
        {
            using var photo = HeicPicture.Open(bytes);
            return photo.ThumbnailImage(side, height: side, size: Enums.Size.Down).CopyMemory();
        }

        // As words: libvips 8.18 does not hear its own argument "fail_on" here.
        var options = page == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $",page={page - 1}");
        return Image.ThumbnailBuffer(bytes, side, $"fail_on={(whole ? "error" : "none")}{options}", side, Enums.Size.Down);
    }
}
