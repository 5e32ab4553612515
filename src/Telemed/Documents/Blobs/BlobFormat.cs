namespace Telemed.Documents.Blobs;

/// <summary>
/// How an encrypted file lies on the disk: Tink's AES-GCM-HKDF streaming format (developers.google.com/tink/streaming-aead) with a commitment
/// to the key in its header, because two keys can open one AES-GCM text to different words.
/// <code>
/// header  = length of the header (1 byte) | salt (32) | prefix of the nonces (7) | commitment (32)
/// segment = AES-256-GCM text | its tag (16); 65,536 bytes, the first that much shorter by the header, the last as it comes
/// nonce   = prefix | number of the segment (4 bytes, big-endian) | 1 for the last segment, else 0
/// key | commitment = HKDF-SHA256(key of the file, salt, what the file is)
/// </code>
/// A segment cut off, moved, repeated or taken from another file has another nonce or another key, and does not open.
/// </summary>
internal static class BlobFormat
{
    /// <summary>In bytes, as are all lengths here.</summary>
    public const int Segment = 65_536;
    public const int Tag = 16;
    public const int Salt = 32;
    public const int Prefix = 7;
    public const int Commitment = 32;
    public const int Header = 1 + Salt + Prefix + Commitment;
    public const int Key = 32;

    /// <summary>Content that one segment holds; the first holds less.</summary>
    public const int Content = Segment - Tag;

    public const int FirstContent = Content - Header;

    /// <summary>Content before a segment.</summary>
    public static long StartOf(long segment) => segment == 0 ? 0 : FirstContent + ((segment - 1) * Content);

    /// <summary>The segment that holds the byte at <paramref name="position"/>.</summary>
    public static long SegmentAt(long position) => position < FirstContent ? 0 : 1 + ((position - FirstContent) / Content);

    /// <summary>Content of a file of so many bytes on the disk; null when no file has that length.</summary>
    public static long? ContentOf(long stored)
    {
        var segments = (stored + Segment - 1) / Segment;
        var content = stored - Header - (segments * Tag);
        // The last segment holds a byte at least, but in an empty file.
        return content >= 0 && (segments == 1 || content > StartOf(segments - 1)) ? content : null;
    }
}
