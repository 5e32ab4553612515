using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Relay;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Relay;

/// <summary>A real coturn with the configuration that <c>telemed turn-config</c> prints: whom it lets in, and where to.</summary>
public sealed class RelayServerTests
{
    private const string Mapped = "denied-peer-ip=::ffff:0.0.0.0-::ffff:255.255.255.255";

    private readonly TurnOptions _turn = new() { Host = "relay.test", Port = FreePort.Take(), Secret = "shared-with-the-relay-and-nobody-else" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lets_participants_out_to_the_internet_and_into_no_network_of_ours()
    {
        await using var coturn = await Coturn.Start(RelayConfig.Of(_turn), _turn.Port);
        Assert.DoesNotContain("Bad configuration", coturn.Said, StringComparison.Ordinal);
        foreach (var peer in (string[])["8.8.8.8", "2606:4700::1111"])
        {
            Assert.Equal((peer, "bound"), (peer, await Bound(coturn, peer)));
        }

        foreach (var peer in (string[])["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.1", "224.0.0.1", "255.255.255.255",
            "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::a01:203", "fd00::1", "fe80::1", "ff02::1", "2002:a01:203::1"])
        {
            Assert.True(await Reach(coturn, peer) == "403", $"{peer}: {await Reach(coturn, peer)}");
        }
    }

    [Fact]
    public async Task Without_the_line_on_mapped_addresses_it_would_reach_into_our_network()
    {
        var config = RelayConfig.Of(_turn);
        Assert.Contains(Mapped, config, StringComparison.Ordinal);
        await using var coturn = await Coturn.Start(config.Replace(Mapped, "", StringComparison.Ordinal), _turn.Port);
        Assert.Equal("bound", await Bound(coturn, "::ffff:10.1.2.3"));
    }

    [Fact]
    public async Task It_lets_in_nobody_with_an_ended_a_forged_or_no_password()
    {
        await using var coturn = await Coturn.Start(RelayConfig.Of(_turn), _turn.Port);
        var ended = Credentials(SystemClock.Instance.GetCurrentInstant() - RelayCredentials.Lifetime - Duration.FromSeconds(2));
        Assert.Equal("no-allocation", await coturn.Reach(ended.Username!, ended.Credential!, "8.8.8.8", Cancel));
        var good = Credentials(SystemClock.Instance.GetCurrentInstant());
        Assert.Equal("no-allocation", await coturn.Reach(good.Username!, "guessed", "8.8.8.8", Cancel));
        Assert.Equal("no-allocation", await coturn.Reach(good.Username!.Replace(':', '1') + ":x", good.Credential!, "8.8.8.8", Cancel));
        Assert.Equal("bound", await coturn.Reach(good.Username!, good.Credential!, "8.8.8.8", Cancel));
    }

    [Fact]
    public async Task Over_TLS_too_it_lets_in_participants_while_their_credentials_hold_and_nobody_else()
    {
        _turn.TlsPort = FreePort.Take();
        using var certificate = new OwnCertificate();
        await using var coturn = await Coturn.Start(certificate.In(RelayConfig.Of(_turn), _turn.Host!), _turn.Port);
        Assert.DoesNotContain("Bad configuration", coturn.Said, StringComparison.Ordinal);
        var good = Credentials(SystemClock.Instance.GetCurrentInstant());
        Assert.Contains($"turns:relay.test:{_turn.TlsPort}?transport=tcp", good.Urls);
        Assert.Equal("allocated", await TurnOverTls.Ask(_turn.TlsPort.Value, good.Username!, good.Credential!, Cancel));
        var ended = Credentials(SystemClock.Instance.GetCurrentInstant() - RelayCredentials.Lifetime - Duration.FromSeconds(2));
        Assert.Equal("401", await TurnOverTls.Ask(_turn.TlsPort.Value, ended.Username!, ended.Credential!, Cancel));
        Assert.Equal("401", await TurnOverTls.Ask(_turn.TlsPort.Value, good.Username!, "guessed", Cancel));
    }

    /// <summary>What is let through is let through at the latest when asked a third time; a busy machine may lose a datagram or two.</summary>
    private async Task<string> Bound(Coturn coturn, string peer)
    {
        var told = "";
        for (var ask = 0; ask < 3 && told != "bound"; ask++)
        {
            told = await Reach(coturn, peer);
        }

        return told;
    }

    private Task<string> Reach(Coturn coturn, string peer)
    {
        var server = Credentials(SystemClock.Instance.GetCurrentInstant());
        return coturn.Reach(server.Username!, server.Credential!, peer, Cancel);
    }

    private IceServer Credentials(Instant now) =>
        new RelayCredentials(Options.Create(new TelemedOptions { Turn = _turn }), new Clock(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(now.ToDateTimeOffset())))
            .For(ParticipantId.New()).Single();
}
