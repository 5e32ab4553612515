using NodaTime;
using Telemed.Platform;

namespace Telemed.Records.Searching;

/// <summary>
/// What can be found of one thing in a record: a row beside it, written in the same transaction (<see cref="Indexing"/>). SQLite's FTS5 and
/// PostgreSQL's GIN index only <see cref="Terms"/>, which our own code makes: both find the same.
/// </summary>
public sealed class SearchEntry : ITenantOwned
{
    /// <summary>Most characters of <see cref="Title"/>.</summary>
    public const int TitleLimit = 200;

    public required TenantId TenantId { get; init; }
    public required SearchEntryId Id { get; init; }

    /// <summary>The order of what is found, the highest first: the instant in milliseconds, then twenty bits by chance. The row's name in FTS5.</summary>
    public required long Number { get; init; }
    public required PatientId PatientId { get; init; }
    public required SearchKind Kind { get; init; }

    /// <summary>The id of what was indexed; once a clinic.</summary>
    public required Guid Subject { get; init; }

    /// <summary>Of a note or a document, <see cref="Subject"/> again: whether somebody may read it is asked of the thing itself.</summary>
    public SoapNoteId? NoteId { get; init; }
    public DocumentId? DocumentId { get; init; }
    public required Instant At { get; init; }
    public PractitionerId? PractitionerId { get; set; }
    public required string Title { get; set; }

    /// <summary>As written: snippets are cut from it.</summary>
    public required string Text { get; set; }

    /// <summary>The folded words in their order, a space around each: phrases are looked for here.</summary>
    public required string Words { get; set; }

    /// <summary>What the index holds: see <see cref="SearchTerms"/>.</summary>
    public required string Terms { get; set; }

    /// <summary>Of a document that was read, the words within it: <see cref="BlindTerms"/>, which are part of <see cref="Terms"/>. Else empty.</summary>
    public string Contents { get; set; } = "";
}

/// <summary>What was found. A new kind needs a text for its name and, where not everybody who may open the record may read it, a line in <see cref="SearchRights"/>.</summary>
public enum SearchKind
{
    Note,
    Document,
}

/// <summary>A word that some entry of the clinic holds or held. Where typing errors look for what was meant.</summary>
public sealed class SearchWord : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required SearchWordId Id { get; init; }

    /// <summary>Folded; once a clinic.</summary>
    public required string Word { get; init; }

    /// <summary>In UTF-16 units: a word that is much longer or shorter is no candidate.</summary>
    public required int Length { get; init; }
}
