using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Reading;

/// <summary>
/// What was made of a document by looking into it: the words that stand in it, so that it is found by them, and a small picture. One row a
/// document, made with it; goes when it is erased.
/// </summary>
public sealed class DocumentReading : ITenantOwned
{
    public required TenantId TenantId { get; init; }

    public required DocumentReadingId Id { get; init; }
    public required DocumentId DocumentId { get; init; }
    public ReadingState State { get; set; } = ReadingState.Waiting;

    /// <summary>How often it was begun.</summary>
    public int Tries { get; set; }

    /// <summary>While it waits: not before then. Whoever reads it puts this ahead, so that no other does.</summary>
    public required Instant NextAt { get; set; }

    /// <summary>Its words, packed, under a key derived from the document's: see <see cref="DocumentContents"/>.</summary>
    public byte[]? Words { get; set; }

    /// <summary>A small picture of it, or of its first page: WebP, sealed as <see cref="Words"/> are; null: none could be made.</summary>
    public byte[]? Thumbnail { get; set; }

    /// <summary>Some were recognised in a picture, and may be wrong.</summary>
    public bool Recognised { get; set; }

    /// <summary>After so many it is not tried any more by itself.</summary>
    public const int MostTries = 3;
}

public enum ReadingState
{
    Waiting,

    /// <summary>It is found by its words.</summary>
    Read,

    /// <summary>It was looked into, and no word stands in it.</summary>
    Wordless,

    /// <summary>Nothing here reads files of its kind or length, or what recognises words in pictures is not installed.</summary>
    Unreadable,

    /// <summary>It was tried and broke off, three times.</summary>
    Failed,
}
