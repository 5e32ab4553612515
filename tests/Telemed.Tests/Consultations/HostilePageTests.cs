using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Platform;
using Telemed.Tests.Consultations.Quality;

namespace Telemed.Tests.Consultations;

/// <summary>A page that means ill, or is broken: it is refused and counted, and disturbs nobody else in the room.</summary>
public sealed class HostilePageTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly object Candidate = new { candidate = "candidate:1 1 udp 1 192.0.2.1 9 typ host", sdpMid = "0" };

    [Fact]
    public async Task A_flood_is_let_through_up_to_its_limit_and_keeps_nobody_waiting()
    {
        await using var call = await Live.Begin(app);
        var before = await Counted("hub-too-fast");
        var flood = Enumerable.Range(0, 150).Select(_ => IsTaken(call.Bob, "Signal", new { to = call.Visit.Alice, kind = "candidate", candidate = Candidate }))
            .Concat(Enumerable.Range(0, 100).Select(i => IsTaken(call.Bob, "Say", new { clientId = Guid.CreateVersion7(), text = $"{i}" }))).ToList();
        var line = call.Alice.Call("Say", new { clientId = Guid.CreateVersion7(), text = "Vous m’entendez ?" });
        Assert.Same(line, await Task.WhenAny(line, Task.WhenAll(flood)));
        await line;
        var taken = await Task.WhenAll(flood);
        Assert.Equal(RateLimits.IceCandidate.Burst, taken.Take(150).Count(t => t));
        Assert.InRange(taken.Skip(150).Count(t => t), 1, RateLimits.RoomMessage.Burst);
        Assert.Equal(before + taken.Count(t => !t), await Counted("hub-too-fast"));
        var heard = call.Alice.HeardSoFar();
        Assert.Equal((taken.Take(150).Count(t => t), taken.Skip(150).Count(t => t)), (heard.Count(h => h == "Signal"), heard.Count(h => h == "Said")));
        // The other one's limits are her own.
        await call.Alice.Call("Signal", new { to = call.Visit.Bob, kind = "offer", sdp = "v=0" });
        await call.Bob.Hears<IncomingSignal>("Signal");
    }

    [Fact]
    public async Task What_was_said_in_another_room_does_nothing_here()
    {
        await using var theirs = await Live.Begin(app);
        await using var own = await Live.Begin(app);
        var line = new { clientId = Guid.CreateVersion7(), text = "Entre nous" };
        var receipt = await theirs.Bob.Call<SayReceipt>("Say", line);
        await theirs.Alice.Hears<ChatLine>("Said");
        var before = await Counted("hub-not-found");
        foreach (var place in (ParticipantId[])[theirs.Visit.Alice, theirs.Visit.Bob])
        {
            Assert.Equal("not-found", await own.Bob.Refusal("Signal", new { to = place, kind = "offer", sdp = "v=0" }));
        }

        Assert.Equal(before + 2, await Counted("hub-not-found"));
        await own.Alice.Call("Heard", new { lines = (ChatMessageId[])[receipt.Id], seen = true });
        await own.Bob.Call("Say", line);
        Assert.Equal(own.Visit.Bob, (await own.Alice.Hears<ChatLine>("Said")).From);
        Assert.DoesNotContain(theirs.Alice.HeardSoFar().Concat(theirs.Bob.HeardSoFar()), h => h is "Signal" or "Said" or "Reached");
        Assert.Equal(ChatDelivery.Sent, Assert.Single((await theirs.Bob.Join()).Chat).Delivery);
    }

    [Fact]
    public async Task The_cookie_of_an_ended_visit_opens_a_page_that_can_say_nothing()
    {
        await using var call = await Live.Begin(app);
        await call.Alice.Call("End", "byPractitioner");
        await call.Bob.Hears<RoomEnded>("Ended");
        await using var again = await RoomPage.Open(app, call.Visit.Bob, call.Bob.Cookies);
        var before = await Counted("hub-not-allowed");
        foreach (var page in (RoomPage[])[call.Bob, again])
        {
            Assert.Equal("not-allowed", await page.Refusal("Signal", new { to = call.Visit.Alice, kind = "offer", sdp = "v=0" }));
            Assert.Equal("not-allowed", await page.Refusal("Say", new { clientId = Guid.CreateVersion7(), text = "Encore un mot" }));
            Assert.Equal("not-allowed", await page.Refusal("SetMedia", new { microphone = true, camera = true, screen = false }));
        }

        Assert.Equal(before + 6, await Counted("hub-not-allowed"));
        Assert.DoesNotContain(call.Alice.HeardSoFar(), h => h is "Signal" or "Said" or "ParticipantChanged");
    }

    /// <summary>True: done. False: refused as too much.</summary>
    private static async Task<bool> IsTaken(RoomPage page, string method, object request)
    {
        try
        {
            await page.Call(method, request);
            return true;
        }
        catch (Microsoft.AspNetCore.SignalR.HubException refused)
        {
            Assert.EndsWith("too-fast", refused.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private Task<long> Counted(string what) => app.InScope(services => services.GetRequiredService<Db>().Set<Refusal>()
        .Where(r => r.What == what).SumAsync(r => (long)r.Count, TestContext.Current.CancellationToken));
}
