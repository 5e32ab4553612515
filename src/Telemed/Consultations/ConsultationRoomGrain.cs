using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>
/// One room: reads its rows, asks the pure <see cref="ConsultationRoom"/>, writes the step in one transaction, then tells the pages.
/// Nothing that matters lives only here; another activation of the same room would be refused by the rows.
/// </summary>
internal sealed class ConsultationRoomGrain(IServiceScopeFactory scopes, Clock clock, RoomVoice voice, OpenConnections connections, RoomTimers timers,
    ILogger<ConsultationRoomGrain> log) : Grain, IConsultationRoomGrain
{
    /// <summary>Two writers of one room's rows: the loser reads again and decides anew, at most this often.</summary>
    private const int MostTries = 5;

    private readonly Dictionary<Guid, MediaState> _media = [];
    private ConsultationRoom? _room;
    private EncounterId? _elsewhere;

    private TenantId Tenant => TenantId.From(Guid.Parse(this.GetPrimaryKeyString().AsSpan(0, 36)));

    private EncounterId Encounter => EncounterId.From(Guid.Parse(this.GetPrimaryKeyString().AsSpan(37)));

    public static string KeyOf(TenantId tenant, EncounterId encounter) => $"{tenant}/{encounter}";

    public Task<RoomAnswer> Arrive(RoomCaller caller, MediaState media)
    {
        _media[caller.Participant.Value] = media;
        return Ask(ActorOf(caller), (room, elsewhere) =>
            room.Arrive(caller.Participant, new RoomConnection(caller.Connection, caller.Tab), clock.Now, elsewhere));
    }

    public Task Leave(RoomCaller caller) => Ask(ActorOf(caller), (room, _) => room.Leave(caller.Connection, clock.Now));

    public Task<RoomAnswer> Admit(RoomCaller caller, ParticipantId participant) =>
        Ask(ActorOf(caller), (room, elsewhere) => room.Admit(caller.Connection, participant, clock.Now, elsewhere));

    public Task<RoomAnswer> End(RoomCaller caller, EndReason reason) => Ask(ActorOf(caller), (room, _) => room.End(caller.Connection, reason, clock.Now));

    public Task Hold(RoomCaller caller) => Ask(ActorOf(caller), (room, _) => room.Hold(clock.Now));

    public Task Release(SystemActor by, DateTimeOffset cameThere) => Ask(by, (room, _) => room.Release(Instant.FromDateTimeOffset(cameThere), clock.Now));

    public Task Reconsider(SystemActor by) => Ask(by, (room, elsewhere) => room.Reconsider(clock.Now, elsewhere));

    public Task ReconsiderSoon(SystemActor by) => Reconsider(by);

    public Task Recover(SystemActor by) => Ask(by, (room, _) => room.Lose(connections.Has, clock.Now));

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
        return Answer(null);
    }

    public async Task<RoomAnswer> SetMedia(RoomCaller caller, MediaState media)
    {
        var answer = await Audience(caller);
        if (answer.Refusal is null)
        {
            _media[caller.Participant.Value] = media;
            await voice.Changed(Tenant, Encounter, caller.Participant, media, [.. answer.Reaches]);
        }

        return answer;
    }

    public async Task<RoomAnswer> Audience(RoomCaller caller)
    {
        var room = await Loaded();
        return RefusalOf(caller, room) is { } refusal ? Answer(refusal)
            : Answer(null) with { Reaches = [.. room!.State.Present.Values.Select(c => c.Id).Where(c => c != caller.Connection)] };
    }

    public async Task<RoomAnswer> Reach(RoomCaller caller, ParticipantId participant)
    {
        var room = await Loaded();
        if (RefusalOf(caller, room) is { } refusal)
        {
            return Answer(refusal);
        }

        return !room!.Plan.Knows(participant) || participant == caller.Participant ? Answer(RoomRefusal.NotFound)
            : room.State.Status is not RoomStatus.Active ? Answer(RoomRefusal.NotAllowed)
            : Answer(null) with { Reaches = room.State.Present.TryGetValue(participant, out var other) ? [other.Id] : [] };
    }

    private static RoomRefusal? RefusalOf(RoomCaller caller, ConsultationRoom? room) =>
        room is null ? RoomRefusal.NotFound
        : room.State.Status is RoomStatus.Ended ? RoomRefusal.NotAllowed
        : room.Who(caller.Connection) is null ? RoomRefusal.TakenOver
        : null;

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
        }

        return _room;
    }

    private async Task<RoomAnswer> Ask(Actor actor, Func<ConsultationRoom, bool, RoomStep> rule)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await AskOnce(actor, rule);
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                log.RoomWrittenElsewhere(Encounter);
            }
        }
    }

    private async Task<RoomAnswer> AskOnce(Actor actor, Func<ConsultationRoom, bool, RoomStep> rule)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Enter(scope);
        var (step, before) = await db.InTransaction<(RoomStep?, RoomOnRecord?)>(async () =>
        {
            if (await db.LoadRoom(Encounter) is not { } found)
            {
                return (null, null);
            }

            var step = rule(found.Room, found.Elsewhere is not null);
            await db.WriteStep(found, step, actor);
            return (step, found);
        });
        (_room, _elsewhere) = (step?.Room, before?.Elsewhere);
        if (step is null)
        {
            return Answer(RoomRefusal.NotFound);
        }

        Forget(step.Room);
        await Tell(db, before!, step);
        return Answer(step.Refusal);
    }

    private async Task Tell(Db db, RoomOnRecord before, RoomStep step)
    {
        timers.Nudge(step.Room.DueAt);
        foreach (var message in step.Messages)
        {
            await voice.Say(Tenant, Encounter, message, Answer(null));
        }

        if (before.Elsewhere is { } other && step.Room is { PractitionerCame: { } came, PatientIsHere: true, State.Status: RoomStatus.Waiting })
        {
            await GrainFactory.GetGrain<IConsultationRoomGrain>(KeyOf(Tenant, other)).Release(new SystemActor(Tenant), came.ToDateTimeOffset());
        }

        if (step.Happenings.IsEmpty)
        {
            return;
        }

        await voice.WaitingChanged(await db.PractitionerAccount(before.Encounter.PractitionerId));
        // Leaving counts too: they may sit in the next room already, and its arrival overtook this departure.
        if (step.Happenings.Any(h => h.Kind is RoomEventKind.LiveClosed or RoomEventKind.Ended
            || (h.Kind is RoomEventKind.Left && h.Participant == step.Room.Plan.Practitioner)))
        {
            await LetOthersStart(db, before.Encounter);
        }
    }

    private async Task LetOthersStart(Db db, Encounter ended)
    {
        var (practitioner, self) = (ended.PractitionerId, ended.Id);
        var open = await db.Encounters.AsNoTracking()
            .Where(e => e.PractitionerId == practitioner && e.Id != self && e.OpenedAt != null && e.EndedAt == null).Select(e => e.Id).ToListAsync();
        foreach (var id in open)
        {
            await GrainFactory.GetGrain<IConsultationRoomGrain>(KeyOf(Tenant, id)).ReconsiderSoon(new SystemActor(Tenant));
        }
    }

    private Db Enter(AsyncServiceScope scope)
    {
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(Tenant);
        return db;
    }

    private void Forget(ConsultationRoom room)
    {
        foreach (var gone in _media.Keys.Where(p => !room.State.Present.ContainsKey(new ParticipantId(p))).ToArray())
        {
            _media.Remove(gone);
        }
    }

    private RoomAnswer Answer(RoomRefusal? refusal)
    {
        var present = _room?.State.Present.Keys.ToDictionary(p => p.Value, p => _media.GetValueOrDefault(p.Value, new MediaState(false, false, false)));
        return new RoomAnswer(_room?.State.Status ?? RoomStatus.Ended, _room?.State is { Status: not RoomStatus.Waiting, StartedAt: { } at } ? at.ToDateTimeOffset() : null,
            present ?? [], refusal, [], _elsewhere?.Value);
    }
}
