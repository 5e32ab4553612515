using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Scheduling;

namespace Telemed.Tests.Scheduling;

/// <summary>Many who book at once, through pages, form tokens, sessions, audit and outbox, on the database of the run.</summary>
[Collection(nameof(Alone))]
[Trait("Trial", "yes")]
public sealed class BookingRaceTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private const int Clients = 64;
    private static readonly TimeSpan Patience = Trial.Within(TimeSpan.FromSeconds(1));

    [Fact]
    public async Task Of_64_who_book_one_time_at_once_exactly_one_wins_and_the_others_are_told_within_a_second()
    {
        var bookers = await Booker.Many(app, Clients);
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
        var bookers = await Booker.Many(app, Clients);
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

    private static string Iso(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private Task<int> Held(LocalDate day) => app.InClinic(app.Cast.North, db =>
    {
        var (from, until) = (day.AtMidnight().InUtc().ToInstant(), day.PlusDays(1).AtMidnight().InUtc().ToInstant());
        return db.Appointments.CountAsync(a => a.StartsAt >= from && a.StartsAt < until && AppointmentMoves.Holding.Contains(a.Status));
    });

    private static async Task<BookingAnswer[]> Race(List<Booker> bookers, string date, Func<int, string> time)
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
}
