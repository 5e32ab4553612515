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
        Assert.True(await Heard(someone) > 0);
        var (before, seen) = (await Heard(someone), await Decoded(someone));
        await someone.Until("""
            async ([heard, decoded]) => {
              const stats = [...(await document.querySelector("visit-room").stats()).values()].filter(s => s.type === "inbound-rtp");
              const of = kind => stats.find(s => s.kind === kind);
              return of("audio")?.packetsReceived > heard && of("video")?.framesDecoded > decoded;
            }
            """, new[] { before, seen });
        Assert.True(await someone.Page.EvaluateAsync<bool>("""
            selector => document.querySelector(selector).srcObject.getAudioTracks().some(t => t.readyState === "live" && !t.muted)
            """, Remote));
    }

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

    /// <summary>Waits until this holds in the page. Asked from outside: Playwright's own waiting evaluates strings in the page, which the policy forbids.</summary>
    public static async Task Until(this Someone someone, string holds, object? with = null)
    {
        ArgumentNullException.ThrowIfNull(someone);
        var started = Stopwatch.GetTimestamp();
        while (!await someone.Page.EvaluateAsync<bool>(holds, with))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Never: {holds}");
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

    private static Task<long> Heard(Someone someone) => Inbound(someone, "audio", "packetsReceived");

    private static Task<long> Decoded(Someone someone) => Inbound(someone, "video", "framesDecoded");

    private static async Task<long> Inbound(Someone someone, string kind, string counter) => (await someone.Page.EvaluateAsync<JsonElement>("""
        async ([kind, counter]) => {
          const stats = await document.querySelector("visit-room").stats();
          return [...stats.values()].filter(s => s.type === "inbound-rtp" && s.kind === kind).reduce((n, s) => n + (s[counter] ?? 0), 0);
        }
        """, new[] { kind, counter })).GetInt64();
}
