using Orleans.Concurrency;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>
/// The room of one encounter; key "tenant/encounter". Every call derives its actor from the caller: a participant's account or the
/// guest that their visit cookie makes. Refusals come back as <see cref="RoomAnswer.Refusal"/>.
/// </summary>
public interface IConsultationRoomGrain : IGrainWithStringKey
{
    /// <summary>The page hears the whole state first; the answer is only whether it was let in.</summary>
    Task<RoomAnswer> Arrive(RoomCaller caller, MediaState media);

    Task Leave(RoomCaller caller);

    Task<RoomAnswer> Admit(RoomCaller caller, ParticipantId participant);

    Task<RoomAnswer> End(RoomCaller caller, EndReason reason);

    Task<RoomAnswer> SetMedia(RoomCaller caller, MediaState media);

    /// <summary>Whom a signal from this caller reaches: only one other in the live room.</summary>
    Task<RoomAnswer> Reach(RoomCaller caller, ParticipantId participant);

    /// <summary>Everyone else who is there: they hear what this caller says.</summary>
    Task<RoomAnswer> Audience(RoomCaller caller);

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

    /// <summary>Who is there with what switched on; reads only.</summary>
    Task<RoomAnswer> Look(SystemActor by);
}

/// <summary>A connection of a participant.</summary>
/// <param name="Account">Set when they came signed in as that very person.</param>
[GenerateSerializer, Immutable, Alias("room-caller")]
public sealed record RoomCaller([property: Id(0)] ParticipantId Participant, [property: Id(1)] Guid? Account, [property: Id(2)] string Connection,
    [property: Id(3)] string Tab, [property: Id(4)] bool IsPractitioner);

[GenerateSerializer, Immutable, Alias("media")]
public sealed record MediaState([property: Id(0)] bool Microphone, [property: Id(1)] bool Camera, [property: Id(2)] bool Screen);

/// <summary>The room after a call, or why it was refused.</summary>
/// <param name="Reaches">With Reach and Audience: the others' connections.</param>
[GenerateSerializer, Immutable, Alias("room-answer")]
public sealed record RoomAnswer([property: Id(0)] RoomStatus Status, [property: Id(1)] DateTimeOffset? StartedAt,
    [property: Id(2)] IReadOnlyDictionary<Guid, MediaState> Present, [property: Id(3)] RoomRefusal? Refusal, [property: Id(4)] IReadOnlyList<string> Reaches,
    [property: Id(5)] Guid? LiveElsewhere);
