namespace Telemed.Documents;

/// <summary>
/// The files that are taken, each known by its extension and by its bytes; both must agree. The content type comes from here, never
/// from the sender.
/// </summary>
public sealed record FileType(string ContentType, Func<Stream, bool> Fits, params string[] Extensions)
{
    private static readonly FileType[] All =
    [
        new("application/pdf", Starts("%PDF-"u8), ".pdf"),
        new("image/jpeg", Starts([0xFF, 0xD8, 0xFF]), ".jpg", ".jpeg"),
        new("image/png", Starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]), ".png"),
        new("image/gif", file => Starts("GIF87a"u8)(file) || Starts("GIF89a"u8)(file), ".gif"),
        new("application/msword", Starts([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), ".doc"),
        new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", WordFile.Fits, ".docx"),
        new("text/plain", PlainText.Fits, ".txt"),
    ];

    /// <summary>As the file dialog wants them: ".pdf,.jpg,…".</summary>
    public static string Accepted { get; } = string.Join(',', All.SelectMany(t => t.Extensions));

    /// <summary>The type that the extension promises, or null when such files are not taken.</summary>
    public static FileType? ByExtension(string extension) => Array.Find(All, t => t.Extensions.Contains(extension));

    private static Func<Stream, bool> Starts(ReadOnlySpan<byte> magic)
    {
        var wanted = magic.ToArray();
        return file =>
        {
            Span<byte> start = stackalloc byte[16];
            file.Position = 0;
            return file.ReadAtLeast(start, wanted.Length, throwOnEndOfStream: false) >= wanted.Length && start[..wanted.Length].SequenceEqual(wanted);
        };
    }
}
