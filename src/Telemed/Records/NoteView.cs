using NodaTime;
using Telemed.Platform;

namespace Telemed.Records;

/// <summary>A note as its reader sees it: the text in force, and the version to send back with a change.</summary>
public sealed record NoteView(SoapNoteId NoteId, int Version, NoteStatus Status, string Subjective, string Objective, string Assessment, string Plan,
    Instant SavedAt, Instant? SignedAt, NoteDetailsInput Details)
{
    /// <summary>The versions that no longer say what was signed: see <see cref="Signing.NoteSeal.Broken"/>. Asked where a note is read.</summary>
    public IReadOnlyList<int> Broken { get; init; } = [];

    internal static NoteView Of(SoapNote note, SoapNoteVersion? last)
    {
        var text = last?.Text ?? note.Text;
        return new NoteView(note.Id, note.Version, note.Status, text.Subjective, text.Objective, text.Assessment, text.Plan, note.SavedAt, last?.SignedAt, NoteDetailsInput.Of(text.Details));
    }

    internal NoteText Text => Details.With(new NoteText(Subjective, Objective, Assessment, Plan));

    /// <summary>Ids only: see <see cref="NoteText.ToString"/>.</summary>
    public override string ToString() => $"note {NoteId}, version {Version}, {Status}";
}
