using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Entering;

/// <summary>Without a camera, with permission refused, in a browser that has none: said, with what to do, and one still gets in.</summary>
public sealed class WithoutDevicesTests(RunningServer server, Browsers browsers)
{
    [Fact]
    public async Task Whoever_refuses_the_camera_reads_what_to_do_and_gets_in_all_the_same()
    {
        var links = await server.ReadyVisit();
        await using var refusing = await browsers.Launch("--use-fake-device-for-media-stream", "--deny-permission-prompts", "--no-sandbox");
        await using var patient = await browsers.Someone(server, phone: true, browser: refusing);
        await patient.Page.GotoAsync(links.Patient);
        await Expect(patient.View("prejoin").Locator("[data-trouble]")).ToContainTextAsync("ne sont pas autorisés");
        await patient.Page.Locator("[data-join]").ClickAsync();
        await patient.View("waiting").WaitForAsync();
        await using var practitioner = await browsers.Someone(server);
        await practitioner.Join(links.Practitioner);
        await Expect(practitioner.StageWord()).ToContainTextAsync("participe sans image");
        await patient.View("call").WaitForAsync();
        await patient.Until("() => document.querySelector('[data-view=call]:not([hidden]) video[data-remote]').videoWidth > 0");
    }

    [Fact]
    public async Task A_browser_without_cameras_says_which_to_open_and_redeems_nothing()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server, phone: true);
        await patient.Page.AddInitScriptAsync("Object.defineProperty(Navigator.prototype, 'mediaDevices', { get: () => undefined })");
        await patient.Page.GotoAsync(links.Patient);
        await Expect(patient.View("unsupported")).ToContainTextAsync("Copiez le lien");
        await using var better = await browsers.Someone(server, phone: true);
        await better.Join(links.Patient);
        await better.View("waiting").WaitForAsync();
    }

    [Fact]
    public async Task Without_camera_one_takes_part_with_sound()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server, phone: true);
        await patient.Page.GotoAsync(links.Patient);
        await patient.View("prejoin").WaitForAsync();
        await patient.Page.SelectOptionAsync("#camera", "");
        await Expect(patient.Page.Locator("[data-fill=preview]")).ToContainTextAsync("Pas d’image");
        await patient.Page.Locator("[data-join]").ClickAsync();
        await using var practitioner = await browsers.Someone(server);
        await practitioner.Join(links.Practitioner);
        await Expect(practitioner.StageWord()).ToContainTextAsync("participe sans image");
        Assert.True(await practitioner.Page.EvaluateAsync<bool>("document.querySelector('[data-view=call]:not([hidden]) video[data-remote]').srcObject.getAudioTracks().some(t => t.readyState === 'live')"));
    }

    [Fact]
    public async Task A_camera_that_answers_after_Join_was_pressed_starts_no_level_meter()
    {
        var links = await server.ReadyVisit();
        await using var patient = await browsers.Someone(server, phone: true);
        await patient.Page.AddInitScriptAsync("""
            window.sounds = [];
            window.AudioContext = class extends AudioContext { constructor(...how) { super(...how); sounds.push(this); } };
            const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            const allowed = new Promise(allow => { window.allow = allow; });
            navigator.mediaDevices.getUserMedia = wanted => allowed.then(() => ask(wanted));
            """);
        await patient.Page.GotoAsync(links.Patient);
        await patient.Page.Locator("[data-join]").ClickAsync();
        await patient.View("waiting").WaitForAsync();
        await patient.Page.EvaluateAsync("allow()");
        await patient.Until("() => document.querySelector('[data-view=waiting] video[data-self]').currentTime > 1");
        Assert.Equal(0, await patient.Page.EvaluateAsync<int>("sounds.filter(sound => sound.state !== 'closed').length"));
    }
}
