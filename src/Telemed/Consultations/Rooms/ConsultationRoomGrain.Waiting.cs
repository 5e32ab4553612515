using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Waiting;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

// What concerns those who wait: turns, messages and admission from the practitioner's list.
internal sealed partial class ConsultationRoomGrain
{
    /// <summary>In memory alone: the page says it again every minute, to whichever node holds the room then.</summary>
    private WaitingReport? _report;

    public Task<RoomAnswer> AdmitFromList(ParticipantId practitioner, Guid account) =>
        Ask(PractitionerOf(account), (room, elsewhere) => room.AdmitFromList(practitioner, clock.Now, elsewhere));

    public async Task SaidFromOutside(ParticipantId practitioner, Guid line)
    {
        var room = await Loaded();
        await using var scope = scopes.CreateAsyncScope();
        var db = Enter(scope);
        var id = new ChatMessageId(line);
        if (room is not null && await db.ChatMessages.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.ParticipantId == practitioner) is { } said)
        {
            await voice.Said(Chat.Line(said, null), [.. room.State.Present.Values.Select(c => c.Id)]);
        }
    }

    public async Task TurnChanged(SystemActor by)
    {
        if (await Loaded() is { State: { Status: RoomStatus.Waiting } state, Plan: var plan } && state.Present.TryGetValue(plan.Patient, out var page))
        {
            await voice.TurnChanged(page.Id);
        }
    }

    public async Task Waits(SystemActor by, WaitingReport report)
    {
        if (await Loaded() is { PatientIsHere: true, State.Status: RoomStatus.Waiting } && report != _report)
        {
            _report = report;
            await ShowInList();
        }
    }

    private AccountActor PractitionerOf(Guid account) => new(Tenant, new AccountId(account), Role.Practitioner, null, null);

    /// <summary>Somebody came, went, began or ended here: the turns of all who wait for this practitioner may be others now.</summary>
    private async Task TellTurns(Db db, Encounter here)
    {
        var practitioner = here.PractitionerId;
        var others = await db.Encounters.AsNoTracking().Where(e => e.PractitionerId == practitioner && e.Id != here.Id && e.OpenedAt != null && e.EndedAt == null
            && (e.Status == EncounterStatus.Planned || e.Status == EncounterStatus.InProgress)).Select(e => e.Id).ToListAsync();
        foreach (var other in others)
        {
            await GrainFactory.GetGrain<IConsultationRoomGrain>(KeyOf(Tenant, other)).TurnChanged(new SystemActor(Tenant));
        }
    }

    /// <summary>The practitioner's list shows what a waiting patient has switched on, and what does not work there.</summary>
    private async Task ShowInList()
    {
        if (_room?.State.Status is RoomStatus.Waiting)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = Enter(scope);
            var id = Encounter;
            var practitioner = await db.Encounters.Where(e => e.Id == id).Select(e => e.PractitionerId).SingleAsync();
            await voice.WaitingChanged(await db.PractitionerAccount(practitioner));
        }
    }
}
