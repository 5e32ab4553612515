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

    // The clinic
    AdmissionChanged,
    OnlineBookingChanged,

    // People
    PatientCreated,
    PatientRead,
    PatientSearched,
    IdentityChanged,
    IdentityValidated,
    PatientsMerged,
    PatientsUnmerged,
    GlassBroken,
    CareGranted,
    CareWithdrawn,
    ConsentChanged,

    // Scheduling
    AppointmentBooked,
    AppointmentMoved,
    EarlierAsked,
    EarlierWithdrawn,
    EarlierOffered,
    EarlierAnswered,
    TimeBlocked,
    TimeUnblocked,
    AppointmentRescheduled,
    CalendarFeedChanged,
    HoursChanged,
    BookingPolicyChanged,
    VisitTypeChanged,
    CalendarImportChanged,
    RemindersChanged,

    // Links
    LinkIssued,
    LinkRedeemed,
    LinkRefused,
    LinkRevoked,
    ContinuationCodeSent,
    DeviceChanged,

    // Rooms
    EncounterPlanned,
    PlaceSaid,
    RoomArrived,
    RoomLeft,
    RoomAdmitted,
    RoomStarted,
    RoomPaused,
    RoomResumed,
    RoomEnded,
    RoomTakenOver,
    VisitClosed,
    VisitRated,
    VisitRead,
    GuestInvited,
    GuestRemoved,

    // Records
    NoteCreated,
    NoteSaved,
    NoteTemplateChanged,
    NoteRead,
    NoteSigned,
    NoteAmended,
    NoteEnteredInError,
    NoteRemarked,
    NoteSealBroken,
    MomentMarked,
    MomentDecided,
    RecordRead,
    ListEntryAdded,
    ListEntryCorrected,
    ListEntryEnded,
    ListEntryEnteredInError,
    ObservationRecorded,
    ObservationEnteredInError,
    MonitoringChanged,
    RecordSearched,

    // Documents
    DocumentAdded,
    DocumentRead,
    DocumentShared,
    DocumentUnshared,
    DocumentDeleted,
    DocumentRefused,
    DocumentDescribed,
    DocumentMoved,
    DocumentRestored,
    DocumentErased,
    ShareLinkMade,
    ShareLinkOpened,
    ShareLinkRevoked,
    PhoneLinkMade,
    PhoneLinkOpened,
    PhoneLinkClosed,
    FilesEncrypted,
    FileKeysRotated,
    AuditRead,
}
