using Orleans.Concurrency;
using Telemed.Consultations.Ending;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Waiting;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

/// <summary>
/// The room of one encounter; key "tenant/encounter". Every call derives its actor from the caller: a participant's account or the
/// guest that their visit cookie makes. Refusals come back as <see cref="RoomAnswer.Refusal"/>.
/// </summary>
public interface IConsultationRoomGrain : IGrainWithStringKey
{
    /// <summary>The page hears the whole state first; the answer is only whether it was let in.</summary>
    Task<RoomAnswer> Arrive(RoomCaller caller, MediaState media);

    Task Leave(RoomCaller caller, LeaveKind how);

    Task<RoomAnswer> Admit(RoomCaller caller, ParticipantId participant);

    /// <summary>By the practitioner: a guest belongs here from now on.</summary>
    Task<RoomAnswer> Invite(RoomCaller caller, Invitation invitation);

    /// <summary>By the practitioner: a guest is out, for good.</summary>
    Task<RoomAnswer> Remove(RoomCaller caller, ParticipantId guest);

    Task<RoomAnswer> End(RoomCaller caller, EndReason reason);

    /// <summary>The practitioner ends the visit, if it has not ended yet, with the statements that its record must hold: both or neither.</summary>
    Task<ClosingAnswer> Close(RoomClosing closing);

    /// <summary>The practitioner lets the patient in without being in the room.</summary>
    Task<RoomAnswer> AdmitFromList(ParticipantId practitioner, Guid account);

    /// <summary>The practitioner wrote from outside the room, and that line is stored: whoever is here hears it.</summary>
    Task SaidFromOutside(ParticipantId practitioner, Guid line);

    /// <summary>The order or the times of those who wait may have changed: the waiting page asks anew.</summary>
    [OneWay]
    Task TurnChanged(SystemActor by);

    /// <summary>The patient's waiting page says how it stands; forgotten when that page goes.</summary>
    Task Waits(SystemActor by, WaitingReport report);

    /// <summary>The practitioner is away for a moment, and back.</summary>
    Task<RoomAnswer> Pause(RoomCaller caller);

    /// <inheritdoc cref="Pause"/>
    Task<RoomAnswer> Resume(RoomCaller caller);

    /// <summary>What is switched on; a screen is refused while another participant shows theirs.</summary>
    Task<RoomAnswer> SetMedia(RoomCaller caller, MediaState media);

    /// <summary>Whom a signal from this caller reaches: only one other with whom it may negotiate now.</summary>
    Task<Reached> Reach(RoomCaller caller, ParticipantId participant);

    /// <summary>Everyone else who is there: they hear what this caller says.</summary>
    Task<RoomAnswer> Audience(RoomCaller caller);

    /// <summary>Everyone who is there, for what comes into the room by another way than its hub.</summary>
    Task<RoomAnswer> Hearers(SystemActor by);

    /// <summary>The practitioner opens another room and holds this one.</summary>
    Task Hold(RoomCaller caller);

    /// <summary>The practitioner sits elsewhere since that instant: lets them go when they went there from here.</summary>
    [OneWay]
    Task Release(SystemActor by, DateTimeOffset cameThere);

    /// <summary>A timer is due, or the practitioner is free again.</summary>
    Task Reconsider(SystemActor by);

    /// <inheritdoc cref="Reconsider"/>
    [OneWay]
    Task ReconsiderSoon(SystemActor by);

    /// <summary>After a restart: connections of the process that is gone have left.</summary>
    Task Recover(SystemActor by);

    /// <summary>The appointment fell through, and that is written: whoever waits here is told.</summary>
    Task CallOff(SystemActor by);

    /// <summary>The participant goes on in another browser.</summary>
    Task StepDown(ParticipantId participant);

    /// <summary>Who is there with what switched on, and what a waiting page said of itself; reads only.</summary>
    Task<RoomAnswer> Look(SystemActor by);
}

/// <summary>A connection of a participant.</summary>
/// <param name="Account">Set when they came signed in as that very person.</param>
/// <param name="Attempt">Which of its tab's joins brought it.</param>
/// <param name="Silent">As <see cref="RoomConnection.Silent"/>.</param>
[GenerateSerializer, Immutable, Alias("room-caller")]
public sealed record RoomCaller([property: Id(0)] ParticipantId Participant, [property: Id(1)] Guid? Account, [property: Id(2)] string Connection,
    [property: Id(3)] string Tab, [property: Id(4)] bool IsPractitioner, [property: Id(5)] int Attempt = 0,
    [property: Id(6)] TimeSpan? Silent = null);

/// <summary>Who is invited: their place in the room, the name that the others read, and where their link goes by mail.</summary>
[GenerateSerializer, Immutable, Alias("invitation")]
public sealed record Invitation([property: Id(0)] ParticipantId Guest, [property: Id(1)] string Name, [property: Id(2)] GuestKind Kind, [property: Id(3)] string? Email);

[GenerateSerializer, Immutable, Alias("media")]
public sealed record MediaState([property: Id(0)] bool Microphone, [property: Id(1)] bool Camera, [property: Id(2)] bool Screen);

/// <summary>Whom a signal reaches, or why it may not.</summary>
/// <param name="Connection">Theirs; null: they are not there, or refused.</param>
[GenerateSerializer, Immutable, Alias("reached")]
public sealed record Reached([property: Id(0)] RoomRefusal? Refusal, [property: Id(1)] string? Connection);

/// <summary>The room after a call, or why it was refused.</summary>
/// <param name="Reaches">With Audience: the others' connections.</param>
/// <param name="Waiting">With Look: what the patient's waiting page said last.</param>
[GenerateSerializer, Immutable, Alias("room-answer")]
public sealed record RoomAnswer([property: Id(0)] RoomStatus Status, [property: Id(1)] DateTimeOffset? StartedAt,
    [property: Id(2)] IReadOnlyDictionary<Guid, MediaState> Present, [property: Id(3)] RoomRefusal? Refusal, [property: Id(4)] IReadOnlyList<string> Reaches,
    [property: Id(5)] Guid? LiveElsewhere, [property: Id(6)] DateTimeOffset? PausedSince,
    [property: Id(7)] WaitingReport? Waiting = null);
