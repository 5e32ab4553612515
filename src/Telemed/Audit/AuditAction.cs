namespace Telemed.Audit;

/// <summary>Every kind of audited act. A test proves that each is raised by some path of the product.</summary>
public enum AuditAction
{
    // Accounts
    SignedIn,
    SignInRefused,
    SignedOut,
    SessionRevoked,
    AccountRegistered,
    EmailConfirmed,
    AccountLinked,

    // Access that was denied to someone signed in
    AccessRefused,

    // People
    PatientCreated,
    PatientRead,
    PatientSearched,

    // Scheduling
    AppointmentBooked,
    AppointmentMoved,

    // Links
    LinkIssued,
    LinkRedeemed,
    LinkRefused,
    LinkRevoked,
    ContinuationCodeSent,
    DeviceChanged,

    // Rooms
    EncounterPlanned,
    RoomArrived,
    RoomLeft,
    RoomAdmitted,
    RoomStarted,
    RoomEnded,
    RoomTakenOver,

    // Records
    NoteCreated,
    NoteSaved,
    NoteRead,
    NoteSigned,
    NoteAmended,
    NoteEnteredInError,

    // Documents
    DocumentAdded,
    DocumentRead,
    DocumentShared,
    DocumentUnshared,
    DocumentDeleted,
    DocumentRefused,
    AuditRead,
}
