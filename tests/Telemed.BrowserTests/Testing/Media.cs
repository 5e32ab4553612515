using System.Diagnostics;
using System.Text.Json;

namespace Telemed.BrowserTests.Testing;

/// <summary>What really flows: frames that the browser painted, packets that the connection counts. Never the page's own words.</summary>
public static class Media
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const string Remote = "[data-view=call]:not([hidden]) video[data-remote]";

    /// <summary>Waits until the other's picture has painted five new frames, and their sound's packets grow on a live track.</summary>
    public static async Task SeesAndHears(this Someone someone)
    {
        ArgumentNullException.ThrowIfNull(someone);
        await someone.InCall();
        var frames = await someone.Page.EvaluateAsync<int>("""
            selector => new Promise((done, failed) => {
              const video = document.querySelector(selector);
              let painted = 0;
              const count = () => ++painted >= 5 ? done(painted) : video.requestVideoFrameCallback(count);
              video.requestVideoFrameCallback(count);
              setTimeout(() => failed(new Error(`${painted} frames, ${JSON.stringify(document.querySelector("visit-room").room)}`)), 30000);
            })
            """, Remote);
        Assert.True(frames >= 5);
        var (before, seen) = (await Heard(someone), await Decoded(someone));
        await someone.Until("""
            async ([heard, decoded]) => {
              const stats = [...(await document.querySelector("visit-room").stats()).values()].filter(s => s.type === "inbound-rtp");
              const all = (kind, counter) => stats.filter(s => s.kind === kind).reduce((n, s) => n + (s[counter] ?? 0), 0);
              return all("audio", "packetsReceived") > heard && all("video", "framesDecoded") > decoded;
            }
            """, new[] { before, seen });
        Assert.True(await someone.Page.EvaluateAsync<bool>("""
            selector => document.querySelector(selector).srcObject.getAudioTracks().some(t => t.readyState === "live" && !t.muted)
            """, Remote));
    }

    /// <summary>Waits until there are so many others, and picture and sound of each grow: by what the browser painted, and by what each connection counts.</summary>
    public static async Task SeesAndHearsAll(this Someone someone, int others)
    {
        ArgumentNullException.ThrowIfNull(someone);
        await someone.InCall();
        var before = new Dictionary<string, long[]>();
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var now = await someone.Page.EvaluateAsync<Dictionary<string, long[]>>(OfEach);
            if (now.Count == others && before.Count == others && now.All(n => before.TryGetValue(n.Key, out var was) && n.Value.Zip(was).All(p => p.First > p.Second)))
            {
                return;
            }

            // What grows is measured from the first look at which all were there.
            before = before.Count == others && now.Count == others ? before : now;
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience,
                $"{someone.Page.Url}: {JsonSerializer.Serialize(before)}, then {JsonSerializer.Serialize(now)}, by {await someone.Page.EvaluateAsync<string>(Players)}, in {await someone.Page.EvaluateAsync<string>("JSON.stringify(document.querySelector('visit-room').room)")}");
        }
    }

    /// <summary>By participant: packets of sound received, frames of picture decoded, frames painted.</summary>
    private const string OfEach = """
        async () => {
          const island = document.querySelector("visit-room"), view = document.querySelector("[data-view=call]:not([hidden])"), each = {};
          for (const { id } of island.room.others.filter(other => other.present)) {
            const stats = [...((await island.stats(id)) ?? new Map()).values()].filter(entry => entry.type === "inbound-rtp");
            const of = (kind, counter) => stats.filter(entry => entry.kind === kind).reduce((sum, entry) => sum + (entry[counter] ?? 0), 0);
            const video = view?.querySelector(id === island.room.visit.otherId ? "video[data-remote]" : `[data-tile="${id}"] video`);
            each[id] = [of("audio", "packetsReceived"), of("video", "framesDecoded"), video?.getVideoPlaybackQuality().totalVideoFrames ?? 0];
          }
          return each;
        }
        """;

    /// <summary>How each picture of the call stands in the page: for the one who reads why it does not move.</summary>
    private const string Players = """
        JSON.stringify([...document.querySelectorAll("[data-view=call] video")].map(v => [v.closest("[data-tile]")?.dataset.tile ?? Object.keys(v.dataset).join(),
          v.paused, v.readyState, v.currentTime, v.clientWidth, v.srcObject?.getTracks().map(t => [t.kind, t.id.slice(0, 8), t.readyState, t.muted, t.enabled])]))
        """;

    private static async Task InCall(this Someone someone)
    {
        try
        {
            await someone.Page.Locator(Remote).WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        }
        catch (TimeoutException)
        {
            Assert.Fail("Not in a call: " + await someone.Page.EvaluateAsync<string>("JSON.stringify(document.querySelector('visit-room')?.room ?? location.href)"));
        }
    }

    /// <summary>Waits until, for half a second, neither a packet of sound came nor a frame was decoded.</summary>
    public static Task NothingComes(this Someone someone) => someone.Until("""
        async () => {
          const counted = async () => [...(await document.querySelector("visit-room").stats()).values()].filter(s => s.type === "inbound-rtp")
            .reduce((n, s) => n + (s.kind === "audio" ? s.packetsReceived : s.framesDecoded ?? 0), 0);
          const before = await counted();
          await new Promise(later => setTimeout(later, 500));
          return await counted() === before;
        }
        """);

    /// <summary>Waits until this holds in the page. Asked from outside: Playwright's own waiting evaluates strings in the page, which the policy forbids.</summary>
    public static async Task Until(this Someone someone, string holds, object? with = null)
    {
        ArgumentNullException.ThrowIfNull(someone);
        var started = Stopwatch.GetTimestamp();
        while (!await someone.Page.EvaluateAsync<bool>(holds, with))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                Assert.Fail($"Never: {holds}, in {await someone.Page.EvaluateAsync<string>("JSON.stringify(document.querySelector('visit-room')?.room ?? location.href)")}, after{await someone.Tapes()}");
            }
        }
    }

    /// <summary>Returns as soon as one frame of the other's picture was painted in this page.</summary>
    public static Task FirstFrame(this Someone someone) => someone!.Page.EvaluateAsync("""
        selector => new Promise(done => {
          const look = () => {
            const video = document.querySelector(selector);
            video ? video.requestVideoFrameCallback(() => done()) : setTimeout(look, 20);
          };
          look();
        })
        """, Remote);

    /// <summary>The stage is free of words: the picture is what one looks at.</summary>
    public static ILocator StageWord(this Someone someone) => someone!.Page.Locator("[data-view=call]:not([hidden]) [data-stage-word]:not([hidden])");

    /// <summary>This page finds no way but the relay's.</summary>
    public static Task OnlyByRelay(this Someone someone, string transport) => someone!.Page.AddInitScriptAsync($$"""
        const Peer = window.RTCPeerConnection;
        const way = url => url.startsWith("turns:") ? "tls" : url.slice(-3);
        const only = servers => servers.map(server => ({ ...server, urls: [server.urls].flat().filter(url => way(url) === "{{transport}}") }));
        window.RTCPeerConnection = class extends Peer {
          constructor(wanted) { super(wanted.bundlePolicy ? { ...wanted, iceTransportPolicy: "relay", iceServers: only(wanted.iceServers) } : wanted); }
          setConfiguration(wanted) { window.supplied = wanted.iceServers[0].username; super.setConfiguration({ ...wanted, iceServers: only(wanted.iceServers) }); }
        };
        """);

    /// <summary>How long a packet takes to the other and back on the way that the connection chose, in s.</summary>
    public static Task<double> RoundTrip(this Someone someone) => someone!.Page.EvaluateAsync<double>("""
        async () => {
          const stats = await document.querySelector("visit-room").stats();
          return stats.get([...stats.values()].find(s => s.type === "transport").selectedCandidatePairId).currentRoundTripTime;
        }
        """);

    private static Task<long> Heard(Someone someone) => Inbound(someone, "audio", "packetsReceived");

    private static Task<long> Decoded(Someone someone) => Inbound(someone, "video", "framesDecoded");

    private static async Task<long> Inbound(Someone someone, string kind, string counter) => (await someone.Page.EvaluateAsync<JsonElement>("""
        async ([kind, counter]) => {
          const stats = await document.querySelector("visit-room").stats();
          return [...stats.values()].filter(s => s.type === "inbound-rtp" && s.kind === kind).reduce((n, s) => n + (s[counter] ?? 0), 0);
        }
        """, new[] { kind, counter })).GetInt64();
}
