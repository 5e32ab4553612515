using System.Diagnostics;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Telemed.Consultations.Relay;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Relay;

/// <summary>What the administrator reads about the relay is what the relay answered.</summary>
public sealed class RelayCheckTests : IDisposable
{
    private readonly TurnOptions _turn = new() { Host = "127.0.0.1", Port = FreePort.Take(), TlsPort = FreePort.Take(), Secret = "shared-with-the-relay-and-nobody-else" };
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RelayCheck _check;

    public RelayCheckTests() => _check = new RelayCheck(Options.Create(new TelemedOptions { Turn = _turn }), new Clock(_time));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_relay_that_is_not_there_is_missed_and_found_a_minute_after_it_came()
    {
        Assert.Equal(new RelayState(false, false, false, null, false), await _check.Look(Cancel));
        using var certificate = new OwnCertificate();
        await using var coturn = await Coturn.Start(certificate.In(RelayConfig.Of(_turn), _turn.Host!), _turn.Port);
        Assert.False((await _check.Look(Cancel)).Udp); // asked once a minute at most
        var state = await OnceUdpAnswers();
        Assert.Equal(new RelayState(true, true, true, Instant.FromDateTimeOffset(certificate.Until), false), state);
        Assert.False(state.Well); // a browser refuses a certificate that nobody vouches for
    }

    [Fact]
    public async Task A_relay_without_TLS_is_well_when_UDP_and_TCP_answer()
    {
        _turn.TlsPort = null;
        await using var coturn = await Coturn.Start(RelayConfig.Of(_turn), _turn.Port);
        var state = await OnceUdpAnswers();
        Assert.Equal(new RelayState(true, true, null, null, false), state);
        Assert.True(state.Well);
    }

    /// <summary>coturn listens on TCP, which says that it is ready, before it does on UDP.</summary>
    private async Task<RelayState> OnceUdpAnswers()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            if (await _check.Look(Cancel) is var state && (state.Udp || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(20)))
            {
                return state;
            }
        }
    }

    public void Dispose() => _check.Dispose();
}
