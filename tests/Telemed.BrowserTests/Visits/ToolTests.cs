using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>What one does in a call beside speaking. Chromium's made-up screen is 1920 wide and moves.</summary>
public sealed class ToolTests(RunningServer server, Browsers browsers)
{
    private const string Call = "[data-view=call]:not([hidden])";

    [Fact]
    public async Task A_screen_is_seen_beside_the_camera_until_it_stops_and_a_second_one_waits_its_turn()
    {
        await using var call = await Visits.Call.Begin(server, browsers);
        var (alice, bob) = (call.Practitioner, call.Patient);
        await KeepTheScreenAtHand(alice);
        var share = alice.Page.Locator($"{Call} .toolbar > [data-do=screen]");
        await share.ClickAsync();
        await Expect(share).ToHaveAttributeAsync("aria-pressed", "true");
        await SeesTheScreen(bob);
        await Expect(bob.Page.Locator($"{Call} [data-screen-caption]")).ToContainTextAsync("Écran de");
        await bob.SeesAndHears(); // the camera and the voice go on

        await Chooses(bob, "screen");
        await Expect(bob.Page.Locator($"{Call} [data-notice]")).ToContainTextAsync("partage déjà son écran");
        Assert.False(await bob.Page.EvaluateAsync<bool>("document.querySelector('visit-room').room.sharing"));

        // In the browser's own bar.
        await alice.Page.EvaluateAsync("() => { shown.stop(); shown.dispatchEvent(new Event('ended')); }");
        await Expect(bob.Page.Locator($"{Call} video[data-screen]")).ToBeHiddenAsync();
        await Expect(share).ToHaveAttributeAsync("aria-pressed", "false");

        await Chooses(bob, "screen");
        await SeesTheScreen(alice);
        // Whoever comes back sees what is shown.
        await alice.Page.ReloadAsync();
        await SeesTheScreen(alice);
        await bob.Page.Locator($"{Call} .stage-marks [data-do=screen]").ClickAsync();
        await Expect(alice.Page.Locator($"{Call} video[data-screen]")).ToBeHiddenAsync();
        await Task.WhenAll(alice.SeesAndHears(), bob.SeesAndHears());
    }

    [Fact]
    public async Task A_pause_stops_picture_and_sound_both_ways_outlives_a_refresh_and_ends_at_a_press()
    {
        await using var call = await Visits.Call.Begin(server, browsers);
        var (alice, bob) = (call.Practitioner, call.Patient);
        // Chromium's made-up microphone beeps: a ring around whoever speaks, of the other and of oneself.
        var ring = bob.Page.Locator($"{Call} .stage[data-speaking], {Call} [data-self-tile][data-speaking]");
        await Expect(ring).ToHaveCountAsync(2);
        await Expect(bob.Page.Locator($"{Call} [data-speaking-word]")).ToContainTextAsync("parle");
        await Chooses(alice, "pause");
        await Expect(ring).ToHaveCountAsync(0);
        await Expect(bob.StageWord()).ToContainTextAsync("revient tout de suite");
        await Task.WhenAll(alice.NothingComes(), bob.NothingComes());
        await alice.Until($"() => document.querySelector('{Call} video[data-self]').srcObject.getVideoTracks().length === 0");

        await bob.Page.Locator($"{Call} [data-do=chat]").ClickAsync();
        await bob.Page.FillAsync("#say", "Je vous attends");
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#tab-chat [data-unread]")).ToContainTextAsync("1");
        await bob.Page.Locator($"{Call} [data-do=close-chat]").ClickAsync();

        await Descriptions(alice, "note");
        await alice.Page.Locator($"{Call} [data-resume]").ClickAsync();
        await Task.WhenAll(alice.SeesAndHears(), bob.SeesAndHears());
        Assert.True(await Descriptions(alice, "same"), "Going on needs no negotiation.");

        await alice.Page.Keyboard.PressAsync("h");
        await Expect(bob.StageWord()).ToContainTextAsync("revient tout de suite");
        await alice.Page.ReloadAsync();
        await Expect(alice.StageWord()).ToContainTextAsync("est en attente");
        await bob.NothingComes();
        Assert.Equal(0, await alice.Page.EvaluateAsync<int>($"document.querySelector('{Call} video[data-self]').srcObject?.getVideoTracks().length ?? 0"));
        await alice.Page.Keyboard.PressAsync("h");
        await Task.WhenAll(alice.SeesAndHears(), bob.SeesAndHears());
    }

