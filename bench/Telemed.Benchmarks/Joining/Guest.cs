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

    /// <summary>The first frame of the other's picture.</summary>
    public Task<Sight> Sees() => Page.EvaluateAsync<Sight>("() => window.benchSight").WaitAsync(TimeSpan.FromSeconds(30));

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
