using Telemed.Platform;
using NodaTime;

namespace Telemed.Consultations;

/// <summary>Someone who belongs in the room of one encounter. Same person, same participant, however often they come back.</summary>
public sealed class Participant : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required ParticipantId Id { get; init; }
    public required EncounterId EncounterId { get; init; }
    public required ParticipantRole Role { get; init; }

    /// <summary>Who it is; exactly one is set for practitioner and patient.</summary>
    public PractitionerId? PractitionerId { get; init; }
    public PatientId? PatientId { get; init; }

    /// <summary>Where the patient said to be at joining (the law wants the kind of place); null until then.</summary>
    public Place? Place { get; set; }

    /// <summary>When the patient agreed to video by joining; each visit anew.</summary>
    public Instant? ConsentedAt { get; set; }

    /// <summary>When a browser was first bound by redeeming a link; null: none yet. The one UPDATE that sets it decides who wins a race.</summary>
    public Instant? BoundAt { get; set; }
}

public enum ParticipantRole
{
    Practitioner,
    Patient,
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
