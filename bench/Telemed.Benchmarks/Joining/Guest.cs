using System.Text.Json;
using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Joining;

/// <summary>What one page saw.</summary>
/// <param name="Origin">When its navigation began, in milliseconds since 1970.</param>
/// <param name="Marks">Milliseconds after that: "frame" is the first one of the other's picture.</param>
internal sealed record Sight(double Origin, Dictionary<string, double> Marks)
{
    public double FrameAt => Origin + Marks["frame"];
}

/// <summary>One person: a browser context of their own, an address of their own, one page.</summary>
internal sealed class Guest : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const string AdmitButton = "[data-view=call]:not([hidden]) [data-do=admit]";
    private static int _addresses;

    private readonly IBrowserContext _context;

    private Guest(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public static async Task<Guest> Arrives(IBrowser browser)
    {
        var number = Interlocked.Increment(ref _addresses);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = "fr-FR", ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
            ExtraHTTPHeaders = [new("X-Forwarded-For", $"10.1.{number / 250}.{1 + (number % 250)}")],
        });
        context.SetDefaultTimeout(20_000);
        await context.AddInitScriptAsync(Scripts.Read("sight.js"));
        return new Guest(context, await context.NewPageAsync());
    }

    public Task Goto(string address) => Page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });

    /// <summary>Has its camera and its line, and waits for the other.</summary>
    public Task Waits() => Page.WaitForFunctionAsync("() => window.floorWaits || document.querySelector('visit-room')?.room?.line === 'connected'");

    /// <summary>The way to the other is there, though nobody is let in yet.</summary>
    public Task HasWay() => Page.WaitForFunctionAsync(
        "() => document.querySelector('visit-room')?.stats?.()?.then(all => [...all.values()].find(s => s.type === 'transport')?.dtlsState === 'connected')");

    /// <summary>Lets the one who waits in; returns when, in milliseconds since 1970.</summary>
    public async Task<double> Admits()
    {
        await Page.Locator(AdmitButton).WaitForAsync();
        return await Page.EvaluateAsync<double>($$"""
            () => {
              const at = performance.timeOrigin + performance.now();
              document.querySelector("{{AdmitButton}}").click();
              return at;
            }
            """);
    }

    /// <summary>The first frame of the other's picture.</summary>
    public async Task<Sight> Sees()
    {
        var seen = await Page.EvaluateAsync<string>("async () => JSON.stringify(await window.benchSight)").WaitAsync(Patience);
        return JsonSerializer.Deserialize<Sight>(seen, JsonSerializerOptions.Web)!;
    }

    /// <summary>What the page shows, for whoever wonders why nobody met.</summary>
    public Task<string> Shows() => Page.EvaluateAsync<string>("""
        () => location.pathname + " " + JSON.stringify(document.querySelector("visit-room")?.room ?? null) + " "
          + [...document.querySelectorAll("[data-view]:not([hidden])")].map(v => v.innerText.replace(/\s+/g, " ").slice(0, 300)).join(" | ")
        """);

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
