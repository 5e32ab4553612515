using NodaTime;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Quality;
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

    /// <summary>The practitioner removed a guest for good: also to that guest's own page, which stops.</summary>
    Task ParticipantRemoved(Departure departure);

    Task ParticipantChanged(RoomParticipant participant);

    Task Signal(IncomingSignal signal);

    Task Said(ChatLine line);

    /// <summary>Another participant's connection became better or worse.</summary>
    Task QualityChanged(QualityChange change);

    /// <summary>Lines have come further than they had.</summary>
    Task Reached(ChatReached reached);

    Task Started(RoomStarted started);

    /// <summary>The practitioner is away for a moment: nobody sends picture or sound until they are back.</summary>
    Task Paused(RoomPaused paused);

    Task Resumed();

    Task EndingSoon(RoomEndingSoon soon);

    /// <summary>Half an hour after the planned start nobody else has come.</summary>
    Task NobodyCame();

    Task Ended(RoomEnded ended);

    /// <summary>Your turn may be another now: ask. Carries nothing.</summary>
    Task TurnChanged();

    /// <summary>The appointment fell through before the visit began.</summary>
    Task CalledOff();

    /// <summary>A newer page of the same participant goes on; this one stops.</summary>
    Task TakenOver();

    /// <summary>
    /// The server that holds this connection ends in a moment, others go on: open another connection and join on it before this one is cut.
    /// Carries nothing.
    /// </summary>
    Task ServerLeaves();
}

/// <summary>The room as one participant sees it.</summary>
/// <param name="Elsewhere">Set for a practitioner who is live in another room: this one does not start until that one is held or left.</param>
/// <param name="PausedAt">Since when the call is paused; null while it is not.</param>
public sealed record Snapshot(VisitStatus Status, Instant? StartedAt, IReadOnlyList<RoomParticipant> Participants,
    IReadOnlyList<ChatLine> Chat, OtherRoom? Elsewhere, Instant? PausedAt);

/// <param name="Kind">With a guest.</param>
/// <param name="Seat">Of two, whoever has the higher seat gives way when their offers cross.</param>
/// <param name="SoundOnly">Set for who takes part with sound alone: by choice, or for their network.</param>
public sealed record RoomParticipant(ParticipantId Id, ParticipantRole Role, GuestKind? Kind, string Name, bool Present, bool Microphone, bool Camera, bool Screen, int Seat,
    IncidentCode? SoundOnly = null);

/// <summary>The practitioner's other, live room: their own place in it, and with whom.</summary>
public sealed record OtherRoom(ParticipantId ParticipantId, string Other, string Url);

/// <param name="Seen">True: they stood before somebody's eyes; false: they reached somebody's page.</param>
public sealed record ChatReached(IReadOnlyList<ChatMessageId> Lines, bool Seen);

/// <param name="Dropped">Their connection broke, and they are expected back; else they left.</param>
public sealed record Departure(ParticipantId Id, bool Dropped);

public sealed record RoomStarted(Instant StartedAt);

public sealed record RoomPaused(Instant PausedAt);

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
/// <param name="Answers">Of an answer: session and version of the offer that it answers (RFC 8866, 5.2), so that it is not taken for the answer to a later one.</param>
public sealed record OutgoingSignal(ParticipantId To, SignalKind Kind, string? Sdp, IceCandidate? Candidate, string? Answers = null);

public sealed record IncomingSignal(ParticipantId From, SignalKind Kind, string? Sdp, IceCandidate? Candidate, string? Answers = null);
