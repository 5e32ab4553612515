using System.Diagnostics;
using System.Globalization;
using Telemed.BrowserTests.Testing;
using Telemed.Tests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>Two people who find no direct way to each other.</summary>
[Trait("Last", "yes")] // credentials that come two seconds late are not waited for
public sealed class RelayTests(Browsers browsers)
{
    [Fact]
    public async Task A_call_goes_over_the_relay_by_UDP_by_TCP_and_by_TLS_and_a_network_that_reaches_it_by_none_is_said()
    {
        var (port, tlsPort) = (FreePort.Take(), FreePort.Take());
        var settings = new Dictionary<string, string>
        {
            ["Telemed__Turn__Host"] = "127.0.0.1", ["Telemed__Turn__Port"] = port.ToString(CultureInfo.InvariantCulture), ["Telemed__Turn__Secret"] = "for-this-journey-only",
            ["Telemed__Turn__TlsPort"] = tlsPort.ToString(CultureInfo.InvariantCulture),
        };
        await using var server = new RunningServer { Settings = settings };
        using var certificate = new OwnCertificate();
        var config = certificate.In(await server.Prints("turn-config"), "127.0.0.1");
        await server.InitializeAsync();
        // The two meet on loopback here, where a relay of the internet lets nobody in.
        await using var browser = await browsers.Launch([.. Browsers.Flags, "--allow-loopback-in-peer-connection", "--ignore-certificate-errors"]);
        await using var patient = await NobodyAnswers(server, browser);
        await using var coturn = await Coturn.Start(config, port, "allow-loopback-peers", "allowed-peer-ip=127.0.0.1");
        await EachWayCarries(patient);
        foreach (var transport in (string[])["udp", "tcp", "tls"])
        {
            await Meet(server, browser, transport);
        }
    }

    /// <summary>The relay is not there, as behind a network that blocks it: said before joining, and for certain while waiting.</summary>
    private async Task<Someone> NobodyAnswers(RunningServer server, IBrowser browser)
    {
        var patient = await browsers.Someone(server, phone: true, browser: browser);
        await patient.Page.GotoAsync((await server.ReadyVisit()).Patient);
        await Expect(patient.View("prejoin").Locator("[data-network-hint]")).ToContainTextAsync("l’appel essaiera un autre chemin");
        await patient.Page.Locator("[data-join]").ClickAsync();
        await Expect(patient.View("waiting").Locator("[data-network-hint]")).ToContainTextAsync("bloque l’image et le son");
        return patient;
    }

    /// <summary>On the visit's own page, opened anew, the participant's credentials carry an echo through the relay by each way.</summary>
    private static async Task EachWayCarries(Someone patient)
    {
        var page = await patient.Context.NewPageAsync();
        await page.AddInitScriptAsync("""
            window.carried = [];
            const Peer = window.RTCPeerConnection;
            window.RTCPeerConnection = class extends Peer {
              constructor(wanted) { super(wanted); this.way = wanted.iceServers?.[0]?.urls; }
              createDataChannel(label) {
                const channel = super.createDataChannel(label);
                channel.addEventListener("message", () => carried.push(this.way));
                return channel;
              }
            };
            """);
        await page.GotoAsync(patient.Page.Url);
        await Expect(page.Locator("[data-view=prejoin] [data-network]")).ToContainTextAsync("Image et son");
        var (started, carried) = (Stopwatch.GetTimestamp(), new HashSet<string>());
        while (carried.Count < 3)
        {
            carried.UnionWith(await page.EvaluateAsync<string[]>("carried"));
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), $"Only {string.Join(" and ", carried)}");
        }
    }

    private async Task Meet(RunningServer server, IBrowser browser, string transport)
    {
        var links = await server.ReadyVisit();
        await using var practitioner = await browsers.Someone(server, browser: browser);
        await using var patient = await browsers.Someone(server, phone: true, browser: browser);
        foreach (var someone in (Someone[])[practitioner, patient])
        {
            await someone.OnlyByRelay(transport);
        }

        await Task.WhenAll(patient.Join(links.Patient), practitioner.Join(links.Practitioner));
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
        foreach (var someone in (Someone[])[practitioner, patient])
        {
            Assert.Equal($"relay {transport}", await someone.Page.EvaluateAsync<string>("""
                async () => {
                  const stats = await document.querySelector("visit-room").stats();
                  const pair = stats.get([...stats.values()].find(s => s.type === "transport").selectedCandidatePairId);
                  const own = stats.get(pair.localCandidateId);
                  return `${own.candidateType} ${own.relayProtocol}`;
                }
                """));
        }

        if (transport is "tls")
        {
            await IsWritten(practitioner); // a new way is found as over TCP
            return;
        }

        // A new way, with credentials that hold: for whoever's network changed and for the other.
        await patient.Page.Context.SetOfflineAsync(true);
        await patient.Page.Context.SetOfflineAsync(false);
        foreach (var someone in (Someone[])[practitioner, patient])
        {
            await someone.Until("() => Number(window.supplied?.split(':')[0]) > Date.now() / 1000 + 500");
        }

        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
    }

    /// <summary>That the relay carried the call stands among the visit's incidents.</summary>
    private static async Task IsWritten(Someone practitioner)
    {
        await practitioner.Until("() => document.querySelector('visit-room').room.quality !== null");
        await practitioner.Page.Locator("[data-do=end]").ClickAsync();
        await Expect(practitioner.Page.Locator("[data-end-dialog] [data-fill=end-incidents]")).ToContainTextAsync("passage par le relais");
    }
}
