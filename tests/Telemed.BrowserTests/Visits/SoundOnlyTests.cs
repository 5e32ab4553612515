using System.Text.RegularExpressions;
using Telemed.BrowserTests.Testing;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Visits;

/// <summary>Sound alone, because a person chose it or because the line carries no more; and back.</summary>
[Trait("Last", "yes")] // beside others the picture has so few frames that it fits into the narrow line
public sealed partial class SoundOnlyTests(RunningServer server, Browsers browsers)
{
    /// <summary>Sound fits, a picture beside it does not; in kbit/s.</summary>
    private const int Narrow = 80;

    private const int Plenty = 50_000;

    /// <summary>As a camera gives: at the ten pictures a second of the other journeys the smallest picture fits into the narrow line.</summary>
    private static readonly string[] AsACamera = [.. Browsers.Flags, "--use-fake-device-for-media-stream=fps=30"];

    [Fact]
    public async Task Sound_goes_on_alone_by_choice_and_on_a_throttled_line_and_the_picture_comes_back()
    {
        var links = await server.ReadyVisit();
        await using var browser = await browsers.Launch(AsACamera);
        await using var call = new Call(await browsers.Someone(server, browser: browser), await browsers.Someone(server, browser: browser), links);
        await call.Patient.Page.GotoAsync(links.Patient);
        // Chromium bridles only those sockets that this page opened while it bridled already: a little, at first.
        var network = await call.Patient.Context.NewCDPSessionAsync(call.Patient.Page);
        await network.SendAsync("Network.enable");
        await Throttle(network, Plenty);
        await call.Patient.Page.Locator("[data-join]").ClickAsync();
        await call.Practitioner.Join(links.Practitioner);
        await Task.WhenAll(call.Patient.SeesAndHears(), call.Practitioner.SeesAndHears());
        await ByChoice(call);
        await OnANarrowLine(call, network);
        await call.Practitioner.Page.Locator("[data-do=end]").ClickAsync();
        // By choice, for the patient's line, and perhaps the practitioner's too: what comes to the patient goes the same way. And perhaps the line
        // was too narrow for a moment even for sound.
        await Expect(call.Practitioner.Page.Locator("[data-end-dialog] [data-fill=end-incidents]")).ToHaveTextAsync(Incidents());
    }

    private static async Task ByChoice(Call call)
    {
        var item = call.Patient.View("call").Locator(".menu-item[data-do=sound-only]");
        await call.Patient.View("call").Locator("more-menu > button").ClickAsync();
        await item.ClickAsync();
        await Expect(item).ToHaveAttributeAsync("aria-checked", "true");
        await Expect(call.Practitioner.StageWord()).ToContainTextAsync("a choisi le son seul");
        await Expect(call.Patient.StageWord()).ToContainTextAsync("Vous êtes en son seul");
        await HearsOnly(call.Practitioner);
        await HearsOnly(call.Patient); // what would not be looked at is not sent either
        await call.Patient.StageWord().Locator("[data-do=sound-only]").ClickAsync();
        await Expect(call.Practitioner.StageWord()).ToHaveCountAsync(0);
        await Task.WhenAll(call.Practitioner.SeesAndHears(), call.Patient.SeesAndHears());
    }

    private static async Task OnANarrowLine(Call call, ICDPSession network)
    {
        await Throttle(network, Narrow);
        await Expect(call.Practitioner.StageWord()).ToContainTextAsync("ne porte plus que le son", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await HearsOnly(call.Practitioner);
        await Throttle(network, Plenty);
        await Expect(call.Practitioner.StageWord()).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 30_000 });
        await call.Practitioner.SeesAndHears();
    }

    /// <summary>So many kbit/s each way, with a short queue: what does not fit is lost.</summary>
    private static Task Throttle(ICDPSession network, int rate) => network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
    {
        ["offline"] = false, ["latency"] = 1, ["downloadThroughput"] = rate * 125, ["uploadThroughput"] = rate * 125,
        ["packetLoss"] = 0, ["packetQueueLength"] = 10, ["packetReordering"] = false,
    });

    /// <summary>The connection counts sound that comes, and for a while not one more frame.</summary>
    private static async Task HearsOnly(Someone someone)
    {
        await someone.Until("""
            async () => {
              const look = async () => {
                const stats = [...(await document.querySelector("visit-room").stats()).values()].filter(s => s.type === "inbound-rtp");
                const of = kind => stats.find(s => s.kind === kind);
                return [of("audio")?.packetsReceived ?? 0, of("video")?.framesDecoded ?? 0];
              };
              const [heard, seen] = await look();
              await new Promise(done => setTimeout(done, 500));
              const [heardNow, seenNow] = await look();
              return heardNow > heard && seenNow === seen;
            }
            """);
    }

    [GeneratedRegex(@"^\d+ : .*son seul \(\d+ s\) à partir de \d+:\d\d, .*son seul \(\d+ s\)")]
    private static partial Regex Incidents();
}
