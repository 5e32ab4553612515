using System.ComponentModel.DataAnnotations.Schema;
using NodaTime;
using Telemed.People;

namespace Telemed.Records;

/// <summary>What a note is filed under and how it is to be handled; each version has its own, and the last one's are in force.</summary>
/// <param name="Tags">As <see cref="TagLine.Clean"/> leaves them.</param>
/// <param name="Minutes">How long its author says it took, 1 to <see cref="LongestMinutes"/>; null: not said.</param>
/// <param name="FollowUp">About when the patient is to be seen again; null: not said.</param>
[ComplexType]
public sealed record NoteDetails(NoteCategory Category, NotePriority Priority, NoteConfidentiality Confidentiality, string Tags, int? Minutes, LocalDate? FollowUp)
{
    /// <summary>A working day of eight hours, less a minute.</summary>
    public const int LongestMinutes = 479;

    /// <summary>Nothing said.</summary>
    public static readonly NoteDetails Unsaid = new(NoteCategory.Consultation, NotePriority.Normal, NoteConfidentiality.Normal, "", null, null);

    /// <summary>Nothing of what was written: see <see cref="NoteText.ToString"/>.</summary>
    public override string ToString() => "NoteDetails";
}

/// <summary>What kind of visit it tells of.</summary>
public enum NoteCategory
{
    Consultation,
    Exam,
    Treatment,
    Report,
    FollowUp,
    Emergency,
}

/// <summary>How soon somebody should look at it. FHIR request-priority knows the last three by other names.</summary>
public enum NotePriority
{
    Low,
    Normal,
    High,
    Urgent,
}

/// <summary>HL7 Confidentiality N and R.</summary>
public enum NoteConfidentiality
{
    /// <summary>For every practitioner who cares for the patient.</summary>
    Normal,

    /// <summary>For its author and the patient; for others who opened the record in an emergency.</summary>
    Restricted,
}
