using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>"The doctor will be right back."</summary>
public sealed class PauseTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_practitioner_pauses_both_are_told_chat_goes_on_and_whoever_comes_back_finds_it_paused()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        Assert.Null((await alice.Join()).PausedAt);
        Assert.Equal("not-allowed", await bob.Refusal("Pause"));
        var at = app.Now;
        await alice.Call("Pause");
        Assert.Equal(at, (await bob.Hears<RoomPaused>("Paused")).PausedAt);
        Assert.Equal(at, (await alice.Hears<RoomPaused>("Paused")).PausedAt);
        await alice.Call("Say", new { clientId = Guid.CreateVersion7(), text = "J’arrive" });
        Assert.Equal("J’arrive", (await bob.Hears<ChatLine>("Said")).Text);
        Assert.Equal(at, (await bob.Join()).PausedAt);
        Assert.Equal(at, await OnThePage(visit));
        Assert.Equal("not-allowed", await bob.Refusal("Resume"));
        await alice.Call("Resume");
        await bob.Hears("Resumed");
        await alice.Hears("Resumed");
        Assert.Null(await OnThePage(visit));

        await alice.Call("Pause");
        await alice.Call("End", "byPractitioner");
        await bob.Hears<RoomEnded>("Ended");
        Assert.Null(await OnThePage(visit));
        var trail = await app.InClinic(app.Cast.North, db => db.AuditEvents.AsNoTracking().Where(e => e.EntityId == visit.Encounter.Value
            && (e.Action == AuditAction.RoomPaused || e.Action == AuditAction.RoomResumed)).OrderBy(e => e.Action).ToListAsync(Cancel));
        Assert.Equal([AuditAction.RoomPaused, AuditAction.RoomPaused, AuditAction.RoomResumed], trail.Select(e => e.Action));
        Assert.All(trail, e => Assert.Equal((AgentKind.Account, (Guid?)visit.Doctor.Account.Value), (e.Agent, e.AgentId)));
    }

    [Fact]
    public async Task A_pause_survives_a_restart()
    {
        await using var first = new TelemedApp();
        await first.InitializeAsync();
        var visit = await VisitScene.Book(first);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await alice.Call("Pause");
        await first.DisposeAsync();

        await using var second = first.Again();
        second.Time.Advance(TimeSpan.FromSeconds(5));
        await using var back = await RoomPage.Open(second, visit.Bob, bob.Cookies);
        Assert.Equal((VisitStatus.Active, TelemedApp.Start), await back.Join() is var found ? (found.Status, found.PausedAt) : default);
        await using var aliceBack = await (visit with { App = second }).SignedIn(visit.Doctor, visit.Alice);
        Assert.Equal(TelemedApp.Start, (await aliceBack.Join()).PausedAt);
        await aliceBack.Call("Resume");
        await back.Hears("Resumed");
    }

    private async Task<NodaTime.Instant?> OnThePage(VisitScene visit)
    {
        using var browser = await app.Browser(visit.Doctor);
        var state = await browser.GetFromJsonAsync<JsonElement>($"/visit/{visit.Alice}/state", Cancel);
        return state.TryGetProperty("pausedAt", out var at) && at.ValueKind is JsonValueKind.String
            ? NodaTime.Text.InstantPattern.ExtendedIso.Parse(at.GetString()!).Value : null;
    }
}
