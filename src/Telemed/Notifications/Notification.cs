using Telemed.Platform;
using NodaTime;

namespace Telemed.Notifications;

/// <summary>Something told to one account, with its read state. Holds ids only; the sentence is made when it is shown. FHIR Communication.</summary>
public sealed class Notification : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required NotificationId Id { get; init; }
    public required AccountId AccountId { get; init; }
    public required NotificationKind Kind { get; init; }

    /// <summary>What it is about; which of them is set follows from <see cref="Kind"/>.</summary>
    public Guid? AppointmentId { get; init; }
    public Guid? EncounterId { get; init; }
    public Guid? DocumentId { get; init; }
    public Guid? PatientId { get; init; }
    public required Instant At { get; init; }
    public Instant? ReadAt { get; set; }
}

/// <summary>What we tell people.</summary>
public enum NotificationKind
{
    AppointmentRequested,
    AppointmentBooked,
    AppointmentConfirmed,
    AppointmentDeclined,
    AppointmentCancelled,
    LinkReady,
    PatientWaiting,
    DocumentShared,
    EmailCode,
    ContinuationCode,
    LinkRenewed,
    TurnNear,

    /// <summary>To a guest: the way into the room.</summary>
    GuestInvited,

    /// <summary>Of several appointments booked as one series.</summary>
    SeriesRequested,
    SeriesBooked,
    SeriesCancelled,

    /// <summary>To who is on the waiting list: a time is kept for them.</summary>
    EarlierOffered,
    /// <summary>To somebody who books from the public page: the code that proves the address.</summary>
    BookingCode,
    /// <summary>Of an appointment, before it begins.</summary>
    Reminder,

    /// <summary>The last reminder: with the way into the room.</summary>
    LinkReminder,
    AppointmentRescheduled,

    /// <summary>It did not take place: nobody came, or the patient did not.</summary>
    AppointmentMissed,

    /// <summary>To the patient and to the administrators: somebody opened a record in an emergency.</summary>
    GlassBroken,

    /// <summary>To who follows a patient from afar: a measure passed a threshold.</summary>
    MeasureOutOfBand,

    /// <summary>To a patient: their practitioner asks them for a document.</summary>
    DocumentRequested,

    /// <summary>To who asked for a document: the patient sent one.</summary>
    DocumentRequestAnswered,

    /// <summary>To a practitioner: a colleague shows them a document of a patient who is not theirs.</summary>
    DocumentShown,

    /// <summary>To the practitioners who care for a patient: the patient sent a document that nobody had asked for.</summary>
    DocumentSent,
}
