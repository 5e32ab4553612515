using Microsoft.EntityFrameworkCore;
using Telemed.Consultations.Cluster;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

// A step of the room: asked of the rules, written in one transaction, then told.
internal sealed partial class ConsultationRoomGrain
{
    /// <summary>Two writers of one room's rows: the loser reads again and decides anew, at most this often.</summary>
    private const int MostTries = 5;

    /// <param name="also">Rows that the step's own rows point at.</param>
    /// <param name="alongside">Rows that may keep the step from being written.</param>
    private async Task<RoomAnswer> Ask(Actor actor, Func<ConsultationRoom, bool, RoomStep> rule, Action<Db, RoomStep>? also = null, Alongside? alongside = null)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await AskOnce(actor, rule, also, alongside);
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                log.RoomWrittenElsewhere(Encounter);
            }
        }
    }

    private async Task<RoomAnswer> AskOnce(Actor actor, Func<ConsultationRoom, bool, RoomStep> rule, Action<Db, RoomStep>? also, Alongside? alongside)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = Enter(scope);
        var operation = AskAgain.Operation;
        var (step, before) = await db.InTransaction<(RoomStep?, RoomOnRecord?)>(async () =>
        {
            if (await db.LoadRoom(Encounter, operation) is not { } found)
            {
                return (null, null);
            }

            if (found.AlreadyChanged is { } then)
            {
                // Whether anyone heard of it is not known: whoever was there, and whoever is, hears how things stand.
                return (RoomStep.Begin(found.Room).Remind([.. then.Present, .. found.Room.State.Present]), found);
            }

            var step = rule(found.Room, found.Elsewhere is not null);
            if (alongside is not null && !await alongside.MayWrite(db, found, step))
            {
                return (RoomStep.Begin(found.Room).Refuse(RoomRefusal.NotAllowed), found);
            }

            also?.Invoke(db, step);
            await db.WriteStep(found, step, actor);
            alongside?.Write(db, found, step, actor);
            return (step, found);
        });
        var wasElsewhere = _elsewhere is not null;
        (_room, _elsewhere) = (step?.Room, before?.Elsewhere);
        if (step is null)
        {
            return Answer(RoomRefusal.NotFound);
        }

        Forget(step.Room);
        await Remember();
        if (wasElsewhere && _elsewhere is null && step is { Happenings.IsEmpty: true, Room.State.Status: RoomStatus.Waiting })
        {
            // Where patients are let in by hand, nothing starts by itself now: the practitioner's page must know that it may.
            step = step.Remind(step.Room.State.Present.Where(p => p.Key == step.Room.Plan.Practitioner));
        }

        // A room that moved here: what it said last where it was before may be lost.
        await Tell(db, before!, _hasSpoken || !nodes.AreSeveral ? step : step.Remind(before!.Room.State.Present));
        _hasSpoken = true;
        return Answer(step.Refusal);
    }

    private async Task Tell(Db db, RoomOnRecord before, RoomStep step)
    {
        timers.Nudge(step.Room.DueAt);
        foreach (var message in step.Messages)
        {
            await voice.Say(Tenant, Encounter, message, Answer(null), step.Room.Who);
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
        await TellTurns(db, before.Encounter);
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
}
