using Telemed.Platform;

namespace Telemed.Records;

/// <summary>What the database itself refuses: changing a version, and changing or deleting a note once it is signed.</summary>
internal sealed class RecordsGuards : IGuardSource
{
    // Every column that a signature covers; the status may still go on to Amended or EnteredInError, never back.
    private const string Kept = "tenant_id, id, encounter_id, patient_id, author_id, subjective, objective, assessment, plan, created_at";

    public IEnumerable<Guard> Guards => [.. Guard.AppendOnly("soap_note_versions"), SignedTextStays, NotesStay];

    private static Guard SignedTextStays { get; } = Guard.Refuse("soap_notes_signed_text_stays", "soap_notes", "UPDATE",
        $"OLD.status <> 'Draft' AND (NEW.status = 'Draft' OR OLD.status = 'EnteredInError' OR {Differ("IS NOT")})",
        $"OLD.status <> 'Draft' AND (NEW.status = 'Draft' OR OLD.status = 'EnteredInError' OR {Differ("IS DISTINCT FROM")})");

    private static Guard NotesStay { get; } = Guard.Refuse("soap_notes_stay", "soap_notes", "DELETE", "OLD.status <> 'Draft'", "OLD.status <> 'Draft'");

    private static string Differ(string verb) => string.Join(" OR ", Kept.Split(", ").Select(c => $"NEW.{c} {verb} OLD.{c}"));
}
