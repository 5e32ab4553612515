using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Rooms;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Cluster;

/// <summary>
/// Before a node lets anybody in, it goes once through the motions of a page that joins and speaks, in a visit of its own that it takes
/// back: what is made at the first use of each query takes a second on a busy machine, and no page of a node that leaves shall wait for it.
/// </summary>
internal sealed class Rehearsal(IServiceScopeFactory scopes, Snapshots snapshots, Clock clock, IOptions<JsonHubProtocolOptions> wire, ILogger<Rehearsal> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Rehearse();
        }
#pragma warning disable CA1031 // a node that could not rehearse is slow for a moment, and no worse
        catch (Exception exception)
        {
            log.NotRehearsed(exception);
        }
#pragma warning restore CA1031
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Rehearse()
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        if (await db.AcrossTenants<Practitioner>("rehearsal: anybody").AsNoTracking().OrderBy(p => p.Id).FirstOrDefaultAsync() is not { } doctor)
        {
            return;
        }

        db.Enter(doctor.TenantId);
        if (await db.Patients.AsNoTracking().OrderBy(p => p.Id).FirstOrDefaultAsync() is not { } patient)
        {
            return;
        }

        try
        {
            await db.InTransaction(() => Play(db, doctor, patient.Id));
        }
        catch (TakenBack)
        {
            // As meant: nobody has seen it.
        }
    }

    private async Task Play(Db db, Practitioner doctor, PatientId patient)
    {
        var actor = new AccountActor(db.Tenant, doctor.AccountId, Role.Practitioner, doctor.Id, null);
        var visit = (await db.StartInstant(actor, patient, clock))!;
        await db.SaveChangesAsync();
        await Visit.Load(db, visit.Patient);
        var before = (await db.LoadRoom(visit.Encounter.Id))!;
        await db.WriteStep(before, before.Room.Arrive(visit.Patient, new RoomConnection("rehearsal", "rehearsal"), clock.Now, elsewhere: true), new SystemActor(db.Tenant));
        await db.AddChat(new ChatMessage
        {
            TenantId = db.Tenant, Id = ChatMessageId.New(), EncounterId = visit.Encounter.Id, ParticipantId = visit.Patient, ClientId = Guid.CreateVersion7(), Text = "…", At = clock.Now,
        }, []);
        var answer = new RoomAnswer(RoomStatus.Waiting, null, new Dictionary<Guid, MediaState>(), null, [], null, null);
        NodeNews.Write([await snapshots.Of(db.Tenant, visit.Encounter.Id, answer, visit.Patient)], wire);
        throw new TakenBack();
    }

    private sealed class TakenBack : Exception;
}
