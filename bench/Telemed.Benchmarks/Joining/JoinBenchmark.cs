using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Joining;

/// <summary>
/// From <c>goto</c> of an unredeemed link, Join pressed at once, to the first remote frame on both sides, in two real Chromium contexts;
/// beside two bare pages over a raw relay and over a bare hub. One after the other within each round.
/// </summary>
internal static class JoinBenchmark
{
    private const double MostSecond = 1.6;
    private const double MostBoth = 1.4;

    /// <summary>A browser that has run many calls gets slow, and figures with it.</summary>
    private const int RoundsPerBrowser = 5;

    /// <summary>What the call before left behind (encoders, sockets) has ended by then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(0.8);

    private static readonly string[] Flags =
    [
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
        "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows", "--no-sandbox",
    ];

    public static async Task Run(Settings settings, Findings findings)
    {
        using var scratch = new Scratch();
        var launch = new Launch(settings.Published, scratch["data"]) { Environment = "Development" };
        await PublishedServer.Migrate(launch);
        await using var server = await PublishedServer.Start(launch);
        await using var floors = await FloorPages.Start(settings.NodeModules);
        using var http = new HttpClient { BaseAddress = server.Address };
        await UntilFilled(http);
        var doors = Door.All(http, floors);
        var takes = new Takes();
        using var playwright = await Playwright.CreateAsync();
        for (var round = 0; round < settings.JoinRounds; round += RoundsPerBrowser)
        {
            await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("TELEMED_CHROMIUM") ?? "/usr/bin/chromium", Args = Flags,
            });
            var warming = new Takes();
            foreach (var door in doors)
            {
                await Meet(door, browser, warming, practitionerComes: true);
            }

            for (var i = round; i < Math.Min(round + RoundsPerBrowser, settings.JoinRounds); i++)
            {
                foreach (var door in doors)
                {
                    await Meet(door, browser, takes, practitionerComes: i % 2 == 0);
                    await MeetAtOnce(door, browser, takes);
                }
            }
        }

        Tell(takes, findings);
    }

    private static void Tell(Takes takes, Findings findings)
    {
        Compare("join, second joiner", "relay", "raw relay", "≤ 1.6 × raw relay", MostSecond);
        Compare("join, second joiner", "hub", "bare hub", "", null);
        Compare("join, both at once", "hub", "bare hub", "≤ 1.4 × bare hub", MostBoth);
        Compare("join, both at once", "relay", "raw relay", "", null);
        findings.Notes.Add(takes.Stages());

        void Compare(string what, string door, string name, string aim, double? most)
        {
            var kind = what.Contains("both", StringComparison.Ordinal) ? Takes.AtOnce : Takes.Second;
            var (ours, floor) = (takes.Of("ours", kind), takes.Of(door, kind));
            var ratio = ours.Median() / floor.Median();
            findings.Add(new Finding(what, ours.Milliseconds(), $"{name} {floor.Milliseconds()}", ratio, aim, most is { } limit ? ratio <= limit : null));
        }
    }

    /// <summary>One waits in the room already; the time is the second's, from their navigation until both see each other.</summary>
    private static async Task Meet(Door door, IBrowser browser, Takes takes, bool practitionerComes)
    {
        var pair = await door.Opens();
        await using var practitioner = await Guest.Arrives(browser);
        await using var patient = await Guest.Arrives(browser);
        var (first, second) = practitionerComes ? (patient, practitioner) : (practitioner, patient);
        await first.Goto(first == patient ? pair.Patient : pair.Practitioner);
        await first.Waits();
        await Task.Delay(Settle);
        await second.Goto(second == patient ? pair.Patient : pair.Practitioner);
        var sights = await Task.WhenAll(first.Sees(), second.Sees());
        takes.Add(door.Name, Takes.Second, sights.Max(s => s.FrameAt) - sights[1].Origin, sights[1]);
        await door.Closes(practitioner.Page);
        await Task.Delay(Settle);
    }

    /// <summary>Both come at the same moment; from the earlier navigation until both see each other.</summary>
    private static async Task MeetAtOnce(Door door, IBrowser browser, Takes takes)
    {
        var pair = await door.Opens();
        await using var practitioner = await Guest.Arrives(browser);
        await using var patient = await Guest.Arrives(browser);
        await Task.WhenAll(practitioner.Goto(pair.Practitioner), patient.Goto(pair.Patient));
        var sights = await Task.WhenAll(practitioner.Sees(), patient.Sees());
        takes.Add(door.Name, Takes.AtOnce, sights.Max(s => s.FrameAt) - sights.Min(s => s.Origin), sights.MaxBy(s => s.FrameAt)!);
        await door.Closes(practitioner.Page);
        await Task.Delay(Settle);
    }

    /// <summary>The demonstration's people are there once the first links are given out.</summary>
    private static async Task UntilFilled(HttpClient server)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await Pair.FromLinks(server);
                return;
            }
            catch (HttpRequestException) when (i < 100)
            {
                await Task.Delay(200);
            }
        }
    }
}
