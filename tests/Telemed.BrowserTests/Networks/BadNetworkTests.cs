using System.Diagnostics;
using Microsoft.Playwright;
using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;
using Telemed.Tests.Testing;

namespace Telemed.BrowserTests.Networks;

/// <summary>Two people at home, over networks as they are. Nobody presses anything: whatever breaks comes back by itself.</summary>
public sealed class BadNetworkTests(TwoHomes homes) : IClassFixture<TwoHomes>
{
    /// <summary>Sound may be away so much longer than the network was, in s.</summary>
    private static readonly double Recovery = Trial.Within(2);

    /// <summary>The line is heard every two seconds: so much earlier than it broke it may have been heard last.</summary>
    private static readonly TimeSpan Heard = Trial.Within(TimeSpan.FromSeconds(2.5));

    /// <summary>A picture moves from so many frames a second: fewer would be the network's doing. A machine at its limit makes four.</summary>
    private static readonly double Moving = Trial.IsFull ? 5 : 1;

    private Home Patient => homes.Internet.Homes[1];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Trait("Trial", "yes")]
    public async Task After_a_cut_picture_and_sound_are_back_without_anybody_s_doing()
    {
        await using var call = await homes.Call();
        var place = call.Patient.Page.Url;
        foreach (var seconds in Trial.IsFull ? (int[])[1, 5, 25, 60] : [1, 5])
        {
            // Nobody is told: packets just vanish.
            var (began, away) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
            var seen = await Seen.During(call, () => Cut(seconds, () => seconds < 20 ? Task.CompletedTask : TheOtherReadsWhoseLineItIs(call)));
            seen.Report($"cut of {seconds} s");
            Assert.True(seen.SoundGap <= seconds + Recovery, $"{seconds} s: {seen}");
            if (seconds >= 5)
            {
                // The record says how long the line was silent, though the server noticed late or never.
                Assert.InRange((await homes.Server.Last("Dropped", began - Heard))!.Value.TotalSeconds, seconds - 1, (away.Elapsed + Heard).TotalSeconds);
            }
        }

        // The machine itself has no network.
        var pulled = await Seen.During(call, async () =>
        {
            await Patient.Wifi.Fall();
            await Task.Delay(TimeSpan.FromSeconds(3), Cancel);
            await Patient.Wifi.Rise();
        });
        pulled.Report("line down for 3 s");
        Assert.True(pulled.SoundGap <= 3 + Recovery, pulled.ToString());
        Assert.Equal(place, call.Patient.Page.Url);
    }

    [Fact, Trait("Trial", "yes")]
    public async Task After_a_change_of_address_picture_and_sound_are_back_within_three_seconds()
    {
        await using var call = await homes.Call();
        var (back, moves) = (new List<Seen>(), 0);
        try
        {
            for (; moves < Trial.Size(1, 20); moves++)
            {
                var (from, to) = moves % 2 == 0 ? (Patient.Wifi, Patient.Cell) : (Patient.Cell, Patient.Wifi);
                var changing = Stopwatch.StartNew();
                back.Add(await Seen.During(call, async () =>
                {
                    changing.Restart();
                    await from.MoveTo(to);
                    changing.Stop();
                }));
                Assert.True(back[^1].SoundGap <= changing.Elapsed.TotalSeconds + Recovery, $"{changing.Elapsed}: {back[^1]}");
            }
        }
        finally
        {
            // Home again: what comes next happens to the first line.
            await Patient.Cell.Fall();
            await Patient.Wifi.Rise();
        }

        Seen.ReportAll("another address", back);
        var ninetyFifth = Seen.NinetyFifth(back.Select(seen => Math.Max(seen.PictureBack, seen.SoundBack)));
        Assert.True(ninetyFifth <= Trial.Within(3), $"{ninetyFifth} s; {back.MaxBy(seen => Math.Max(seen.PictureBack, seen.SoundBack))}");
    }

    [Fact, Trait("Trial", "yes")]
    public async Task A_network_that_swallows_picture_and_sound_alone_is_in_the_record()
    {
        const int seconds = 12;
        await using var call = await homes.Call();
        var (began, away) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        var seen = await Seen.During(call, async () =>
        {
            await Patient.Wifi.LoseAllBut(homes.Server.Address.Port);
            await Task.Delay(TimeSpan.FromSeconds(seconds), Cancel);
            await Patient.Wifi.LoseNothing();
        });
        seen.Report($"picture and sound alone cut for {seconds} s");
        Assert.True(seen.SoundGap <= seconds + Recovery, seen.ToString());
        TimeSpan? lost = null;
        for (var look = 0; lost is null && look < 50; look++)
        {
            await Task.Delay(100, Cancel);
            lost = await homes.Server.Last("MediaLost", began);
        }

        // The page counts from the moment at which the connection was given up, five to seven seconds after the last packet.
        Assert.InRange(lost?.TotalSeconds ?? 0, Trial.IsFull ? seconds - 8 : 1, away.Elapsed.TotalSeconds);
    }

    [Fact, Trait("Trial", "yes")]
    public async Task A_machine_that_slept_is_back_as_soon_as_it_wakes()
    {
        await using var call = await homes.Call();
        var seconds = Trial.Size(4, 40);
        var seen = await Seen.During(call, async () =>
        {
            await Patient.Sleep();
            await Task.Delay(TimeSpan.FromSeconds(seconds), Cancel);
            await Patient.Wake();
        });
        seen.Report($"asleep for {seconds} s");
        Assert.True(seen.SoundGap <= seconds + Recovery, seen.ToString());
    }

    [Fact, Trait("Trial", "yes")]
    public async Task With_packets_lost_and_on_a_narrow_line_sound_goes_on()
    {
        await using var call = await homes.Call();
        foreach (var percent in Trial.IsFull ? (int[])[2, 5, 10] : [10])
        {
            await Patient.Wifi.Lose(percent / 100.0);
            var lossy = await Seen.Over(call, TimeSpan.FromSeconds(Trial.Size(3, 20)));
            lossy.Report($"{percent} % of packets lost");
            await Patient.Wifi.LoseNothing();
            Assert.True(lossy.SoundGap <= Recovery && lossy.FramesPerSecond > Moving, lossy.ToString());
        }

        await Patient.Wifi.Slow(250);
        var narrow = await Seen.Over(call, TimeSpan.FromSeconds(Trial.Size(3, 30)));
        narrow.Report("250 kbit/s each way");
        await Patient.Wifi.Quicken();
        Assert.True(narrow.SoundGap <= Recovery, narrow.ToString());
    }

    [Fact, Trait("Trial", "yes")]
    public async Task Over_a_relay_that_is_far_away_picture_and_sound_come_and_come_back()
    {
        await using var call = await homes.FarCall();
        Assert.InRange(await call.Patient.RoundTrip(), 0.6, Trial.Within(2));
        var far = await Seen.Over(call, TimeSpan.FromSeconds(Trial.Size(2, 20)));
        far.Report("relay only, 300 ms one way");
        Assert.True(far.SoundGap <= Recovery && far.FramesPerSecond > Moving, far.ToString());
        if (Trial.IsFull)
        {
            var cut = await Seen.During(call, () => Cut(3, () => Task.CompletedTask));
            cut.Report("relay only, 300 ms one way, cut of 3 s");
            Assert.True(cut.SoundGap <= 3 + Recovery, cut.ToString());
        }
    }

    private static Task TheOtherReadsWhoseLineItIs(Call call) =>
        Assertions.Expect(call.Practitioner.Page.Locator("[data-stage-word]:not([hidden])").First).ToContainTextAsync("La connexion de", new() { Timeout = 30_000 });

    private async Task Cut(int seconds, Func<Task> meanwhile)
    {
        await Patient.Wifi.Lose(1);
        await Task.WhenAll(Task.Delay(TimeSpan.FromSeconds(seconds), Cancel), meanwhile());
        await Patient.Wifi.LoseNothing();
    }
}
