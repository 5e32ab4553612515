using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Consultations;
using Telemed.Consultations.Quality;
using Telemed.Platform;

namespace Telemed.Tests.Consultations.Quality;

/// <summary>Samples of a call: scored, told when a level changes, added up by minute, kept with the visit.</summary>
public sealed class QualityTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly object Fine = Sample(0, 40, 5);

    [Theory]
    [InlineData(0, 0, 0, 100, QualityLevel.Excellent)]
    [InlineData(0, 40, 5, 95.6, QualityLevel.Excellent)]
    [InlineData(0.05, 100, 10, 82.5, QualityLevel.Good)]
    [InlineData(0.1, 250, 20, 62, QualityLevel.Fair)]
    [InlineData(0.2, 400, 30, 34, QualityLevel.Poor)]
    [InlineData(1, 60_000, 60_000, 0, QualityLevel.Poor)]
    public void The_score_is_of_loss_round_trip_and_jitter(double loss, double roundTrip, double jitter, double score, QualityLevel level)
    {
        Assert.Equal(score, CallQuality.Score(loss, roundTrip, jitter), 6);
        Assert.Equal(level, CallQuality.LevelOf(score));
    }

    [Theory]
    [InlineData(85, QualityLevel.Excellent)]
    [InlineData(84.9, QualityLevel.Good)]
    [InlineData(70, QualityLevel.Good)]
    [InlineData(69.9, QualityLevel.Fair)]
    [InlineData(50, QualityLevel.Fair)]
    [InlineData(49.9, QualityLevel.Poor)]
    public void Levels_begin_where_they_say(double score, QualityLevel level) => Assert.Equal(level, CallQuality.LevelOf(score));

    [Fact]
    public async Task Samples_are_added_up_by_minute_and_kept_with_the_visit()
    {
        await using var call = await Live.Begin(app);
        app.Time.Advance(TimeSpan.FromSeconds(60 - (app.Time.GetUtcNow().ToUnixTimeSeconds() % 60)));
        await call.Bob.Call("ReportQuality", Sample(0, 40, 5, join: 850));
        app.Time.Advance(TimeSpan.FromSeconds(2));
        await call.Bob.Call("ReportQuality", Sample(0.2, 400, 30));
        var minutes = await Written(call, 1, samples: 2);
        var minute = Assert.Single(minutes);
        Assert.Equal((call.Visit.Encounter, call.Visit.Bob), (minute.EncounterId, minute.ParticipantId));
        Assert.Equal((2, 0.1, 0.2, 850), (minute.Samples, minute.LossSum / 2, minute.LossMax, minute.JoinMilliseconds));
        Assert.Equal((34, (95.6 + 34) / 2), (Math.Round(minute.ScoreMin, 6), Math.Round(minute.Score, 6)));
        Assert.Equal((440, 400, 30), (minute.RoundTripSum, minute.RoundTripMax, minute.JitterMax));
        await call.Bob.Call("ReportQuality", Fine);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await call.Bob.Call("ReportQuality", Fine);
        Assert.Equal([3, 1], (await Written(call, 2, samples: 4)).Select(m => m.Samples));
    }

    [Fact]
    public async Task The_others_hear_when_a_level_changes_and_only_then()
    {
        await using var call = await Live.Begin(app);
        await call.Bob.Call("ReportQuality", Fine);
        Assert.Equal(new QualityChange(call.Visit.Bob, QualityLevel.Excellent), await call.Alice.Hears<QualityChange>("QualityChanged"));
        await call.Bob.Call("ReportQuality", Fine);
        await call.Bob.Call("ReportQuality", Sample(0.3, 400, 30));
        Assert.Equal(QualityLevel.Poor, (await call.Alice.Hears<QualityChange>("QualityChanged")).Level);
        Assert.DoesNotContain("QualityChanged", call.Bob.HeardSoFar());
    }

    [Fact]
    public async Task A_flood_is_refused_and_counted_and_harms_nobody()
    {
        await using var call = await Live.Begin(app);
        var before = await Refused();
        for (var i = 0; i < RateLimits.QualitySample.Burst; i++)
        {
            await call.Bob.Call("ReportQuality", Fine);
        }

        Assert.Equal("too-fast", await call.Bob.Refusal("ReportQuality", Fine));
        Assert.Equal(before + 1, await Refused());
        await call.Alice.Call("ReportQuality", Fine);
        app.Time.Advance(TimeSpan.FromSeconds(2));
        await call.Bob.Call("ReportQuality", Fine);
    }

    [Fact]
    public async Task What_no_call_can_measure_is_refused()
    {
        await using var call = await Live.Begin(app);
        foreach (var impossible in (object[])[Sample(1.1, 0, 0), Sample(-0.1, 0, 0), Sample(0, 1e9, 0), Sample(0, 0, -1), Sample(0, 0, 0, join: int.MaxValue)])
        {
            Assert.Equal("not-allowed", await call.Bob.Refusal("ReportQuality", impossible));
            app.Time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task A_visit_that_waits_or_has_ended_takes_no_samples()
    {
        var visit = await VisitScene.Book(app);
        await using var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        Assert.Equal("not-allowed", await bob.Refusal("ReportQuality", Fine));
        await using var call = await Live.Begin(app);
        await call.Alice.Call("End", "byPractitioner");
        await call.Bob.Hears("Ended");
        Assert.Equal("not-allowed", await call.Bob.Refusal("ReportQuality", Fine));
        Assert.Equal("not-allowed", await call.Bob.Refusal("ReportIncident", new { clientId = Guid.CreateVersion7(), kind = "deviceTrouble", code = "cameraBusy", over = false }));
    }

    [Fact]
    public async Task What_was_taken_in_is_written_when_the_server_goes_down_in_good_order()
    {
        await using var first = new TelemedApp();
        await first.InitializeAsync();
        var call = await Live.Begin(first);
        await call.Bob.Call("ReportQuality", Fine);
        await call.DisposeAsync();
        await first.DisposeAsync();
        await using var second = first.Again();
        Assert.Equal(1, Assert.Single(await Rows(second, call.Visit.Encounter)).Samples);
    }

    internal static object Sample(double loss, double roundTrip, double jitter, int? join = null) => new
    {
        loss, roundTrip, jitter, fps = 30, sentKbps = 900, receivedKbps = 850, freezes = 0, relayed = false, joinMilliseconds = join,
    };

    internal static Task<List<QualityMinute>> Rows(TelemedApp app, EncounterId id) => app.InClinic(app.Cast.North, db =>
        db.QualityMinutes.AsNoTracking().Where(q => q.EncounterId == id).OrderBy(q => q.Minute).ToListAsync(TestContext.Current.CancellationToken));

    /// <summary>
    /// The rows once the writer has come to them: so many, with so many samples. The clock goes on when the writer was still busy
    /// as it struck, but never so far that the minute that a test began is over.
    /// </summary>
    internal static async Task<List<QualityMinute>> Written(Live call, int rows, int samples)
    {
        var found = new List<QualityMinute>();
        for (var strike = 0; strike < 10; strike++)
        {
            call.Visit.App.Time.Advance(QualityBook.WriteEvery);
            var patience = System.Diagnostics.Stopwatch.StartNew();
            while (patience.Elapsed < TimeSpan.FromSeconds(3))
            {
                found = await Rows(call.Visit.App, call.Visit.Encounter);
                if (found.Count == rows && found.Sum(m => m.Samples) == samples)
                {
                    return found;
                }
            }
        }

        Assert.Fail($"{found.Count} rows");
        return found;
    }

    private Task<long> Refused() => app.InScope(services => services.GetRequiredService<Db>().Set<Telemed.Audit.Refusal>()
        .Where(r => r.What == "hub-too-fast").SumAsync(r => (long)r.Count, TestContext.Current.CancellationToken));
}

/// <summary>A live call of a doctor by account and Bob by link.</summary>
internal sealed record Live(VisitScene Visit, RoomPage Alice, RoomPage Bob) : IAsyncDisposable
{
    public static async Task<Live> Begin(TelemedApp app)
    {
        var visit = await VisitScene.Book(app);
        var bob = await visit.Guest(visit.Bob);
        await bob.Join();
        var alice = await visit.SignedIn(visit.Doctor, visit.Alice);
        await alice.Join();
        await bob.Hears("Started");
        return new Live(visit, alice, bob);
    }

    public async ValueTask DisposeAsync()
    {
        await Alice.DisposeAsync();
        await Bob.DisposeAsync();
    }
}
