using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;

namespace Telemed.BrowserTests.Entering;

/// <summary>A clinic that lets patients in by hand: the way between the two is there before the press.</summary>
[Trait("Last", "yes")]
public sealed class AdmissionTests(RunningServer server, Browsers browsers)
{
    private const string Ready = """
        async () => [...(await document.querySelector("visit-room").stats() ?? []).values()].some(s => s.type === "transport" && s.dtlsState === "connected")
        """;

    private const string Came = """
        () => document.querySelector("visit-room").stats().then(all => [...all.values()].filter(s => s.type === "inbound-rtp").reduce((n, s) => n + s.packetsReceived, 0))
        """;

    [Fact]
    public async Task A_waiting_patients_connection_is_ready_and_silent_until_the_practitioner_lets_them_in()
    {
        await server.AdmitByHand(true);
        try
        {
            var links = await server.ReadyVisit();
            await using var patient = await browsers.Someone(server, phone: true);
            await using var practitioner = await browsers.Someone(server);
            await patient.Join(links.Patient);
            await patient.View("waiting").WaitForAsync();
            await practitioner.Join(links.Practitioner);
            await Task.WhenAll(patient.Until(Ready), practitioner.Until(Ready));
            Assert.Equal(0, await patient.Page.EvaluateAsync<long>(Came) + await practitioner.Page.EvaluateAsync<long>(Came));

            await Count(practitioner);
            await Count(patient);
            await practitioner.Page.Locator("[data-view=call]:not([hidden]) [data-do=admit]").ClickAsync();
            await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
            foreach (var someone in (Someone[])[practitioner, patient])
            {
                var described = await someone.Page.EvaluateAsync<string[]>("window.described");
                Assert.True(described.Length == 0, $"{(someone == patient ? "patient" : "practitioner")}: {string.Join(", ", described)}\nthe practitioner's:{await practitioner.Tapes()}\nthe patient's:{await patient.Tapes()}");
            }
        }
        finally
        {
            await server.AdmitByHand(false);
        }
    }

    /// <summary>Which descriptions are set from here on.</summary>
    private static Task Count(Someone someone) => someone.Page.EvaluateAsync("""
        () => {
          window.described = [];
          for (const name of ["setLocalDescription", "setRemoteDescription"]) {
            const own = RTCPeerConnection.prototype[name];
            RTCPeerConnection.prototype[name] = function (...how) { window.described.push(`${name} ${how[0]?.type} ${this.signalingState}`); return own.apply(this, how); };
          }
        }
        """);
}
