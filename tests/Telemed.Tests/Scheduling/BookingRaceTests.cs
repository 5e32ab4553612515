using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling;

/// <summary>Tests that measure waiting run with no other beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Many who book at once, through pages, form tokens, sessions, audit and outbox, on the database of the run.</summary>
[Collection(nameof(Alone))]
[Trait("Trial", "yes")]
public sealed class BookingRaceTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const int Clients = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Of_64_who_book_one_time_at_once_exactly_one_wins_and_the_others_are_told_within_a_second()
    {
        var bookers = await Bookers();
        await Race(bookers, "2026-12-10", _ => "14:00"); // warm: the first request compiles what all others only run
        var (first, rounds, worst) = (new LocalDate(2026, 12, 11), Trial.Size(1, 20), TimeSpan.Zero);
        for (var round = 0; round < rounds; round++)
        {
            // Whole weeks: days that the other races do not use.
            var day = first.PlusWeeks(round);
            var answers = await Race(bookers, Iso(day), _ => "14:00");
            Assert.Equal(1, answers.Count(a => a.Won));
            Assert.Equal(Clients - 1, answers.Count(a => a.Taken));
            worst = answers.Max(a => a.Took) is var slowest && slowest > worst ? slowest : worst;
            Assert.True(slowest < Patience, $"the slowest answer took {slowest}");
            Assert.Equal(1, await Held(day));
        }

        Trial.Report($"{rounds} × {Clients} bookings of one time at once: 1 winner each, the slowest answer after {worst.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task Of_64_who_book_overlapping_times_every_time_has_one_winner_and_nobody_sees_a_fault()
    {
        var bookers = await Bookers();
        // Eight starts five minutes apart, half an hour each: all overlap their neighbours.
        var (first, rounds, won) = (new LocalDate(2027, 5, 2), Trial.Size(5, 20), 0);
        for (var round = 0; round < rounds; round++)
        {
            var day = first.PlusDays(round);
            var answers = await Race(bookers, Iso(day), i => $"14:{i % 8 * 5:00}");
            Assert.All(answers, a => Assert.True(a.Won || a.Taken, $"{a.Status}"));
            // From 14:00 to 14:35 at most two half hours fit, and at least one stands.
            Assert.InRange(answers.Count(a => a.Won), 1, 2);
            Assert.Equal(answers.Count(a => a.Won), await Held(day));
            won += answers.Count(a => a.Won);
        }

        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
        Trial.Report($"{rounds} × {Clients} bookings of overlapping times at once: {won} won, 0 overlaps, 0 faults");
    }

    [Fact]
    public async Task Under_sustained_load_everybody_gets_a_turn()
    {
        var bookers = await Bookers();
        var waits = await Task.WhenAll(bookers.Take(16).Select((booker, i) => Task.Run(async () =>
        {
            var worst = TimeSpan.Zero;
            for (var n = 0; n < 6; n++)
            {
                // Times of their own: 16 × 6 quarters of an hour over a day nobody else uses.
                var quarter = (i * 6) + n;
                var answer = await booker.Book("2027-01-05", $"{quarter / 4:00}:{quarter % 4 * 15:00}", "15");
                Assert.True(answer.Won, $"{answer.Status}");
                worst = answer.Took > worst ? answer.Took : worst;
            }

            return worst;
        })));
        Assert.True(waits.Max() < TimeSpan.FromSeconds(3), $"the worst wait was {waits.Max()}");
        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
    }

    private static string Iso(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private Task<int> Held(LocalDate day) => app.InClinic(app.Cast.North, db =>
    {
        var (from, until) = (day.AtMidnight().InUtc().ToInstant(), day.PlusDays(1).AtMidnight().InUtc().ToInstant());
        return db.Appointments.CountAsync(a => a.StartsAt >= from && a.StartsAt < until && AppointmentMoves.Holding.Contains(a.Status));
    });

    private static async Task<Answer[]> Race(List<Booker> bookers, string date, Func<int, string> time)
    {
        var gun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = bookers.Select((booker, i) => Task.Run(async () =>
        {
            await gun.Task;
            return await booker.Book(date, time(i), "30");
        })).ToList();
        gun.SetResult();
        return await Task.WhenAll(runs);
    }

    private async Task<List<Booker>> Bookers()
    {
        var path = $"/appointments/new?patient={app.Cast.Bob.Patient}";
        var bookers = new List<Booker>();
        for (var i = 0; i < Clients; i++)
        {
            var person = i % 2 is 0 ? app.Cast.Alice : app.Cast.Nora;
            var browser = await app.Browser(person);
            var form = (await browser.Page(path)).QuerySelectorAll<IHtmlFormElement>("form[method=post]").Single(f => f.QuerySelector("[name=reason]") is not null);
            bookers.Add(new Booker(browser, path, form, app.Cast.Alice.Practitioner!.Value));
        }

        return bookers;
    }

    private sealed record Answer(bool Won, bool Taken, HttpStatusCode Status, TimeSpan Took);

    private sealed class Booker(HttpClient browser, string path, IHtmlFormElement form, PractitionerId practitioner)
    {
        private readonly Dictionary<string, string> _hidden = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").ToDictionary(i => i.Name!, i => i.Value);

        public async Task<Answer> Book(string date, string time, string minutes)
        {
            using var content = new FormUrlEncodedContent(new Dictionary<string, string>(_hidden)
            {
                ["date"] = date, ["time"] = time, ["length"] = minutes, ["reason"] = "Suivi", ["modality"] = "video", ["practitioner"] = practitioner.ToString(),
            });
            var clock = Stopwatch.StartNew();
            using var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var won = answer.Headers.Location?.PathAndQuery().StartsWith("/appointments?booked=", StringComparison.Ordinal) is true;
            return new Answer(won, answer.StatusCode is HttpStatusCode.OK && WebUtility.HtmlDecode(body).Contains("n’est pas libre", StringComparison.Ordinal), answer.StatusCode, clock.Elapsed);
        }
    }
}
