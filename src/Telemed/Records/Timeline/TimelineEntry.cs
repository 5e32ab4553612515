using NodaTime;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Records.Observing;
using Telemed.Scheduling;

namespace Telemed.Records.Timeline;

/// <summary>One thing in a patient's record, where it stands in time. What it is called is said where it is shown.</summary>
/// <param name="Subject">Its id; of measures none, since those of one moment are one entry.</param>
/// <param name="Practitioner">Whose it is; null where it is nobody's.</param>
public abstract record TimelineEntry(TimelineKind Kind, Guid? Subject, Instant At, PractitionerId? Practitioner)
{
    /// <param name="Text">The beginning of the text in force.</param>
    public sealed record OfNote(SoapNoteId Id, Instant At, PractitionerId Author, NoteStatus Status, string Text, NoteDetails Details) : TimelineEntry(TimelineKind.Note, Id.Value, At, Author)
    {
        /// <summary>Nothing of what was written: see <see cref="NoteText.ToString"/>.</summary>
        public override string ToString() => $"note {Id}";
    }

    /// <param name="At">When it began.</param>
    public sealed record OfVisit(EncounterId Id, Instant At, PractitionerId By, int? Seconds, int Incidents) : TimelineEntry(TimelineKind.Visit, Id.Value, At, By);

    public sealed record OfDocument(DocumentId Id, Instant At, string Title, DocumentKind DocumentKind, bool IsShared, bool IsInError) : TimelineEntry(TimelineKind.Document, Id.Value, At, null);

    /// <param name="At">When it begins.</param>
    public sealed record OfAppointment(AppointmentId Id, Instant At, PractitionerId With, AppointmentStatus Status, CancellationReason? Because, string Reason)
        : TimelineEntry(TimelineKind.Appointment, Id.Value, At, With);

    public sealed record OfMeasures(Instant At, IReadOnlyList<Observation> Measures) : TimelineEntry(TimelineKind.Measures, null, At, null);
}

/// <summary>In the order in which the page offers them.</summary>
public enum TimelineKind
{
    Note,
    Visit,
    Document,
    Measures,
    Appointment,
}
