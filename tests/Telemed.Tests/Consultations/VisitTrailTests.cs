using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Links;
using Telemed.Notifications.Email;
using Telemed.Scheduling;

namespace Telemed.Tests.Consultations;

/// <summary>What a visit leaves in the trail: every event of its links and of its room, with who did it.</summary>
public sealed class VisitTrailTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visit_from_its_plan_to_its_end_is_in_the_trail()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join("one");
        await using var newer = await visit.SignedIn(visit.Doctor, visit.Alice);
        await newer.Join("two");
        await bob.Call("Leave");
        await newer.Hears<Departure>("ParticipantLeft");
        await bob.Join();
        await newer.Call("End", "byPractitioner");
        var trail = await Trail(visit.Encounter.Value);
        Assert.Equal(
            [
                AuditAction.EncounterPlanned, AuditAction.RoomArrived, AuditAction.RoomArrived, AuditAction.RoomArrived, AuditAction.RoomLeft,
                AuditAction.RoomStarted, AuditAction.RoomEnded, AuditAction.RoomTakenOver,
            ],
            trail.Select(e => e.Action).Order());
        Assert.All(trail, e => Assert.Equal(app.Cast.Bob.Patient!.Value.Value, e.PatientId));
        Assert.Equal(2, trail.Count(e => e.Action is AuditAction.RoomArrived && (e.Agent, e.AgentId) == (AgentKind.Guest, visit.Bob.Value)));
        Assert.Equal((AgentKind.Guest, (Guid?)visit.Bob.Value), By(trail, AuditAction.RoomLeft));
        Assert.Equal((AgentKind.Account, (Guid?)visit.Doctor.Account.Value), By(trail, AuditAction.RoomTakenOver));
        Assert.Equal((AgentKind.Account, (Guid?)visit.Doctor.Account.Value), By(trail, AuditAction.RoomEnded));
        Assert.Equal(AgentKind.System, By(trail, AuditAction.RoomStarted).Agent);
    }

    [Fact]
    public async Task A_code_that_is_sent_and_the_move_to_another_device_are_in_the_trail()
    {
        var visit = await VisitScene.Book(app);
        var token = await visit.Link(visit.Bob);
        await Post("/join/redeem", new { token });
        await Post("/join/code", new { token });
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect("bob@telemed.test", Cancel, m => m.Text.Contains("code", StringComparison.OrdinalIgnoreCase));
        var code = new string([.. System.Text.RegularExpressions.Regex.Match(mail.Text, @"\b\d{3} \d{3}\b").Value.Where(char.IsAsciiDigit)]);
        Assert.Single(await Trail(visit.Bob.Value), e => e.Action is AuditAction.ContinuationCodeSent);
        await Post("/join/continue", new { token, code });
        var moved = Assert.Single(await Trail(visit.Bob.Value), e => e.Action is AuditAction.DeviceChanged);
        Assert.Equal((AgentKind.Guest, (Guid?)visit.Bob.Value, (Guid?)app.Cast.Bob.Patient!.Value.Value), (moved.Agent, moved.AgentId, moved.PatientId));
    }

    [Fact]
    public async Task A_patient_who_joins_by_account_says_where_and_only_the_patient_can_until_the_visit_has_ended()
    {
        var visit = await VisitScene.Book(app);
        var path = $"/visit/{visit.Bob}/place";
        using var bob = await app.Browser(app.Cast.Bob);
        using var doctor = await app.Browser(visit.Doctor);
        Assert.Equal(HttpStatusCode.NoContent, (await bob.PutAsJsonAsync(path, new { place = "pharmacy" }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await bob.PutAsJsonAsync(path, new { place = 3 }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.PutAsJsonAsync(path, new { place = "home" }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.PutAsJsonAsync($"/visit/{visit.Alice}/place", new { place = "home" }, Cancel)).StatusCode);
        await app.InClinic(app.Cast.North, db => db.Encounters.Where(e => e.Id == visit.Encounter)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.EndedAt, app.Now).SetProperty(x => x.Status, EncounterStatus.Completed), Cancel));
        Assert.Equal(HttpStatusCode.Conflict, (await bob.PutAsJsonAsync(path, new { place = "home" }, Cancel)).StatusCode);
        Assert.Equal(Place.Pharmacy, await app.InClinic(app.Cast.North, db => db.Participants.Where(p => p.Id == visit.Bob).Select(p => p.Place).SingleAsync(Cancel)));
        var said = Assert.Single(await Trail(visit.Bob.Value), e => e.Action is AuditAction.PlaceSaid);
        Assert.Equal((AgentKind.Account, (Guid?)app.Cast.Bob.Account.Value, (Guid?)app.Cast.Bob.Patient!.Value.Value), (said.Agent, said.AgentId, said.PatientId));
    }

    [Fact]
    public async Task Calling_a_visit_off_revokes_its_links_and_says_how_many()
    {
        var visit = await VisitScene.Book(app);
        await visit.Link(visit.Bob);
        await visit.Link(visit.Alice);
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.InTransaction(() => db.Move(visit.Doctor.Actor, visit.Appointment!.Value, AppointmentStatus.Cancelled, app.Now));
            await db.CancelVisit(visit.Doctor.Actor, visit.Appointment!.Value, app.Now);
            return true;
        });
        var revoked = Assert.Single(await Trail(visit.Encounter.Value), e => e.Action is AuditAction.LinkRevoked);
        Assert.Equal((AgentKind.Account, (Guid?)visit.Doctor.Account.Value), (revoked.Agent, revoked.AgentId));
        Assert.True(int.Parse(revoked.Detail!, System.Globalization.CultureInfo.InvariantCulture) >= 2);
        Assert.False(await app.InClinic(app.Cast.North, db => db.MagicLinks.AnyAsync(l => l.ParticipantId == visit.Bob && l.RevokedAt == null, Cancel)));
    }

    [Fact]
    public async Task A_link_that_is_made_while_a_visit_is_called_off_is_either_revoked_or_not_made()
    {
        var visit = await VisitScene.Book(app);
        var made = Task.FromResult<string?>("");
        await app.InClinic(app.Cast.North, async db =>
        {
            await db.InTransaction(async () =>
            {
                await db.CancelVisit(visit.Doctor.Actor, visit.Appointment!.Value, app.Now);
                using (ExecutionContext.SuppressFlow())
                {
                    made = Task.Run(() => app.InClinic(app.Cast.North, own => MagicLinks.Issue(own, visit.Bob, app.Now)), Cancel);
                }
            });
            return true;
        });
        Assert.Null(await made);
    }

    [Fact]
    public async Task A_patient_agrees_to_video_by_joining_by_link_or_by_account()
    {
        var (byLink, byAccount) = (await VisitScene.Book(app), await VisitScene.Book(app));
        Assert.Null(await Agreed(byLink));
        await using var guest = await byLink.Guest(byLink.Bob);
        Assert.Equal(app.Now, await Agreed(byLink));
        await using var bob = await byAccount.SignedIn(app.Cast.Bob, byAccount.Bob);
        Assert.Null(await Agreed(byAccount));
        await bob.Join();
        Assert.Equal(app.Now, await Agreed(byAccount));
    }

    private Task<NodaTime.Instant?> Agreed(VisitScene visit) => app.InClinic(app.Cast.North, db =>
        db.Participants.Where(p => p.Id == visit.Bob).Select(p => p.ConsentedAt).SingleAsync(Cancel));

    private Task<List<AuditEvent>> Trail(Guid entity) => app.InClinic(app.Cast.North, db =>
        db.AuditEvents.AsNoTracking().Where(e => e.EntityId == entity).ToListAsync(Cancel));

    private static (AgentKind Agent, Guid? Id) By(List<AuditEvent> trail, AuditAction action) =>
        trail.Where(e => e.Action == action).Select(e => (e.Agent, e.AgentId)).First();

    private async Task Post(string path, object body)
    {
        using var answer = await app.Anonymous().PostAsJsonAsync(path, body, Cancel);
        answer.EnsureSuccessStatusCode();
    }
}
