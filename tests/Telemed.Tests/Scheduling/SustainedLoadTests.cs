using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Tests.Scheduling;

/// <summary>Many who book without a pause, each times of their own: nobody waits for long, and everybody gets a like share of the turns.</summary>
[Collection(nameof(Alone))]
[Trait("Trial", "yes")]
public sealed class SustainedLoadTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Under_sustained_load_everybody_gets_a_turn_when_it_is_theirs()
    {
        var seconds = Trial.Size(2, 30);
        var load = await SustainedLoad.On(app, Trial.Size(16, 64), TimeSpan.FromSeconds(seconds));
        Trial.Report($"sustained load for {seconds} s, {load}");
        Assert.Null(load.Fault);
        Assert.True(load.IsFair, $"{load}");
        Assert.True(load.IsPrompt, $"{load}");
        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
    }
}

/// <summary>SQLite without the queue of its writers, as if every turn were free.</summary>
public sealed class UngatedApp : TelemedApp
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
        {
            services.RemoveAll<WriterGate>();
            services.AddSingleton(new WriterGate(turns: 1000));
        });
    }
}

/// <summary>The counter-proof: without the gate the same load fails the same check. SQLite's alone; it takes as long as writers starve.</summary>
[Collection(nameof(Alone))]
[Trait("Trial", "yes")]
public sealed class SustainedLoadControlTests(UngatedApp app) : IClassFixture<UngatedApp>
{
    [Fact(Explicit = true)]
    public async Task Without_the_queue_of_writers_some_starve()
    {
        if (TestDatabase.Server is not null)
        {
            return; // PostgreSQL has no such queue
        }

        var load = await SustainedLoad.On(app, 64, TimeSpan.FromSeconds(20));
        Trial.Report($"the same without the queue of writers, {load}");
        Assert.True(load.Fault is not null || !load.IsFair, $"{load}");
    }
}

/// <summary>What a load came to: each client books as soon as its last booking is answered.</summary>
/// <param name="Fewest">Bookings of the client that had the fewest.</param>
/// <param name="Overtaken">How many bookings of others were answered while one waited, at the worst: whatever the speed of the machine.</param>
/// <param name="Fault">The first answer that was none; null: every booking was made.</param>
internal sealed record SustainedLoad(int Clients, int Bookings, int Fewest, int Overtaken, TimeSpan Mean, TimeSpan Worst, string? Fault)
{
    /// <summary>How long nobody waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private const int SlotsADay = 24 * 12;

    /// <summary>In a fair queue each of the others is answered once while one waits; twice is somebody let past.</summary>
    public bool IsFair => Overtaken < 2 * Clients;

    /// <summary>Within a second; that is for a machine which gives a fair share within a third of it.</summary>
    public bool IsPrompt => Worst < Patience || Mean > Patience / 3;

    public static async Task<SustainedLoad> On(TelemedApp app, int clients, TimeSpan length)
    {
        var bookers = await Booker.Many(app, clients);
        var (taken, answered) = (-1, 0);
        Task<BookingAnswer> Next(Booker booker)
        {
            // Five minutes each, one after the other, on days that nobody else uses.
            var slot = Interlocked.Increment(ref taken);
            var (day, at) = (new LocalDate(2027, 6, 1).PlusDays(slot / SlotsADay), slot % SlotsADay * 5);
            return booker.Book(day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{at / 60:00}:{at % 60:00}"), "5");
        }

        await Task.WhenAll(bookers.Select(Next)); // the first request compiles what all others only run
        var since = Stopwatch.StartNew();
        var runs = await Task.WhenAll(bookers.Select(booker => Task.Run(async () =>
        {
            var made = new List<(BookingAnswer Answer, int Overtaken)>();
            while (since.Elapsed < length)
            {
                var before = Volatile.Read(ref answered);
                var answer = await Next(booker);
                made.Add((answer, Interlocked.Increment(ref answered) - 1 - before));
            }

            return made;
        })));
        var all = runs.SelectMany(r => r).ToList();
        return new SustainedLoad(clients, all.Count, runs.Min(r => r.Count), all.Max(a => a.Overtaken), TimeSpan.FromTicks((long)all.Average(a => a.Answer.Took.Ticks)),
            all.Max(a => a.Answer.Took), all.Where(a => !a.Answer.Won).Select(a => $"{a.Answer.Status}").FirstOrDefault());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Clients} clients: {Bookings} bookings, {Fewest} by whoever had the fewest; a wait of {Mean.TotalMilliseconds:0} ms in the mean, {Worst.TotalMilliseconds:0} ms and {Overtaken} others overtaking at the worst{(Fault is null ? "" : $"; a fault: {Fault}")}");
}
