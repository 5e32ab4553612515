using NodaTime;
using Telemed.Platform;

namespace Telemed.Records;

/// <summary>
/// A signed text, never changed (trigger on both databases). Number 1 is the signature; higher numbers are amendments, and the last
/// one of a note entered in error is that mark.
/// </summary>
public sealed class SoapNoteVersion : ITenantOwned
{
    /// <summary>Most characters of <see cref="Reason"/>.</summary>
    public const int ReasonLimit = 500;

    public required TenantId TenantId { get; init; }
    public required SoapNoteVersionId Id { get; init; }
    public required SoapNoteId SoapNoteId { get; init; }
    public required int Number { get; init; }
    public required string Subjective { get; init; }
    public required string Objective { get; init; }
    public required string Assessment { get; init; }
    public required string Plan { get; init; }
    public NoteDetails Details { get; init; } = NoteDetails.Unsaid;
    public required PractitionerId SignedBy { get; init; }
    public required Instant SignedAt { get; init; }

    /// <summary>Why it was amended; null for the first.</summary>
    public string? Reason { get; init; }

    /// <summary>What the note is since; null when it was signed before there were seals.</summary>
    public NoteStatus? Makes { get; init; }

    /// <summary>The note's <see cref="SoapNote.Version"/> since.</summary>
    public int Revision { get; init; }

    /// <summary>See <see cref="Signing.NoteSeal"/>; null when it was signed before there were seals.</summary>
    public byte[]? Seal { get; private set; }

    internal SoapNoteVersion Sealed(SoapNote note, byte[]? before)
    {
        Seal = Signing.NoteSeal.Of(note, this, before);
        return this;
    }

    public NoteText Text => new(Subjective, Objective, Assessment, Plan) { Details = Details };
}
