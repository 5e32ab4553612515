using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>What the server says to a page in the room.</summary>
public interface IConsultationClient
{
    /// <summary>The whole state, when more than one thing changed.</summary>
    Task Snapshot(Snapshot snapshot);

    Task ParticipantArrived(RoomParticipant participant);

    /// <summary>The page is gone; picture and sound may go on until it comes back.</summary>
    Task ParticipantLeft(Departure departure);

    Task ParticipantChanged(RoomParticipant participant);

    Task Signal(IncomingSignal signal);

    Task Said(ChatLine line);

    Task Started(RoomStarted started);

    Task EndingSoon(RoomEndingSoon soon);

    /// <summary>Half an hour after the planned start nobody else has come.</summary>
    Task NobodyCame();

    Task Ended(RoomEnded ended);

    /// <summary>The appointment fell through before the visit began.</summary>
    Task CalledOff();

    /// <summary>A newer page of the same participant goes on; this one stops.</summary>
    Task TakenOver();
}

/// <summary>The room as one participant sees it.</summary>
/// <param name="Elsewhere">Set for a practitioner who is live in another room: this one does not start until that one is held or left.</param>
public sealed record Snapshot(VisitStatus Status, Instant? StartedAt, IReadOnlyList<RoomParticipant> Participants, IReadOnlyList<IceServer> IceServers,
    IReadOnlyList<ChatLine> Chat, OtherRoom? Elsewhere);

public sealed record RoomParticipant(ParticipantId Id, ParticipantRole Role, string Name, bool Present, bool Microphone, bool Camera, bool Screen, bool Polite);

/// <summary>The practitioner's other, live room: their own place in it, and with whom.</summary>
public sealed record OtherRoom(ParticipantId ParticipantId, string Other, string Url);

public sealed record Departure(ParticipantId Id);

public sealed record RoomStarted(Instant StartedAt);

public sealed record RoomEndingSoon(Instant EndsAt);

public sealed record RoomEnded(Instant EndedAt, EndReason Reason, int DurationSeconds);

public enum SignalKind
{
    Offer,
    Answer,
    Candidate,
}

/// <summary>RTCIceCandidateInit, https://www.w3.org/TR/webrtc/#dom-rtcicecandidateinit; relayed, never parsed.</summary>
public sealed record IceCandidate(string Candidate, string? SdpMid, int? SdpMLineIndex, string? UsernameFragment);

/// <param name="Sdp">With offer and answer.</param>
/// <param name="Candidate">With candidate; null: the end of candidates.</param>
public sealed record OutgoingSignal(ParticipantId To, SignalKind Kind, string? Sdp, IceCandidate? Candidate);

public sealed record IncomingSignal(ParticipantId From, SignalKind Kind, string? Sdp, IceCandidate? Candidate);
