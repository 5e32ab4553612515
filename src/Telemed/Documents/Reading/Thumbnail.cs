using Telemed.Documents.Apart;

namespace Telemed.Documents.Reading;

/// <summary>A small picture of a document: of a picture, or of a PDF's first page where Debian's pdftoppm is installed.</summary>
internal static class Thumbnail
{
    private const long Memory = 1_500_000_000;
    private const int Seconds = 30;

    private static readonly bool DrawsPages = ApartRun.Has("pdftoppm");

    /// <summary>WebP; null: none can be made.</summary>
    public static async Task<byte[]?> Of(Document document, Func<Task<Stream>> open, CancellationToken cancel)
    {
        if (document.Length > ApartProgram.LongestFile)
        {
            return null;
        }

        switch (document.ContentType)
        {
            case "application/pdf" when DrawsPages:
                await using (var pdf = await open())
                {
                    return await ApartRun.Run(new("pdftoppm", ["-f", "1", "-l", "1", "-scale-to", "640", "-singlefile", "-jpeg", "-"], Seconds, Memory, 10_000_000), pdf, cancel) is { Length: > 0 } page
                        ? await Small(new MemoryStream(page), cancel) : null;
                }

            case "image/jpeg" or "image/png" or "image/gif" or "image/webp" or "image/tiff" or "image/heic":
                await using (var picture = await open())
                {
                    return await Small(picture, cancel);
                }

            default:
                return null;
        }
    }

    private static Task<byte[]?> Small(Stream picture, CancellationToken cancel) =>
        ApartRun.Run(new(ApartRun.Self, [ApartProgram.Word, SmallPicture.Name], Seconds, Memory, 1_000_000), picture, cancel);
}
