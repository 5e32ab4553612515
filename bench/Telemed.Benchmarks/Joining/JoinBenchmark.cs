using Microsoft.Data.Sqlite;
using Telemed.Benchmarks.Running;

namespace Telemed.Benchmarks.Joining;

/// <summary>
/// From <c>goto</c> of an unredeemed link, Join pressed at once, to the first remote frame on both sides, in two real Chromium contexts;
/// beside two bare pages over a raw relay and over a bare hub. And from the press on "admit", both in the room and their way prepared.
/// One after the other within each round.
/// </summary>
internal static class JoinBenchmark
{
    private const double MostSecond = 1.3;
    private const double MostBoth = 1.2;
    private const double MostAdmitted = 0.6;

    /// <summary>A browser that has run many calls gets slow, and figures with it.</summary>
    private const int RoundsPerBrowser = 5;

    /// <summary>What the call before left behind (encoders, sockets) has ended by then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(0.8);

    private static readonly string[] Flags =
    [
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
        "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
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
            await using var browser = await Chromium.Launch(playwright, Flags);
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

                await AdmitByHand(launch, true);
                await MeetAdmitted(doors[0], browser, takes);
                await AdmitByHand(launch, false);
            }
        }

        Tell(takes, findings);
    }

    private static void Tell(Takes takes, Findings findings)
    {
        Compare("join, second joiner", "relay", "raw relay", "≤ 1.3 × raw relay", MostSecond);
        Compare("join, second joiner", "hub", "bare hub", "", null);
        Compare("join, both at once", "hub", "bare hub", "≤ 1.2 × bare hub", MostBoth);
        Compare("join, both at once", "relay", "raw relay", "", null);
        Compare("join, admitted by hand", "relay", "raw relay, second joiner", "≤ 0.6 × raw relay, second joiner", MostAdmitted);
        findings.Notes.Add(takes.Stages());

        void Compare(string what, string door, string name, string aim, double? most)
        {
            var kind = what.Contains("both", StringComparison.Ordinal) ? Takes.AtOnce : what.Contains("admitted", StringComparison.Ordinal) ? Takes.Admitted : Takes.Second;
            var (ours, floor) = (takes.Of("ours", kind), takes.Of(door, kind is Takes.Admitted ? Takes.Second : kind));
            if (ours.Count == 0 || floor.Count == 0)
            {
                findings.Failures.Add($"{what}: nobody met.");
                return;
            }

            var ratio = ours.Median() / floor.Median();
            var missed = takes.Failed("ours", kind);
            findings.Add(new Finding(missed == 0 ? what : $"{what} ({missed} of {missed + ours.Count} did not meet)", ours.Milliseconds(), $"{name} {floor.Milliseconds()}", ratio, aim, most is { } limit ? ratio <= limit && missed == 0 : null));
        }
    }

    /// <summary>One waits in the room already; the time is the second's, from their navigation until both see each other.</summary>
    private static Task Meet(Door door, IBrowser browser, Takes takes, bool practitionerComes) => Between(door, browser, takes, Takes.Second, async (practitioner, patient) =>
    {
        var (first, second) = practitionerComes ? (patient, practitioner) : (practitioner, patient);
        await first.Guest.Goto(first.Address);
        await first.Guest.Waits();
        await Task.Delay(Settle);
        await second.Guest.Goto(second.Address);
        var sights = await Task.WhenAll(first.Guest.Sees(), second.Guest.Sees());
        takes.Add(door.Name, Takes.Second, sights.Max(s => s.FrameAt) - sights[1].Origin, sights[1]);
    });

    /// <summary>Both come at the same moment; from the earlier navigation until both see each other.</summary>
    private static Task MeetAtOnce(Door door, IBrowser browser, Takes takes) => Between(door, browser, takes, Takes.AtOnce, async (practitioner, patient) =>
    {
        await Task.WhenAll(practitioner.Guest.Goto(practitioner.Address), patient.Guest.Goto(patient.Address));
        var sights = await Task.WhenAll(practitioner.Guest.Sees(), patient.Guest.Sees());
        takes.Add(door.Name, Takes.AtOnce, sights.Max(s => s.FrameAt) - sights.Min(s => s.Origin), sights.MaxBy(s => s.FrameAt)!);
    });

    /// <summary>Both are in the room, the patient waits to be let in; from the practitioner's press until both see each other.</summary>
    private static Task MeetAdmitted(Door door, IBrowser browser, Takes takes) => Between(door, browser, takes, Takes.Admitted, async (practitioner, patient) =>
    {
        await patient.Guest.Goto(patient.Address);
        await patient.Guest.Waits();
        await practitioner.Guest.Goto(practitioner.Address);
        await practitioner.Guest.Waits();
        await Task.WhenAll(practitioner.Guest.HasWay(), patient.Guest.HasWay());
        await Task.Delay(Settle);
        var pressed = await practitioner.Guest.Admits();
        var sights = await Task.WhenAll(practitioner.Guest.Sees(), patient.Guest.Sees());
        takes.Add(door.Name, Takes.Admitted, sights.Max(s => s.FrameAt) - pressed, sights.MaxBy(s => s.FrameAt)!);
    });

    /// <summary>Rooms read it anew at each step.</summary>
    private static async Task AdmitByHand(Launch launch, bool byHand)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(launch.DataFolder, "telemed.db")};Default Timeout=30;Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "UPDATE tenants SET admit_by_hand = $on";
        command.Parameters.AddWithValue("$on", byHand);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Two people with an address each. Whoever does not meet is counted and told, and the next ones try.</summary>
    private static async Task Between(Door door, IBrowser browser, Takes takes, string kind, Func<(Guest Guest, string Address), (Guest Guest, string Address), Task> meet)
    {
        var pair = await door.Opens();
        await using var practitioner = await Guest.Arrives(browser);
        await using var patient = await Guest.Arrives(browser);
        try
        {
            await meet((practitioner, pair.Practitioner), (patient, pair.Patient));
            await door.Closes(practitioner.Page);
        }
        catch (Exception failed) when (failed is TimeoutException or PlaywrightException)
        {
            takes.Fail(door.Name, kind);
            Console.WriteLine($"  {door.Name,-6} {kind,-14} did not meet\n    {await practitioner.Shows()}\n    {await patient.Shows()}");
        }

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
