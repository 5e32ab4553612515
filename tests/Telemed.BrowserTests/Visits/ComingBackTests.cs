using System.Text.RegularExpressions;
using Telemed.BrowserTests.Networks;
using Telemed.BrowserTests.Testing;
using Telemed.Tests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>Whatever breaks at one side: the same person is back in the same place, once, and the other side reads what happens.</summary>
public sealed class ComingBackTests(RunningServer server, Browsers browsers)
{
    /// <summary>The page's sockets in the test's hands: closed, and kept from opening until the test lets them.</summary>
    private const string Sockets = """
        const Real = window.WebSocket;
        const open = window.sockets = new Set();
        window.WebSocket = class extends Real {
          constructor(url) { super(window.cut ? "ws://localhost:9/" : url); open.add(this); }
        };
        """;

    [Fact]
    public async Task Without_its_socket_without_its_tab_and_without_its_browser_the_same_participant_comes_back()
    {
        var crashing = await browsers.Launch([.. Browsers.Flags]);
        var links = await server.ReadyVisit();
        await using var practitioner = await browsers.Someone(server);
        var patient = await browsers.Someone(server, phone: true, browser: crashing);
        await patient.Page.AddInitScriptAsync(Sockets);
        await Task.WhenAll(patient.Join(links.Patient), practitioner.Join(links.Practitioner));
        await Task.WhenAll(patient.SeesAndHears(), practitioner.SeesAndHears());
        var place = new Uri(patient.Page.Url).AbsolutePath;
        var connection = practitioner.View("call").Locator("[data-fill=connection]");

        // The socket alone: picture and sound go on.
        await patient.Page.EvaluateAsync("() => { window.cut = true; window.sockets.forEach(socket => socket.close()); }");
        await Expect(connection).ToContainTextAsync("est coupée, reconnexion en cours");
        await Expect(practitioner.StageWord()).ToHaveCountAsync(0);
        await practitioner.SeesAndHears();
        await patient.Page.EvaluateAsync("() => { window.cut = false; }");
        await Expect(connection).ToContainTextAsync(new Regex("^Conne(cté|xion)"));
        await IsThereOnce(practitioner, place);

        // The tab: closed, and the link tapped again.
        await patient.Page.CloseAsync();
        await Expect(practitioner.StageWord()).ToContainTextAsync("est coupée, reconnexion en cours");
        await Expect(practitioner.StageWord()).ToContainTextAsync("Sa place est gardée");
        var again = new Someone(patient.Context, await patient.Context.NewPageAsync());
        await again.Join(links.Patient);
        await Task.WhenAll(again.SeesAndHears(), practitioner.SeesAndHears());
        await IsThereOnce(practitioner, place);

        // The browser: killed, and opened again with what it had stored.
        var stored = await patient.Context.StorageStateAsync();
        await Crash(crashing);
        await Expect(practitioner.StageWord()).ToContainTextAsync("est coupée, reconnexion en cours");
        await using var reopened = await browsers.Someone(server, phone: true, stored: stored);
        await reopened.Join(links.Patient);
        await Task.WhenAll(reopened.SeesAndHears(), practitioner.SeesAndHears());
        Assert.Equal(place, new Uri(reopened.Page.Url).AbsolutePath);
        await IsThereOnce(practitioner, place);
    }

    [Fact, Trait("Last", "yes"), Trait("Trial", "yes")]
    public async Task The_server_is_killed_in_mid_call_and_picture_and_sound_never_stop()
    {
        await using var call = await Call.Begin(server, browsers);
        Someone[] both = [call.Practitioner, call.Patient];
        await call.Practitioner.Page.Locator("#tab-chat").ClickAsync();
        await Task.WhenAll(both.Select(Flow.Watch));
        await server.Kill();
        await Expect(call.Practitioner.View("call").Locator("[data-fill=connection]")).ToContainTextAsync("Reconnexion en cours");
        await call.Practitioner.Page.FillAsync("#say-practitioner", "Toujours là ?");
        await call.Practitioner.Page.Keyboard.PressAsync("Enter");
        await server.StartAgain();
        var answers = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(both.Select(someone => someone.Until("""
            () => { const room = document.querySelector("visit-room").room; return room.line === "connected" && room.other.present; }
            """)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(answers).TotalSeconds, 0, Trial.Within(5));
        await Expect(call.Practitioner.Page.Locator("#panel-chat .bubble.mine:is([data-delivery=delivered], [data-delivery=seen])")).ToHaveCountAsync(1);
        await Expect(call.Patient.Page.Locator("[data-chat-panel] .bubble-text")).ToHaveTextAsync(["Toujours là ?"]);
        foreach (var flow in await Task.WhenAll(both.Select(Flow.Of)))
        {
            Assert.InRange(flow.PictureGap, 0, Trial.Within(0.5));
            Assert.InRange(flow.SoundGap, 0, Trial.Within(0.5));
        }

        await call.Patient.Page.ReloadAsync();
        await call.Patient.SeesAndHears();
        await Expect(call.Patient.Page.Locator("[data-chat-panel] .bubble-text")).ToHaveTextAsync(["Toujours là ?"]);
    }

    /// <summary>As the other side knows it: one patient is there, in the place where they were from the beginning.</summary>
    private static async Task IsThereOnce(Someone practitioner, string place) => Assert.Equal([place], await practitioner.Page.EvaluateAsync<string[]>("""
        document.querySelector("visit-room").room.others.filter(other => other.present).map(other => `/visit/${other.id}`)
        """));

    private static async Task Crash(IBrowser browser)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        browser.Disconnected += (_, _) => gone.TrySetResult();
        var control = await browser.NewBrowserCDPSessionAsync();
        // It cannot answer any more.
        _ = control.SendAsync("Browser.crash").ContinueWith(answer => answer.Exception, TaskScheduler.Default);
        await gone.Task;
    }
}
