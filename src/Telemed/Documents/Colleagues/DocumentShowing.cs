using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Colleagues;

/// <summary>
/// A practitioner lets a colleague of the clinic, who does not care for the patient, read one document: a picture of the skin, an ECG. The record
/// stays closed to the colleague. It ends by itself, can be taken back, and ends with the care of whoever shows it.
/// </summary>
public sealed class DocumentShowing : ITenantOwned
{
    /// <summary>From the moment at which it was shown.</summary>
    public static readonly Duration Lasts = Duration.FromDays(30);

    public required TenantId TenantId { get; init; }
    public required DocumentShowingId Id { get; init; }
    public required DocumentId DocumentId { get; init; }

    /// <summary>In whose record the document lay: moved to another, it is not for this colleague any more.</summary>
    public required PatientId PatientId { get; init; }

    /// <summary>To whom.</summary>
    public required PractitionerId PractitionerId { get; init; }
    public required AccountId ShownBy { get; init; }
    public required Instant ShownAt { get; init; }
    public required Instant EndsAt { get; init; }

    /// <summary>Taken back, or ended with what it shows.</summary>
    public Instant? EndedAt { get; set; }
}
