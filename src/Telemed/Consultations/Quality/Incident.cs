using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Quality;

/// <summary>
/// A technical incident of a visit, written by itself: the record of a remote consultation must name them (France: Code de la santé
/// publique, R.6316-4). One of a kind at a time per participant.
/// </summary>
public sealed class Incident : ITenantOwned
{
    /// <summary>Incidents that one participant's pages may report of one visit.</summary>
    public const int MostReported = 50;

    public required TenantId TenantId { get; init; }
    public required IncidentId Id { get; init; }
    public required EncounterId EncounterId { get; init; }

    /// <summary>Whose; null: the whole visit's.</summary>
    public ParticipantId? ParticipantId { get; init; }
    public required IncidentKind Kind { get; init; }
    public required IncidentCode Code { get; init; }
    public required Instant Began { get; init; }

    /// <summary>The same instant for what has no length; null: not over, or not before the visit was.</summary>
    public Instant? Ended { get; set; }

    /// <summary>For what a page reported: its own id for it, so that telling it again changes nothing.</summary>
    public Guid? ClientId { get; init; }
}

public enum IncidentKind
{
    /// <summary>Gone from the live room without having pressed Leave, until back.</summary>
    Dropped,

    /// <summary>Picture and sound lost while the lines to the server held.</summary>
    MediaLost,

    /// <summary>Sound without picture.</summary>
    AudioOnly,

    /// <summary>Picture and sound went over a relay.</summary>
    Relayed,

    /// <summary>Camera or microphone could not be had.</summary>
    DeviceTrouble,

    /// <summary>Another camera, microphone or loudspeaker during the call.</summary>
    DeviceChanged,

    /// <summary>The visit was not ended by a person.</summary>
    EndedAbnormally,
}

/// <summary>What exactly; which belong to which kind is in <see cref="IncidentReport"/> and in <see cref="Incidents"/>.</summary>
public enum IncidentCode
{
    LineLost,

    /// <summary>The way of picture and sound, not that of the words.</summary>
    WayLost,

    /// <summary>The page was closed or loaded anew.</summary>
    PageClosed,
    ServerGone,
    ByChoice,
    Network,
    Udp,
    Tcp,
    Tls,
    CameraRefused,
    CameraMissing,
    CameraBusy,
    MicrophoneRefused,
    MicrophoneMissing,
    MicrophoneBusy,
    Camera,
    Microphone,
    Loudspeaker,
    MaxDuration,

    /// <summary>Nobody came back until the links stopped admitting.</summary>
    EmptyRoom,
}

/// <summary>How a page left the room.</summary>
public enum LeaveKind
{
    /// <summary>By pressing Leave, or by going on elsewhere: no incident.</summary>
    Wanted,
    PageClosed,
    LineLost,
    ServerGone,
}

/// <summary>As the practitioner's page reads it.</summary>
public sealed record IncidentLine(IncidentKind Kind, IncidentCode Code, ParticipantId? ParticipantId, Instant Began, Instant? Ended);

/// <summary>An incident that only the page knows.</summary>
/// <param name="ClientId">Chosen by the page; the same report sent again changes nothing.</param>
/// <param name="Over">With AudioOnly: the picture is back. With MediaLost: both are.</param>
/// <param name="Lasted">With MediaLost: for how long by now, ms.</param>
public sealed record IncidentReport(Guid ClientId, IncidentKind Kind, IncidentCode Code, bool Over = false, int? Lasted = null)
{
    /// <summary>A page tells a loss sooner, ms.</summary>
    private const int LongestLoss = 3_600_000;

    /// <summary>The closed set of what a page may say.</summary>
    public bool IsPossible => ClientId != default && Kind switch
    {
        IncidentKind.MediaLost => Code is IncidentCode.WayLost && Lasted is >= 0 and <= LongestLoss,
        IncidentKind.AudioOnly => Code is IncidentCode.ByChoice or IncidentCode.Network,
        IncidentKind.Relayed => !Over && Code is IncidentCode.Udp or IncidentCode.Tcp or IncidentCode.Tls,
        IncidentKind.DeviceTrouble => !Over && Code is >= IncidentCode.CameraRefused and <= IncidentCode.MicrophoneBusy,
        IncidentKind.DeviceChanged => !Over && Code is IncidentCode.Camera or IncidentCode.Microphone or IncidentCode.Loudspeaker,
        _ => false,
    };

    /// <summary>What is one only while the call is live.</summary>
    public bool NeedsCall => Kind is IncidentKind.MediaLost or IncidentKind.AudioOnly or IncidentKind.Relayed or IncidentKind.DeviceChanged;
}
