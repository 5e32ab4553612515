namespace Telemed.Records;

/// <summary>Keys of the texts that speak of a note.</summary>
public static class NoteTexts
{
    /// <summary>The code for machines and the key of the sentence for people.</summary>
    public static string TextKey(this NoteRefusal refusal) => refusal switch
    {
        NoteRefusal.Stale => "note-stale",
        NoteRefusal.AlreadySigned => "note-already-signed",
        NoteRefusal.NotSigned => "note-not-signed",
        NoteRefusal.InError => "note-in-error",
        NoteRefusal.Empty => "note-empty",
        NoteRefusal.TooLong => "note-too-long",
        NoteRefusal.Unreadable => "note-unreadable",
        NoteRefusal.Unchanged => "note-unchanged",
        NoteRefusal.ReasonMissing => "note-reason-missing",
        NoteRefusal.BadChoice => "note-bad-choice",
        NoteRefusal.BadTags => "note-bad-tags",
        NoteRefusal.BadMinutes => "note-bad-minutes",
        NoteRefusal.BadFollowUp => "note-bad-follow-up",
        _ => "note-reason-too-long",
    };

    public static string TextKey(this NoteSection section) => section switch
    {
        NoteSection.Subjective => "section-subjective",
        NoteSection.Objective => "section-objective",
        NoteSection.Assessment => "section-assessment",
        _ => "section-plan",
    };

    public static string TextKey(this NoteCategory category) => $"category-{NoteDetailsInput.Word(category)}";

    public static string TextKey(this NotePriority priority) => $"priority-{NoteDetailsInput.Word(priority)}";

    public static string TextKey(this NoteConfidentiality confidentiality) => $"confidentiality-{NoteDetailsInput.Word(confidentiality)}";

    public static string TextKey(this NoteStatus status) => status switch
    {
        NoteStatus.Draft => "status-draft",
        NoteStatus.Signed => "status-signed",
        NoteStatus.Amended => "status-amended",
        _ => "status-in-error",
    };
}
