using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Relay;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Relay;

/// <summary>An app with a relay configured.</summary>
public sealed class RelayApp : TelemedApp
{
    public const string Secret = "north-and-south-share-this-with-the-relay";

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.ConfigureWebHost(builder);
        builder.UseSetting("Telemed:Turn:Host", "relay.test");
        builder.UseSetting("Telemed:Turn:TlsPort", "443");
        builder.UseSetting("Telemed:Turn:Secret", Secret);
    }
}

/// <summary>Who gets in at the relay: participants, for ten minutes at a time.</summary>
public sealed class RelayTests(RelayApp app) : IClassFixture<RelayApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_participant_gets_a_name_that_ends_in_ten_minutes_and_the_password_that_the_relay_computes()
    {
        var visit = await VisitScene.Book(app);
        using var browser = app.Anonymous();
        var token = await visit.Link(visit.Bob);
        var looked = await (await browser.PostAsJsonAsync("/join/expected", new { token }, Cancel)).Content.ReadAsStringAsync(Cancel);
        Assert.DoesNotContain("turn:", looked, StringComparison.Ordinal);
        Assert.Equal("stun:relay.test:3478", JsonDocument.Parse(looked).RootElement.GetProperty("stun").GetString()); // where it is, and nothing to get in with
        var joined = await (await browser.PostAsJsonAsync("/join/redeem", new { token, place = "home" }, Cancel)).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var server = Assert.Single(joined.GetProperty("visit").GetProperty("iceServers").Deserialize<IceServer[]>(Wire.Options)!);
        Assert.Equal(["turn:relay.test:3478?transport=udp", "turn:relay.test:3478?transport=tcp", "turns:relay.test:443?transport=tcp"], server.Urls);
        Assert.Equal($"{(app.Now + Duration.FromMinutes(10)).ToUnixTimeSeconds()}:{visit.Bob}", server.Username);
        Assert.Equal(Password(server.Username!), server.Credential);
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_a_page_in_the_room_gets_new_ones()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var first = Assert.Single(await Relay(bob));
        app.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.True(Ends(first) < app.Now);
        var second = Assert.Single(await Relay(bob));
        Assert.Equal(app.Now + RelayCredentials.Lifetime, Ends(second));
        Assert.Equal(Password(second.Username!), second.Credential);
    }

    [Fact]
    public async Task Whoever_is_not_in_the_room_or_asks_too_often_gets_none()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        Assert.Equal("away", await bob.Refusal("Relay")); // no page of this participant is in the room
        await bob.Join();
        for (var i = 0; i < 9; i++)
        {
            await Relay(bob);
        }

        Assert.Equal("too-fast", await bob.Refusal("Relay"));
    }

    [Fact]
    public async Task After_the_end_nobody_gets_any()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await alice.Call("End", "byPractitioner");
        await bob.Hears<RoomEnded>("Ended");
        using var browser = app.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", bob.Cookies);
        var state = await browser.GetFromJsonAsync<JsonElement>($"/visit/{visit.Bob}/state", Cancel);
        Assert.Equal("ended", state.GetProperty("status").GetString());
        Assert.Empty(state.GetProperty("iceServers").EnumerateArray());
    }

    [Fact]
    public async Task Without_a_relay_a_page_is_told_of_no_server_to_ask_but_ours()
    {
        await using var without = new TelemedApp();
        await without.InitializeAsync();
        var visit = await VisitScene.Book(without);
        using var browser = without.Anonymous();
        var token = await visit.Link(visit.Bob);
        var looked = await (await browser.PostAsJsonAsync("/join/expected", new { token }, Cancel)).Content.ReadAsStringAsync(Cancel);
        var joined = await (await browser.PostAsJsonAsync("/join/redeem", new { token, place = "home" }, Cancel)).Content.ReadAsStringAsync(Cancel);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(looked).RootElement.GetProperty("stun").ValueKind);
        Assert.Empty(JsonDocument.Parse(joined).RootElement.GetProperty("visit").GetProperty("iceServers").EnumerateArray());
        await using var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        Assert.Empty(await Relay(alice));
        using var page = await without.Browser(visit.Doctor);
        Assert.All((string[])[looked, joined, await page.GetStringAsync($"/visit/{visit.Alice}", Cancel)], said => Assert.DoesNotMatch("(stun|turns?):", said));
    }

    [Fact]
    public async Task The_administrator_reads_that_a_relay_is_missing_until_there_is_one_and_how_it_answers_then()
    {
        await using var without = new TelemedApp();
        await without.InitializeAsync();
        Assert.Contains("Aucun relais", (await (await without.Browser(without.Cast.Ada)).Page("/clinic")).Body!.TextContent, StringComparison.Ordinal);
        var clinic = (await (await app.Browser(app.Cast.Ada)).Page("/clinic")).Body!.TextContent;
        Assert.DoesNotContain("Aucun relais", clinic, StringComparison.Ordinal);
        Assert.Contains("UDP ne répond pas", clinic, StringComparison.Ordinal); // there is no relay.test
    }

    private static Task<IceServer[]> Relay(RoomPage page) => page.Hub.InvokeAsync<IceServer[]>("Relay", Cancel);

    private static Instant Ends(IceServer server) => Instant.FromUnixTimeSeconds(long.Parse(server.Username!.Split(':')[0], CultureInfo.InvariantCulture));

    private static string Password(string name)
    {
#pragma warning disable CA5350 // what coturn computes
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(RelayApp.Secret), Encoding.UTF8.GetBytes(name)));
#pragma warning restore CA5350
    }
}
