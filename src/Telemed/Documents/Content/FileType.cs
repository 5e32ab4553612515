using Telemed.Documents.Content.Bare;

namespace Telemed.Documents.Content;

/// <summary>
/// The files that are taken, each known by its extension and by its bytes; both must agree. The content type comes from here, never
/// from the sender.
/// </summary>
/// <param name="Fault">Why the content is not taken, whatever its name promises; null: it is. Reads with bounds, unpacks nothing whole.</param>
public sealed record FileType(string ContentType, Func<Stream, FileRefusal?> Fault, params string[] Extensions)
{
    private static readonly FileType[] All =
    [
        new("application/pdf", PdfFile.Fault, ".pdf"),
        new("image/jpeg", Picture(PictureSize.OfJpeg, [0xFF, 0xD8, 0xFF]), ".jpg", ".jpeg") { Bare = BareJpeg.Of },
        new("image/png", Picture(PictureSize.OfPng, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]), ".png") { Bare = BareChunks.OfPng },
        new("image/gif", Picture(PictureSize.OfGif, [.. "GIF87a"u8], [.. "GIF89a"u8]), ".gif"),
        new("image/webp", Picture(PictureSize.OfWebP, [.. "RIFF"u8]), ".webp") { Bare = BareChunks.OfWebP },
        new("image/tiff", Picture(PictureSize.OfTiff, [.. "II*\0"u8], [.. "MM\0*"u8]), ".tif", ".tiff"),
        new("image/heic", Picture(PictureSize.OfHeic, [0, 0]), ".heic", ".heif") { Bare = BareHeic.Of },
        new("application/dicom", DicomFile.Fault, ".dcm"),
        new("application/msword", OldWordFile.Fault, ".doc"),
        new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", WordFile.Fault, ".docx"),
        new("message/rfc822", MailFile.Fault, ".eml"),
        new("text/plain", file => TextFile.Fits(file) ? null : FileRefusal.ContentMismatch, ".txt"),
    ];

    /// <summary>The file without what a camera wrote into it beside the picture; null: as it is.</summary>
    public Func<Stream, Stream?> Bare { get; private init; } = static _ => null;

    /// <summary>As the file dialog wants them: ".pdf,.jpg,…".</summary>
    public static string Accepted { get; } = string.Join(',', All.SelectMany(t => t.Extensions));

    /// <summary>The type that the extension promises, or null when such files are not taken.</summary>
    public static FileType? ByExtension(string extension) => Array.Find(All, t => t.Extensions.Contains(extension));

    private static Func<Stream, FileRefusal?> Picture(Func<Stream, PictureSize?> size, params byte[][] magic) => file =>
        !Array.Exists(magic, wanted => Bytes.At(file, 0, wanted.Length).SequenceEqual(wanted)) ? FileRefusal.ContentMismatch : PictureFile.Fault(file, size);
}
