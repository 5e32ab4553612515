using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Rooms;
using Telemed.Notifications.Email;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Rooms;

/// <summary>Those whom the practitioner invites beside the patient: how they come in, what they may, and how they go for good.</summary>
public sealed class GuestTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_comes_by_the_link_that_was_shown_and_everybody_may_signal_to_everybody()
    {
        await using var room = await Room.Live(app);
        await room.Bob.Call("Say", new { clientId = Guid.CreateVersion7(), text = "Avant l'invitation" });
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var (marie, page) = await room.Invites("Marie Leroy", GuestKind.Interpreter);
        await using var guest = page;
        var snapshot = await guest.Join();
        Assert.Equal([(room.Visit.Alice, 0), (room.Visit.Bob, 1), (marie, 2)], snapshot.Participants.Select(p => (p.Id, p.Seat)).OrderBy(p => p.Seat));
        Assert.Equal((VisitStatus.Active, GuestKind.Interpreter), (snapshot.Status, snapshot.Participants.Single(p => p.Id == marie).Kind));
        // What patient and practitioner wrote before is not the guest's to read.
        Assert.Empty(snapshot.Chat);
        var arrived = await room.Bob.Hears<RoomParticipant>("ParticipantArrived");
        Assert.Equal((marie, "Marie Leroy"), (arrived.Id, arrived.Name));
        foreach (var (from, to, hears) in ((RoomPage, ParticipantId, RoomPage)[])[(guest, room.Visit.Bob, room.Bob), (room.Bob, marie, guest), (guest, room.Visit.Alice, room.Alice)])
        {
            await from.Call("Signal", new { to, kind = "offer", sdp = "v=0" });
            await hears.Hears<IncomingSignal>("Signal");
        }

        // Documents are between the patient and the practitioner.
        var cookies = new CookieContainer();
        cookies.SetCookies(new Uri(TelemedApp.Address), guest.Cookies!.Replace("; ", ", ", StringComparison.Ordinal));
        using var pdf = new ByteArrayContent(Documents.Samples.Pdf);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Browser(cookies).PutAsync($"/visit/{marie}/files?id={Guid.CreateVersion7()}&name=a.pdf", pdf, Cancel)).StatusCode);

        Assert.Equal(AuditAction.GuestInvited, Assert.Single(await Trail(marie), e => e.Action is AuditAction.GuestInvited).Action);
        Assert.Contains(await room.Visit.Events(), e => e.Kind is RoomEventKind.Arrived && e.ParticipantId == marie);
    }

    [Fact]
    public async Task A_guest_with_an_address_gets_the_link_by_mail_and_a_code_for_another_device()
    {
        await using var room = await Room.Live(app);
        var answer = await room.Alice.Call<JsonElement>("Invite", new { name = "Paul Petit", kind = "relative", email = "paul.petit@telemed.test" });
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("link").ValueKind);
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect("paul.petit@telemed.test", Cancel);
        Assert.DoesNotContain("Durand", mail.Text, StringComparison.Ordinal);
        var paul = new ParticipantId(answer.GetProperty("guest").GetProperty("id").GetGuid());
        var token = mail.Text[(mail.Text.IndexOf("/join#", StringComparison.Ordinal) + "/join#".Length)..].Split((char[])['\r', '\n', ' ', ')', '>'])[0];
        await using var guest = await room.Visit.ByLink(paul, token);
        await guest.Join();
        using var other = app.Browser(new CookieContainer());
        Assert.Equal("other-device", await State(other, "/join/redeem", token));
        await other.PostAsJsonAsync("/join/code", new { token }, Cancel);
        await app.Services.GetRequiredService<DevMailbox>().Expect("paul.petit@telemed.test", Cancel, m => m.Text.Contains("code", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_fifth_is_refused_and_only_the_practitioner_invites_and_removes()
    {
        await using var room = await Room.Live(app);
        var (marie, page) = await room.Invites("Marie Leroy", GuestKind.Interpreter);
        await using var guest = page;
        await guest.Join();
        var paul = new { name = "Paul Petit", kind = "relative" };
        foreach (var someone in (RoomPage[])[guest, room.Bob])
        {
            Assert.Equal("not-allowed", await someone.Refusal("Invite", paul));
            Assert.Equal("not-allowed", await someone.Refusal("Remove", marie));
            Assert.Equal("not-found", await someone.Refusal("GuestLink", marie));
            Assert.Equal("not-allowed", await someone.Refusal("Admit", room.Visit.Bob));
            Assert.Equal("not-allowed", await someone.Refusal("End", "byPractitioner"));
        }

        await room.Alice.Call("Invite", paul);
        Assert.Equal("full", await room.Alice.Refusal("Invite", new { name = "Zoé Roux", kind = "other" }));
        Assert.Equal("not-found", await room.Alice.Refusal("Remove", room.Visit.Bob));
        foreach (var wrong in (object?[])[null, new { name = " ", kind = "other" }, new { name = new string('a', 101), kind = "other" }, new { name = "Z", kind = "other", email = "nowhere" }])
        {
            Assert.Equal("not-allowed", await room.Alice.Refusal("Invite", wrong));
        }
    }

    [Fact]
    public async Task Two_nodes_that_both_have_a_last_place_give_it_once()
    {
        var visit = await VisitScene.Book(app);
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await alice.Call("Invite", new { name = "Marie Leroy", kind = "interpreter" });
        var connection = (await visit.Events()).Last(e => e.Connection is not null).Connection!;
        var both = new[] { new TaskCompletionSource(), new TaskCompletionSource() };
        var outcomes = await Task.WhenAll(Write(0), Write(1));
        Assert.Equal([false, true], outcomes.Order());
        Assert.Equal(4, await app.InClinic(app.Cast.North, db => db.Participants.CountAsync(p => p.EncounterId == visit.Encounter, Cancel)));

        async Task<bool> Write(int node)
        {
            try
            {
                return await app.InClinic(app.Cast.North, async db =>
                {
                    // Each has read the room before either writes.
                    var found = (await db.LoadRoom(visit.Encounter))!;
                    both[node].SetResult();
                    await Task.WhenAll(both.Select(b => b.Task));
                    var invitation = new Invitation(ParticipantId.New(), $"Guest {node}", GuestKind.Other, null);
                    var step = found.Room.Invite(connection, invitation.Guest, app.Now);
                    Assert.Null(step.Refusal);
                    await db.InTransaction(async () =>
                    {
                        db.Seat(visit.Encounter, step, invitation, app.Now);
                        await db.WriteStep(found, step, visit.Doctor.Actor);
                    });
                    return true;
                });
            }
            catch (DbUpdateException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_removed_guest_is_out_for_good_and_the_place_is_free_again()
    {
        await using var room = await Room.Live(app);
        var (marie, page) = await room.Invites("Marie Leroy", GuestKind.Interpreter);
        await using var guest = page;
        var spare = (await room.Alice.Call<JsonElement>("GuestLink", marie)).GetProperty("url").GetString()!.Split('#')[1];
        await guest.Join();
        await room.Alice.Call("Remove", marie);
        Assert.Equal(marie, (await guest.Hears<Departure>("ParticipantRemoved")).Id);
        Assert.Equal(marie, (await room.Bob.Hears<Departure>("ParticipantRemoved")).Id);
        // Neither on the connection that is still open, nor by the browser that was bound, nor by any link.
        Assert.Equal("not-found", await guest.Refusal("Join", new { tab = "again", microphone = true, camera = true }));
        Assert.Equal("not-found", await guest.Refusal("Signal", new { to = room.Visit.Bob, kind = "offer", sdp = "v=0" }));
        Assert.Equal("not-found", await room.Bob.Refusal("Signal", new { to = marie, kind = "offer", sdp = "v=0" }));
        await Assert.ThrowsAnyAsync<Exception>(() => RoomPage.Open(app, marie, guest.Cookies));
        using var browser = app.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", guest.Cookies);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/visit/{marie}/state", Cancel)).StatusCode);
        Assert.Equal("dead", await State(browser, "/join/redeem", spare));
        Assert.Equal("dead", await State(browser, "/join/expected", spare));
        var (paul, second) = await room.Invites("Paul Petit", GuestKind.Relative);
        await using var guestToo = second;
        Assert.Equal(2, (await guestToo.Join()).Participants.Single(p => p.Id == paul).Seat);
        var trail = await Trail(marie);
        Assert.Single(trail, e => e.Action is AuditAction.GuestRemoved);
        Assert.Single(trail, e => e.Action is AuditAction.LinkRevoked);
    }

    private async Task<string?> State(HttpClient browser, string path, string token)
    {
        var answer = await browser.PostAsJsonAsync(path, new { token }, Cancel);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("state").GetString();
    }

    private Task<List<AuditEvent>> Trail(ParticipantId subject) => app.InClinic(app.Cast.North, db =>
    {
        var id = subject.Value;
        return db.AuditEvents.AsNoTracking().Where(a => a.EntityId == id).ToListAsync(Cancel);
    });

    /// <summary>A live room of a practitioner by account and a patient by link.</summary>
    private sealed record Room(VisitScene Visit, RoomPage Alice, RoomPage Bob) : IAsyncDisposable
    {
        public static async Task<Room> Live(TelemedApp app)
        {
            var visit = await VisitScene.Book(app);
            var room = new Room(visit, await visit.SignedIn(visit.Doctor, visit.Alice), await visit.Guest(visit.Bob));
            await room.Bob.Join();
            await room.Alice.Join();
            await room.Bob.Hears<RoomStarted>("Started");
            return room;
        }

        /// <summary>Invites without an address; the page of whoever opens the link that was shown.</summary>
        public async Task<(ParticipantId Guest, RoomPage Page)> Invites(string name, GuestKind kind)
        {
            var answer = await Alice.Call<JsonElement>("Invite", new { name, kind });
            var guest = new ParticipantId(answer.GetProperty("guest").GetProperty("id").GetGuid());
            return (guest, await Visit.ByLink(guest, answer.GetProperty("link").GetProperty("url").GetString()!.Split('#')[1]));
        }

        public async ValueTask DisposeAsync()
        {
            await Alice.DisposeAsync();
            await Bob.DisposeAsync();
        }
    }
}
