using NodaTime;
using Telemed.Consultations.Rooms;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>Someone who belongs in the room of one encounter. Same person, same participant, however often they come back.</summary>
public sealed class Participant : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ParticipantId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required ParticipantRole Role { get; init; }

    /// <summary>
    /// 0 the practitioner, 1 the patient, then guests, below <see cref="RoomRules.MostParticipants"/>; nobody shares one. Of two in a room,
    /// whoever has the higher seat gives way when their offers cross.
    /// </summary>
    public required int SeatNumber { get; init; }

    /// <summary>Who it is; exactly one is set for practitioner and patient, none for a guest.</summary>
    public PractitionerId? PractitionerId { get; init; }
    public PatientId? PatientId { get; init; }

    /// <summary>Where the patient said to be at joining (the law wants the kind of place); null until then.</summary>
    public Place? Place { get; set; }

    /// <summary>When the patient agreed to video by joining; each visit anew.</summary>
    public Instant? ConsentedAt { get; set; }

    /// <summary>With a guest: the name that the others read, what they are there for, and where their link goes; no address: it was handed over.</summary>
    public string? Name { get; init; }
    public GuestKind? Kind { get; init; }
    public string? Email { get; init; }

    /// <summary>With a guest: they read what was written from here on.</summary>
    public Instant? InvitedAt { get; init; }

    /// <summary>Set when the practitioner removed a guest; it is final.</summary>
    public Instant? RemovedAt { get; set; }

    /// <summary>When a browser was first bound by redeeming a link; null: none yet. The one UPDATE that sets it decides who wins a race.</summary>
    public Instant? BoundAt { get; set; }
}

public enum ParticipantRole
{
    Practitioner,
    Patient,

    /// <summary>Invited by the practitioner into this room, and into nothing else.</summary>
    Guest,
}

/// <summary>What a guest is there for.</summary>
public enum GuestKind
{
    Interpreter,
    Relative,

    /// <summary>A second practitioner.</summary>
    Practitioner,
    Other,
}

public enum Place
{
    Home,
    Relative,
    Pharmacy,
    CareHome,
    Work,
    Elsewhere,
}
