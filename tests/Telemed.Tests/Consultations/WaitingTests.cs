using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Accounts;
using Telemed.Consultations;
using Telemed.Platform;
using Telemed.Tests.Documents;

namespace Telemed.Tests.Consultations;

/// <summary>The waiting room as the practitioner sees it.</summary>
public sealed class WaitingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Whoever_waits_is_listed_longest_first_until_they_leave_or_the_call_starts()
    {
        var first = await VisitScene.Book(app);
        var second = await VisitScene.Book(app, NodaTime.Duration.FromMinutes(-25), first.Doctor, app.Cast.Eva);
        using var desk = await app.Browser(first.Doctor);
        Assert.Empty(await Waiting(desk));
        await using var bob = await first.Guest(first.Bob);
        await bob.Join(microphone: true, camera: false);
        app.Time.Advance(TimeSpan.FromSeconds(10));
        await using var eva = await second.Guest(second.Bob);
        await eva.Join();
        var rows = await Waiting(desk);
        Assert.Equal(["Bob Durand", "Éva Petit"], rows.Select(r => r.GetProperty("patient").GetString()));
        Assert.Equal([first.Alice.Value, second.Alice.Value], rows.Select(r => r.GetProperty("participantId").GetGuid()));
        Assert.Equal(("Suivi", false, true), (rows[0].GetProperty("reason").GetString(), rows[0].GetProperty("camera").GetBoolean(), rows[0].GetProperty("microphone").GetBoolean()));
        using var dan = await app.Browser(app.Cast.Dan);
        Assert.Empty(await Waiting(dan));
        using var charlie = await app.Browser(app.Cast.Charlie);
        Assert.Empty(await Waiting(charlie));

        await eva.Call("Leave");
        await using var alice = await first.SignedIn(first.Doctor, first.Alice);
        await alice.Join();
        Assert.Empty(await Waiting(desk));
    }

    [Fact]
    public async Task A_room_page_whose_session_is_revoked_is_closed()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        var closed = new TaskCompletionSource();
        alice.Hub.Closed += _ => { closed.TrySetResult(); return Task.CompletedTask; };
        await app.InScope(async s =>
        {
            var db = s.GetRequiredService<Db>();
            return await db.InTransaction(() => Sessions.Revoke(db, visit.Doctor.Account, app.Now));
        });
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(visit.Alice, (await bob.Hears<Departure>("ParticipantLeft")).Id);
    }

    private static async Task<List<JsonElement>> Waiting(HttpClient browser) =>
        [.. (await (await browser.Ask(HttpMethod.Get, "/api/waiting")).Json()).EnumerateArray()];
}

/// <summary>A clinic that lets each patient in by hand; with a clock and a clinic of its own.</summary>
public sealed class AdmitByHandTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Where_the_clinic_admits_by_hand_the_call_starts_when_the_practitioner_says_so()
    {
        await app.InClinic(app.Cast.North, async db =>
        {
            (await db.Set<Telemed.Tenancy.Tenant>().SingleAsync(t => t.Id == db.Tenant, TestContext.Current.CancellationToken)).AdmitByHand = true;
            return await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        Assert.Equal(VisitStatus.Waiting, (await alice.Join()).Status);
        Assert.Equal("not-allowed", await bob.Refusal("Admit", visit.Bob));
        Assert.Equal("not-found", await alice.Refusal("Admit", ParticipantId.New()));
        Assert.DoesNotContain("Started", bob.HeardSoFar());
        await alice.Call("Admit", visit.Bob);
        Assert.Equal(app.Now, (await bob.Hears<RoomStarted>("Started")).StartedAt);
        Assert.True(await app.InClinic(app.Cast.North, db => db.Set<Telemed.Audit.AuditEvent>().AnyAsync(e => e.Action == Telemed.Audit.AuditAction.RoomAdmitted
            && e.EntityId == visit.Encounter.Value && e.AgentId == visit.Doctor.Account.Value, TestContext.Current.CancellationToken)));
    }
}