    [Fact]
    public async Task Keys_do_what_their_buttons_do_never_while_one_writes_and_can_be_turned_off()
    {
        await using var call = await Visits.Call.Begin(server, browsers);
        var page = call.Practitioner.Page;
        var microphone = page.Locator($"{Call} [data-do=microphone]");
        var sheet = page.Locator("[data-shortcuts-sheet]");
        await page.Keyboard.PressAsync("?");
        await Expect(sheet).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(sheet).ToBeHiddenAsync();
        await EachKeyReachesItsButton(page);
        await page.Keyboard.PressAsync("m");
        await Expect(microphone).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(page.Locator("[data-announce]")).ToHaveTextAsync("Micro coupé");
        await page.Keyboard.PressAsync("c");
        await page.Keyboard.TypeAsync("mmm");
        await Expect(page.Locator("#say-practitioner")).ToHaveValueAsync("mmm");
        await Expect(microphone).ToHaveAttributeAsync("aria-pressed", "false");

        // The menu, by keyboard alone: the last entry is the sheet, and the focus comes back to the button.
        var more = page.Locator($"{Call} more-menu [aria-haspopup]");
        await more.FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.Locator($"{Call} [role=menu] [data-do=shortcuts]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-shortcuts-sheet]:modal input[type=checkbox]").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(more).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("?");
        await Expect(sheet).ToBeHiddenAsync();
        await Expect(microphone).ToHaveAttributeAsync("aria-pressed", "false");

        var fullScreen = page.Locator($"{Call} [role=menu] [data-do=full-screen]");
        await Chooses(call.Practitioner, "full-screen");
        await Expect(fullScreen).ToHaveAttributeAsync("aria-checked", "true");
        await Chooses(call.Practitioner, "full-screen");
        await Expect(fullScreen).ToHaveAttributeAsync("aria-checked", "false");
    }

    /// <summary>Pressed, and pressed again: on and off, as the button says.</summary>
    private static async Task EachKeyReachesItsButton(IPage page)
    {
        foreach (var (key, button, state, on) in ((string, string, string, string)[])
            [
                ("v", "[data-do=camera]", "aria-pressed", "false"), ("s", ".toolbar > [data-do=screen]", "aria-pressed", "true"),
                ("h", "[role=menu] [data-do=pause]", "aria-checked", "true"), ("f", "[role=menu] [data-do=full-screen]", "aria-checked", "true"),
            ])
        {
            await page.Keyboard.PressAsync(key);
            await Expect(page.Locator($"{Call} {button}").First).ToHaveAttributeAsync(state, on);
            await page.Keyboard.PressAsync(key);
            await Expect(page.Locator($"{Call} {button}").First).ToHaveAttributeAsync(state, on == "true" ? "false" : "true");
        }

        await page.Keyboard.PressAsync("n");
        await Expect(page.Locator("#tab-note")).ToHaveAttributeAsync("aria-selected", "true");
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.Keyboard.PressAsync("e");
        await Expect(page.Locator("[data-end-dialog]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-end-dialog]")).ToBeHiddenAsync();
        // The focus goes back to where it was, which may be the note: there a letter is a letter.
        await page.WaitForFunctionAsync("() => { document.activeElement?.blur(); return document.activeElement === document.body; }");
    }

    private static async Task Chooses(Someone someone, string action)
    {
        await someone.Page.Locator($"{Call} more-menu [aria-haspopup]").ClickAsync();
        await someone.Page.Locator($"{Call} [role=menu] [data-do={action}]").ClickAsync();
    }

    /// <summary>Ten frames of the screen were painted.</summary>
    private static Task SeesTheScreen(Someone someone) => someone.Until($$"""
        () => {
          const video = document.querySelector("{{Call}} video[data-screen]:not([hidden])");
          return video?.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames >= 10;
        }
        """);

    /// <summary>Notes how many descriptions were made so far, or says whether there are still as many: setLocalDescription is counted.</summary>
    private static Task<bool> Descriptions(Someone someone, string what) => someone.Page.EvaluateAsync<bool>("""
        what => {
          if (what === "note") {
            const set = RTCPeerConnection.prototype.setLocalDescription;
            window.described = 0;
            RTCPeerConnection.prototype.setLocalDescription = function (...given) { window.described++; return set.apply(this, given); };
          }
          return window.described === 0;
        }
        """, what);

    /// <summary>The browser's bar stands outside of every page: the test holds the track that its button would end.</summary>
    private static Task KeepTheScreenAtHand(Someone someone) => someone.Page.EvaluateAsync("""
        () => {
          const ask = navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices);
          navigator.mediaDevices.getDisplayMedia = async options => {
            const stream = await ask(options);
            window.shown = stream.getVideoTracks()[0];
            return stream;
          };
        }
        """);
}
