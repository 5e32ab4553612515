using System.Collections.Immutable;
using NodaTime;
using Orleans.Placement;
using Orleans.Runtime;
using Telemed.Consultations.Cluster;
using Telemed.Consultations.Quality;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

/// <summary>
/// One room: reads its rows, asks the pure <see cref="ConsultationRoom"/>, writes the step in one transaction, then tells the pages.
/// Nothing that matters lives only here; another activation of the same room would be refused by the rows.
/// </summary>
[PreferLocalPlacement]
internal sealed partial class ConsultationRoomGrain(IServiceScopeFactory scopes, Clock clock, RoomVoice voice, Nodes nodes, RoomTimers timers,
    ILogger<ConsultationRoomGrain> log) : Grain, IConsultationRoomGrain
{
    private readonly Dictionary<Guid, MediaState> _media = [];
    private ConsultationRoom? _room;
    private bool _hasSpoken;
    private EncounterId? _elsewhere;

    private TenantId Tenant => TenantId.From(Guid.Parse(this.GetPrimaryKeyString().AsSpan(0, 36)));

    private EncounterId Encounter => EncounterId.From(Guid.Parse(this.GetPrimaryKeyString().AsSpan(37)));

    public static string KeyOf(TenantId tenant, EncounterId encounter) => $"{tenant}/{encounter}";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        nodes.Rooms.Add(GrainContext);
        return base.OnActivateAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        nodes.Rooms.Remove(GrainContext);
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async Task<RoomAnswer> Arrive(RoomCaller caller, MediaState media)
    {
        // A page that waited too long has gone to another node meanwhile: its older try must not take its place. Or its node is said to be
        // dead while the page is still there: then it comes back by another.
        if (!(await nodes.StillOpen([caller.Connection])).ContainsKey(caller.Connection))
        {
            return Answer(RoomRefusal.Away);
        }

        var granted = media with { Screen = media.Screen && !ScreenIsTaken(caller) };
        return await Ask(ActorOf(caller), (room, elsewhere) =>
        {
            var step = room.Arrive(caller.Participant, new RoomConnection(caller.Connection, caller.Tab, caller.Attempt, caller.Silent), clock.Now, elsewhere);
            _media[caller.Participant.Value] = step.Refusal is null ? granted : _media.GetValueOrDefault(caller.Participant.Value, granted);
            return step;
        });
    }

    public Task Leave(RoomCaller caller, LeaveKind how) => Ask(ActorOf(caller), (room, _) => room.Leave(caller.Connection, clock.Now, how));

    public Task<RoomAnswer> Admit(RoomCaller caller, ParticipantId participant) =>
        Ask(ActorOf(caller), (room, elsewhere) => room.Admit(caller.Connection, participant, clock.Now, elsewhere));

    public Task<RoomAnswer> Invite(RoomCaller caller, Invitation invitation) => Ask(ActorOf(caller),
        (room, _) => room.Invite(caller.Connection, invitation.Guest, clock.Now), (db, step) => db.Seat(Encounter, step, invitation, clock.Now));

    public Task<RoomAnswer> Remove(RoomCaller caller, ParticipantId guest) =>
        Ask(ActorOf(caller), (room, _) => room.Remove(caller.Connection, guest, clock.Now));

    public Task<RoomAnswer> End(RoomCaller caller, EndReason reason) => Ask(ActorOf(caller), (room, _) => room.End(caller.Connection, reason, clock.Now));

    public Task<RoomAnswer> Pause(RoomCaller caller) => Ask(ActorOf(caller), (room, _) => room.Pause(caller.Connection, clock.Now));

    public Task<RoomAnswer> Resume(RoomCaller caller) => Ask(ActorOf(caller), (room, _) => room.Resume(caller.Connection, clock.Now));

    public Task Hold(RoomCaller caller) => Ask(ActorOf(caller), (room, _) => room.Hold(clock.Now));

    public Task Release(SystemActor by, DateTimeOffset cameThere) => Ask(by, (room, _) => room.Release(Instant.FromDateTimeOffset(cameThere), clock.Now));

    public Task Reconsider(SystemActor by) => Ask(by, (room, elsewhere) => room.Reconsider(clock.Now, elsewhere));

    public Task ReconsiderSoon(SystemActor by) => Reconsider(by);

    public async Task Recover(SystemActor by)
    {
        _room = null; // as the rows have it now: another node may have written
        var present = (await Loaded())?.State.Present.Values.Select(c => c.Id).ToList() ?? [];
        var open = await nodes.StillOpen(present);
        var gone = present.Where(c => !open.ContainsKey(c)).ToHashSet(StringComparer.Ordinal);
        if (gone.Count == 0 && !nodes.AreSeveral)
        {
            return; // what is due, the rows say; a room alone has nobody to remind
        }

        await Ask(by, (room, _) => room.Lose(connection => !gone.Contains(connection), clock.Now));
    }

    public Task StepDown(ParticipantId participant) => Ask(new GuestActor(Tenant, participant), (room, _) => room.StepDown(participant, clock.Now));

    public async Task CallOff(SystemActor by)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Enter(scope);
        _room = null;
        if (await db.LoadAnyRoom(Encounter) is { Encounter.Status: EncounterStatus.Cancelled } found)
        {
            await voice.CalledOff([.. found.Room.State.Present.Values.Select(c => c.Id)]);
            await voice.WaitingChanged(await db.PractitionerAccount(found.Encounter.PractitionerId));
        }
    }

    public async Task<RoomAnswer> Look(SystemActor by)
    {
        await Loaded();
        return Answer(null) with { Waiting = _report };
    }

    public async Task<RoomAnswer> Hearers(SystemActor by)
    {
        var room = await Loaded();
        return Answer(null) with { Reaches = [.. room?.State.Present.Values.Select(c => c.Id) ?? []] };
    }

    public async Task<RoomAnswer> SetMedia(RoomCaller caller, MediaState media)
    {
        var answer = await Audience(caller);
        if (answer.Refusal is null && media.Screen && ScreenIsTaken(caller))
        {
            return Answer(RoomRefusal.ScreenTaken);
        }

        if (answer.Refusal is null)
        {
            _media[caller.Participant.Value] = media;
            await voice.Changed(Tenant, Encounter, caller.Participant, media, [.. answer.Reaches]);
            await (caller.IsPractitioner ? Task.CompletedTask : ShowInList());
        }

        return answer;
    }

    public async Task<RoomAnswer> Audience(RoomCaller caller)
    {
        var room = await Loaded();
        return RefusalOf(caller, room) is { } refusal ? Answer(refusal)
            : Answer(null) with { Reaches = [.. room!.State.Present.Values.Select(c => c.Id).Where(c => c != caller.Connection)] };
    }

    public async Task<Reached> Reach(RoomCaller caller, ParticipantId participant)
    {
        var room = await Loaded();
        RoomRefusal? refusal = RefusalOf(caller, room) is { } refused ? refused
            : !room!.Knows(participant) || participant == caller.Participant ? RoomRefusal.NotFound
            : !room.MayNegotiate(caller.Participant, participant) ? RoomRefusal.NotAllowed
            : null;
        return new Reached(refusal, refusal is null && room!.State.Present.TryGetValue(participant, out var other) ? other.Id : null);
    }

    private bool ScreenIsTaken(RoomCaller by) => _media.Any(other => other.Key != by.Participant.Value && other.Value.Screen);

    private static RoomRefusal? RefusalOf(RoomCaller caller, ConsultationRoom? room) =>
        room is null ? RoomRefusal.NotFound
        : room.State.Status is RoomStatus.Ended ? RoomRefusal.NotAllowed
        : room.RefusalOf(caller.Participant, caller.Connection, caller.Tab);

    /// <summary>For the trail: who acted, in the role of their place in this room.</summary>
    private Actor ActorOf(RoomCaller caller) => caller.Account is { } account
        ? new AccountActor(Tenant, new AccountId(account), caller.IsPractitioner ? Role.Practitioner : Role.Patient, null, null)
        : new GuestActor(Tenant, caller.Participant);

    private async ValueTask<ConsultationRoom?> Loaded()
    {
        if (_room is null)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = Enter(scope);
            var found = await db.LoadRoom(Encounter);
            (_room, _elsewhere) = (found?.Room, found?.Elsewhere);
            await Remember();
        }

        return _room;
    }

    private Db Enter(AsyncServiceScope scope)
    {
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(Tenant);
        return db;
    }

    /// <summary>A room that came from another node knows from its rows who is here, and from their nodes what they have switched on.</summary>
    private async ValueTask Remember()
    {
        var unknown = _room?.State.Present.Where(p => !_media.ContainsKey(p.Key.Value)).ToList();
        if (unknown is not { Count: > 0 })
        {
            return;
        }

        var open = await nodes.StillOpen([.. unknown.Select(p => p.Value.Id)]);
        foreach (var (participant, connection) in unknown)
        {
            _media[participant.Value] = open.GetValueOrDefault(connection.Id) ?? new MediaState(false, false, false);
        }
    }

    private void Forget(ConsultationRoom room)
    {
        foreach (var gone in _media.Keys.Where(p => !room.State.Present.ContainsKey(new ParticipantId(p))).ToArray())
        {
            _media.Remove(gone);
        }

        _report = room.PatientIsHere ? _report : null;
    }

    private RoomAnswer Answer(RoomRefusal? refusal)
    {
        var present = _room?.State.Present.Keys.ToDictionary(p => p.Value, p => _media.GetValueOrDefault(p.Value, new MediaState(false, false, false)));
        return new RoomAnswer(_room?.State.Status ?? RoomStatus.Ended, _room?.State is { Status: not RoomStatus.Waiting, StartedAt: { } at } ? at.ToDateTimeOffset() : null,
            present ?? [], refusal, [], _elsewhere?.Value, _room?.State.PausedSince?.ToDateTimeOffset());
    }
}
