using NodaTime;
using Telemed.Platform;

namespace Telemed.Records;

/// <summary>
/// The note of a visit: Subjective, Objective, Assessment, Plan. A draft changes; what is signed never does (trigger on both
/// databases): an amendment is a new <see cref="SoapNoteVersion"/>. FHIR Composition, LOINC 11488-4.
/// </summary>
public sealed class SoapNote : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required SoapNoteId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required PatientId PatientId { get; init; }
    public required PractitionerId AuthorId { get; init; }
    public required NoteStatus Status { get; set; }

    /// <summary>The draft's text; from the signature on, what was signed first. The text in force is then the last version's.</summary>
    public string Subjective { get; set; } = "";
    public string Objective { get; set; } = "";
    public string Assessment { get; set; } = "";
    public string Plan { get; set; } = "";

    /// <summary>Those in force, also of a signed note.</summary>
    public NoteDetails Details { get; set; } = NoteDetails.Unsaid;
    public required Instant CreatedAt { get; init; }
    public required Instant SavedAt { get; set; }

    /// <summary>Grows with every change; a page that read an older one is shown the conflict, nothing is overwritten.</summary>
    public int Version { get; set; }

    public static SoapNote Draft(TenantId tenant, EncounterId encounter, PatientId patient, PractitionerId author, Instant now) => new()
    {
        TenantId = tenant, Id = SoapNoteId.New(), EncounterId = encounter, PatientId = patient, AuthorId = author,
        Status = NoteStatus.Draft, CreatedAt = now, SavedAt = now, Version = 1,
    };

    /// <summary>Replaces the draft's text.</summary>
    /// <param name="read">The version that the writer had read.</param>
    /// <returns>Null when done, else why not; then nothing has changed.</returns>
    public NoteRefusal? Save(NoteText text, int read, Instant now)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Refuses(text) is { } refusal)
        {
            return refusal;
        }

        if (Status is not NoteStatus.Draft)
        {
            return NoteRefusal.AlreadySigned;
        }

        if (read != Version)
        {
            return NoteRefusal.Stale;
        }

        (Subjective, Objective, Assessment, Plan, Details) = (text.Subjective, text.Objective, text.Assessment, text.Plan, text.Details);
        Change(now);
        return null;
    }

    /// <summary>Draft → signed. The text as it stands becomes version 1 and never changes again.</summary>
    public NoteRefusal? Sign(int read, Instant now, out SoapNoteVersion? signed)
    {
        signed = null;
        if (Status is not NoteStatus.Draft)
        {
            return NoteRefusal.AlreadySigned;
        }

        if (read != Version)
        {
            return NoteRefusal.Stale;
        }

        if (Text.IsEmpty)
        {
            return NoteRefusal.Empty;
        }

        Status = NoteStatus.Signed;
        Change(now);
        signed = Numbered(1, Text, AuthorId, null, null);
        return null;
    }

    /// <summary>Signed or amended → amended: a new version with a reason.</summary>
    /// <param name="last">The version in force, which the writer had read.</param>
    public NoteRefusal? Amend(NoteText text, string? reason, SoapNoteVersion last, PractitionerId by, int read, Instant now, out SoapNoteVersion? amendment)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(last);
        amendment = null;
        var refusal = RefusesAfterSignature(reason, read) ?? Refuses(text)
            ?? (text.IsEmpty ? NoteRefusal.Empty : text == last.Text ? NoteRefusal.Unchanged : null);
        if (refusal is not null)
        {
            return refusal;
        }

        (Status, Details) = (NoteStatus.Amended, text.Details);
        Change(now);
        amendment = Numbered(last.Number + 1, text, by, reason!.Trim(), last.Seal);
        return null;
    }

    /// <summary>Signed or amended → entered in error. The last version is the mark itself: the same text, with the reason.</summary>
    public NoteRefusal? EnterInError(string? reason, SoapNoteVersion last, PractitionerId by, int read, Instant now, out SoapNoteVersion? mark)
    {
        ArgumentNullException.ThrowIfNull(last);
        mark = null;
        if (RefusesAfterSignature(reason, read) is { } refusal)
        {
            return refusal;
        }

        Status = NoteStatus.EnteredInError;
        Change(now);
        mark = Numbered(last.Number + 1, last.Text, by, reason!.Trim(), last.Seal);
        return null;
    }

    /// <summary>The row's own text: see <see cref="Subjective"/>.</summary>
    public NoteText Text => new(Subjective, Objective, Assessment, Plan) { Details = Details };

    // A day before, wherever the clinic is.
    private NoteRefusal? Refuses(NoteText text) => text switch
    {
        { TooLong: not null } => NoteRefusal.TooLong,
        { Unreadable: not null } => NoteRefusal.Unreadable,
        { Unread: { } unread } => unread,
        { Details.FollowUp: { } day } when day < CreatedAt.InUtc().Date.PlusDays(-1) => NoteRefusal.BadFollowUp,
        _ => null,
    };

    private NoteRefusal? RefusesAfterSignature(string? reason, int read) => this switch
    {
        { Status: NoteStatus.Draft } => NoteRefusal.NotSigned,
        { Status: NoteStatus.EnteredInError } => NoteRefusal.InError,
        _ when read != Version => NoteRefusal.Stale,
        _ when string.IsNullOrWhiteSpace(reason) || reason.Contains('\0', StringComparison.Ordinal) => NoteRefusal.ReasonMissing,
        _ when reason.Trim().Length > SoapNoteVersion.ReasonLimit => NoteRefusal.ReasonTooLong,
        _ => null,
    };

    private void Change(Instant now)
    {
        SavedAt = now;
        Version++;
    }

    // Of the note as it is since.
    private SoapNoteVersion Numbered(int number, NoteText text, PractitionerId by, string? reason, byte[]? before) => new SoapNoteVersion
    {
        TenantId = TenantId, Id = SoapNoteVersionId.New(), SoapNoteId = Id, Number = number, Subjective = text.Subjective,
        Objective = text.Objective, Assessment = text.Assessment, Plan = text.Plan, Details = text.Details, SignedBy = by, SignedAt = SavedAt, Reason = reason, Makes = Status, Revision = Version,
    }.Sealed(this, before);
}

/// <summary>FHIR composition-status: preliminary, final, amended, entered-in-error.</summary>
public enum NoteStatus
{
    Draft,
    Signed,
    Amended,
    EnteredInError,
}

/// <summary>Why a change of a note was refused; each has its sentence in the texts.</summary>
public enum NoteRefusal
{
    /// <summary>Somebody, or another tab, saved since this writer read.</summary>
    Stale,
    AlreadySigned,
    NotSigned,
    InError,
    Empty,
    TooLong,
    Unreadable,
    Unchanged,
    ReasonMissing,
    ReasonTooLong,

    /// <summary>A category, priority or confidentiality that there is not.</summary>
    BadChoice,
    BadTags,
    BadMinutes,

    /// <summary>No day, or one before the visit.</summary>
    BadFollowUp,
}
