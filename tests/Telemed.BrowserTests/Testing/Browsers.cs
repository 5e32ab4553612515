using System.Text.RegularExpressions;
using Telemed.Tests.Testing;

[assembly: AssemblyFixture(typeof(Telemed.BrowserTests.Testing.Browsers))]

namespace Telemed.BrowserTests.Testing;

/// <summary>
/// Debian's Chromium with a camera and a microphone that are made up, and one context a person. What most journeys share is its build
/// without windows (chromium-headless-shell, of the same source package): the pages are the same, drawing windows that nobody sees costs a
/// third of the time. Where the browser itself matters — permissions, crashes, networks — it is the whole one.
/// </summary>
public sealed class Browsers : IAsyncLifetime
{
    /// <summary>
    /// Ten pictures a second, not the thirty that a camera gives: each is coded once for every other in the call, by the same processors
    /// that run the server and the pages, and four people at thirty left neither of them time.
    /// </summary>
    public static readonly IReadOnlyList<string> Flags =
    [
        "--use-fake-device-for-media-stream=fps=10", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
        // Two pages in one browser: neither may be treated as the one in the background.
        "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
        "--no-sandbox",
    ];

    private static readonly string Chromium = Environment.GetEnvironmentVariable("TELEMED_CHROMIUM") ?? "/usr/bin/chromium";

    private const string WithoutWindows = "/usr/bin/chromium-headless-shell";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(20_000);
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = WithoutWindows, Args = Flags });
    }

    /// <summary>A browser of its own in which the question for the camera is not answered with yes.</summary>
    public Task<IBrowser> Launch(params string[] flags) => _playwright!.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = flags });

    /// <summary>A browser in a network of its own.</summary>
    public async Task<IBrowser> LaunchIn(Namespace place, params string[] flags)
    {
        ArgumentNullException.ThrowIfNull(place);
        var folder = Directory.CreateTempSubdirectory("telemed-chromium-");
        var script = Path.Combine(folder.FullName, "chromium");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec ip netns exec {place.Name} {Chromium} \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var browser = await _playwright!.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = script, Args = flags });
        folder.Delete(recursive: true);
        return browser;
    }

    /// <param name="stored">What this person's browser had kept from before.</param>
    public async Task<Someone> Someone(RunningServer server, bool phone = false, string locale = "fr-FR", IBrowser? browser = null, string? stored = null, string? zone = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        var context = await (browser ?? _browser!).NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Address.ToString(), Locale = locale, StorageState = stored, TimezoneId = zone,
            ViewportSize = phone ? new ViewportSize { Width = 360, Height = 740 } : new ViewportSize { Width = 1280, Height = 800 },
        });
        context.SetDefaultTimeout(30_000);
        await Tape.Record(context);
        return new Someone(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>One person with a browser of their own. Whatever the page complains about fails the test at the end.</summary>
public sealed partial class Someone : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public Someone(IBrowserContext context, IPage page)
    {
        (Context, Page) = (context, page);
        Context.Page += (_, opened) => Listen(opened);
        Listen(page);
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>The island, for what only it knows.</summary>
    public ILocator Room => Page.Locator("visit-room");

    public ILocator View(string name) => Page.Locator($"[data-view={name}]:not([hidden])");

    /// <summary>Opens a link and presses Join when the page offers it.</summary>
    public async Task Join(string link)
    {
        await Page.GotoAsync(link);
        await Page.Locator("[data-join]").ClickAsync();
    }

    public async Task SignIn(string email, string password)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("input[type=email]").FillAsync(email);
        await Page.Locator("input[type=password]").FillAsync(password);
        await Page.Locator("form:has(input[type=password]) button:not([type=button])").ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await Context.CloseAsync();
        Assert.Empty(_complaints);
    }

    private void Listen(IPage page)
    {
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // An answer of 4xx that a test provokes is not the page's fault; a broken policy or an exception is.
            if (message.Type is "error" && !FailedLoad().IsMatch(message.Text))
            {
                _complaints.Add(message.Text);
            }
        };
    }

    [GeneratedRegex("^Failed to load resource|WebSocket connection to|net::ERR_")]
    private static partial Regex FailedLoad();
}
