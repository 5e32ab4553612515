namespace Telemed.Benchmarks.Running;

/// <summary>Debian's Chromium, without windows.</summary>
internal static class Chromium
{
    public static Task<IBrowser> Launch(IPlaywright playwright, params IReadOnlyList<string> flags) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Environment.GetEnvironmentVariable("TELEMED_CHROMIUM") ?? "/usr/bin/chromium", Args = [.. flags, "--no-sandbox"],
    });
}
