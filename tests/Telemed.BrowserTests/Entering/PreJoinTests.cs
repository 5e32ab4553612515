using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Entering;

/// <summary>The checks before joining say what is wrong and what to do; and equipment that goes and comes in the call needs no reload.</summary>
public sealed class PreJoinTests(RunningServer server, Browsers browsers)
{
    private static readonly string[] Both = ["camera", "microphone"];

    [Fact]
    public async Task A_silent_or_muted_microphone_is_said_and_a_loudspeaker_is_asked_about()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server, phone: true);
        await patient.Page.AddInitScriptAsync("""
            navigator.mediaDevices.getUserMedia = async () => {
              const context = new AudioContext();
              window.microphone = context.createMediaStreamDestination().stream.getAudioTracks()[0];
              Object.defineProperty(microphone, "muted", { get: () => window.pressed === true });
              return new MediaStream([microphone]);
            };
            """);
        await patient.Page.GotoAsync(links.Patient);
        var row = patient.View("prejoin").Locator("[data-silence]");
        await Expect(row).ToContainTextAsync("On ne vous entend pas. Dites quelques mots");
        await patient.Page.EvaluateAsync("window.pressed = true");
        await Expect(row).ToContainTextAsync("le micro est coupé sur l’appareil");
        await patient.View("prejoin").Locator("[data-do=test-sound]").ClickAsync();
        await patient.View("prejoin").Locator("[data-sound=unheard]").ClickAsync();
        await Expect(patient.View("prejoin").Locator("[data-sound-step=unheard]")).ToContainTextAsync("Montez le volume");
        await patient.View("prejoin").Locator("[data-do=test-sound]").ClickAsync();
        await patient.View("prejoin").Locator("[data-sound=heard]").ClickAsync();
        await Expect(patient.View("prejoin").Locator("[data-sound-step=heard]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_network_is_tried_once_the_picture_is_there_and_no_longer_than_until_Join()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server, phone: true);
        await patient.Page.GotoAsync(links.Patient);
        await Expect(patient.View("prejoin").Locator("[data-network]")).ToContainTextAsync("Serveur joint");
        await Expect(patient.View("prejoin").Locator("[data-network-hint]")).ToBeHiddenAsync();

        // A network that answers nothing keeps nobody waiting, and is left alone from the press on.
        await using var waiting = await browsers.Someone(server, phone: true);
        await waiting.Page.AddInitScriptAsync("""
            window.opened = [];
            const Socket = window.WebSocket, Peer = window.RTCPeerConnection;
            window.WebSocket = class extends Socket { constructor(url, ...more) { super(url, ...more); opened.push(() => url.endsWith("/hubs/line") && this.readyState < 2); } };
            window.RTCPeerConnection = class extends Peer { constructor(wanted) { super(wanted); opened.push(() => !wanted.bundlePolicy && this.connectionState !== "closed"); } };
            """);
        await waiting.Page.RouteWebSocketAsync("**/hubs/line", _ => { });
        await waiting.Page.GotoAsync((await server.ReadyVisit()).Patient);
        await waiting.Until("() => opened.filter(isOpen => isOpen()).length > 0");
        await waiting.Page.Locator("[data-join]").ClickAsync();
        await waiting.View("waiting").WaitForAsync();
        await waiting.Until("() => opened.filter(isOpen => isOpen()).length === 0");
    }

    [Fact]
    public async Task A_network_that_stops_the_line_or_the_direct_way_is_said_with_the_next_step()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server, phone: true);
        await patient.Page.RouteWebSocketAsync("**/hubs/line", socket => socket.CloseAsync());
        await patient.Page.GotoAsync(links.Patient);
        await Expect(patient.View("prejoin").Locator("[data-network-hint]")).ToContainTextAsync("bloque la connexion de l’appel");
        await using var forbidden = await browsers.Launch([.. Browsers.Flags, "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--webrtc-ip-handling-policy=disable_non_proxied_udp"]);
        await using var other = await browsers.Someone(server, phone: true, browser: forbidden);
        await other.Page.GotoAsync(links.Patient);
        await Expect(other.View("prejoin").Locator("[data-network-hint]")).ToContainTextAsync("cette clinique n’a pas de relais");
        await other.Page.Locator("[data-join]").ClickAsync();
        await other.View("waiting").WaitForAsync();
    }

    [Fact]
    public async Task A_permission_granted_in_the_browsers_own_place_brings_the_picture_without_a_reload()
    {
        var links = await server.ReadyVisit();
        await using var asking = await browsers.Launch("--use-fake-device-for-media-stream", "--deny-permission-prompts", "--no-sandbox");
        await using var patient = await browsers.Someone(server, phone: true, browser: asking);
        await patient.Page.GotoAsync(links.Patient);
        await Expect(patient.View("prejoin").Locator("[data-trouble]")).ToContainTextAsync("l’image vient d’elle-même");
        await patient.Page.EvaluateAsync("window.here = true");
        await patient.Context.GrantPermissionsAsync(Both);
        await patient.Until("() => document.querySelector('[data-view=prejoin] video[data-self]').videoWidth > 0");
        await Expect(patient.View("prejoin").Locator("[data-trouble]")).ToBeHiddenAsync();
        Assert.True(await patient.Page.EvaluateAsync<bool>("window.here"));
    }

    [Fact]
    public async Task A_permission_taken_back_in_mid_call_leaves_the_call_running_and_given_again_brings_the_picture_back()
    {
        var links = await server.ReadyVisit();
        await using var asking = await browsers.Launch("--use-fake-device-for-media-stream", "--deny-permission-prompts", "--no-sandbox", "--autoplay-policy=no-user-gesture-required",
            "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows");
        await using var patient = await browsers.Someone(server, phone: true, browser: asking);
        await using var practitioner = await browsers.Someone(server);
        await patient.Context.GrantPermissionsAsync(Both);
        await Task.WhenAll(patient.Join(links.Patient), practitioner.Join(links.Practitioner));
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
        var before = await Descriptions(patient);

        await patient.Context.ClearPermissionsAsync();
        var notice = patient.View("call").Locator("[data-device-notice]");
        await Expect(notice).ToContainTextAsync("ne sont plus autorisés");
        await Expect(practitioner.StageWord()).ToContainTextAsync("participe sans image");
        // The other is seen and heard as before; nothing is left of one's own.
        await Task.WhenAll(patient.SeesAndHears(), practitioner.NothingComes());

        await patient.Context.GrantPermissionsAsync(Both);
        await Expect(notice).ToContainTextAsync("est revenu");
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
        Assert.Equal(before, await Descriptions(patient)); // the same connection, nothing negotiated anew
    }

    [Fact]
    public async Task Equipment_is_changed_in_the_call_and_the_connection_stays()
    {
        await using var call = await Call.Begin(server, browsers);
        var before = await Descriptions(call.Patient);
        var sheet = call.Patient.Page.Locator("[data-device-sheet]");
        await call.Patient.View("call").Locator("more-menu > button").ClickAsync();
        await call.Patient.View("call").Locator("[data-do=devices]").ClickAsync();
        await Expect(sheet).ToBeVisibleAsync();
        await sheet.Locator("#call-camera").SelectOptionAsync("");
        await Expect(call.Practitioner.StageWord()).ToContainTextAsync("participe sans image");
        await sheet.Locator("#call-camera").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 0 });
        await sheet.Locator("[class~=primary]").ClickAsync();
        await call.Practitioner.SeesAndHears();
        // Unplugged: what there is takes its place, and the page says so.
        await call.Patient.Page.EvaluateAsync("""
            () => {
              const track = [...document.querySelectorAll("video[data-self]")].map(video => video.srcObject).find(Boolean).getVideoTracks()[0];
              track.stop();
              track.dispatchEvent(new Event("ended"));
            }
            """);
        await Expect(call.Patient.View("call").Locator("[data-device-notice]")).ToContainTextAsync("La caméra a été débranchée");
        await call.Practitioner.SeesAndHears();
        Assert.Equal(before, await Descriptions(call.Patient));
    }

    /// <summary>What identifies the connection as negotiated: it changes with each negotiation and each restart.</summary>
    private static Task<string> Descriptions(Someone someone) => someone.Page.EvaluateAsync<string>("""
        async () => {
          const stats = [...(await document.querySelector("visit-room").stats()).values()];
          const transport = stats.find(s => s.type === "transport");
          return `${transport.iceLocalUsernameFragment} ${transport.dtlsState} ${stats.filter(s => s.type === "transport").length}`;
        }
        """);
}
