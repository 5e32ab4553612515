using Microsoft.AspNetCore.SignalR.Client;
using Telemed.Consultations;
using Telemed.Consultations.Chatting;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Chatting;

/// <summary>How far a line of the chat came, as its sender reads it.</summary>
public sealed class ChatTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_line_is_stored_then_delivered_then_seen_and_a_refresh_reads_the_same()
    {
        var (bob, alice) = await Together();
        await using var one = bob;
        await using var two = alice;
        var said = await Say(bob, "Bonjour");
        var heard = await alice.Hears<ChatLine>("Said");
        Assert.Equal(ChatDelivery.Sent, heard.Delivery);
        Assert.Equal(ChatDelivery.Sent, Assert.Single((await bob.Join()).Chat).Delivery);

        await alice.Call("Heard", new { lines = new[] { heard.Id }, seen = false });
        var delivered = await bob.Hears<ChatReached>("Reached");
        Assert.Equal((said.Id, false), (Assert.Single(delivered.Lines), delivered.Seen));
        Assert.Equal(ChatDelivery.Delivered, Assert.Single((await bob.Join()).Chat).Delivery);

        await alice.Call("Heard", new { lines = new[] { heard.Id }, seen = true });
        var seen = await bob.Hears<ChatReached>("Reached");
        Assert.Equal((said.Id, true), (Assert.Single(seen.Lines), seen.Seen));
        Assert.Equal(ChatDelivery.Seen, Assert.Single((await bob.Join()).Chat).Delivery);

        // Said once: the same again, or less, changes nothing and is told to nobody.
        bob.HeardSoFar();
        await alice.Call("Heard", new { lines = new[] { heard.Id }, seen = false });
        await alice.Call("Heard", new { lines = new[] { heard.Id }, seen = true });
        Assert.DoesNotContain("Reached", bob.HeardSoFar());
    }

    [Fact]
    public async Task Nobody_reports_on_own_lines_on_those_of_another_room_or_on_more_than_a_page_has()
    {
        var (bob, alice) = await Together();
        await using var one = bob;
        await using var two = alice;
        var (eva, dan) = await Together();
        await using var three = eva;
        await using var four = dan;
        var said = await Say(bob, "Bonjour");
        await bob.Call("Heard", new { lines = new[] { said.Id }, seen = true });
        await dan.Call("Heard", new { lines = new[] { said.Id }, seen = true });
        Assert.Equal(ChatDelivery.Sent, Assert.Single((await bob.Join()).Chat).Delivery);
        Assert.Equal("too-large", await alice.Refusal("Heard", new { lines = Enumerable.Range(0, Chat.MostHeard + 1).Select(_ => ChatMessageId.New()), seen = true }));
        Assert.Equal("not-allowed", await alice.Refusal("Heard", new { seen = true }));
    }

    private async Task<(RoomPage Bob, RoomPage Alice)> Together()
    {
        var visit = await VisitScene.Book(app);
        var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        return (bob, alice);
    }

    private static Task<SayReceipt> Say(RoomPage page, string text) =>
        page.Hub.InvokeAsync<SayReceipt>("Say", new { clientId = Guid.CreateVersion7(), text }, TestContext.Current.CancellationToken);
}
