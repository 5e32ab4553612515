using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Scheduling;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.Durability;

/// <summary>Many at once who want the same free times of a visit type, with what is kept free around it.</summary>
[Collection(nameof(Alone))]
[Trait("Trial", "yes")]
public sealed class SlotRaceTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly int Clients = Trial.Size(40, 200);
    private static readonly TimeSpan Patience = Trial.Within(TimeSpan.FromSeconds(1));

    [Fact]
    public async Task Of_200_who_book_one_slot_exactly_one_has_it_and_every_other_is_told_within_a_second()
    {
        var scene = await OfferScene.Make(app, OfferScene.Usual with { MinutesAfter = 10 });
        var (rounds, worst) = (Trial.Size(2, 10), TimeSpan.Zero);
        for (var round = -1; round < rounds; round++)
        {
            var at = Instant.FromUtc(2026, 12, 1, 9, 20) + Duration.FromDays(round < 0 ? 6 : 7 * round);
            var outcomes = await Race(i => scene.Book(i % 2 is 0 ? app.Cast.Nora : app.Cast.Alice, at, patient: app.Cast.Eva));
            Assert.Single(outcomes, o => o.Outcome is BookingOutcome.Booked);
            Assert.Equal(Clients - 1, outcomes.Count(o => o.Outcome is BookingOutcome.Taken));
            worst = round < 0 ? worst : outcomes.Select(o => o.Took).Append(worst).Max(); // the first compiles what the others only run
        }

        Assert.True(worst < Patience, $"the slowest answer took {worst}");
        Trial.Report($"{rounds} × {Clients} bookings of one slot at once: 1 winner each, the slowest answer after {worst.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task Of_200_who_book_50_slots_each_slot_has_exactly_one_winner()
    {
        var scene = await OfferScene.Make(app, OfferScene.Usual with { Minutes = 15, MinutesAfter = 5 });
        var slots = (await scene.Free(new LocalDate(2027, 3, 1), 14, forPatient: false)).Take(Clients / 4).Select(s => s.Slot.StartsAt).ToList();
        await Race(i => scene.Book(app.Cast.Nora, slots[0] - Duration.FromDays(7), patient: app.Cast.Eva)); // the first compiles what the others only run
        var outcomes = await Race(i => scene.Book(i % 2 is 0 ? app.Cast.Nora : app.Cast.Alice, slots[i * 7 % slots.Count], patient: app.Cast.Eva));
        Assert.All(outcomes, o => Assert.True(o.Outcome is BookingOutcome.Booked or BookingOutcome.Taken, o.Outcome.ToString()));
        var won = outcomes.Select(o => o.Outcome).OfType<BookingOutcome.Booked>().Select(b => b.Appointment.StartsAt).ToList();
        Assert.Equal(slots.Order(), won.Order());
        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
        var worst = outcomes.Where(o => o.Outcome is BookingOutcome.Taken).Max(o => o.Took);
        Assert.True(worst < Patience, $"the slowest loser was told after {worst}");
        Trial.Report($"{Clients} bookings of {slots.Count} slots at once: one winner for every slot, 0 overlaps, the slowest loser told after {worst.TotalMilliseconds:0} ms, the slowest winner after {outcomes.Max(o => o.Took).TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task Of_200_who_hold_one_slot_exactly_one_does_and_nothing_is_left_ten_minutes_later()
    {
        var (scene, at) = (await OfferScene.Make(app), Instant.FromUtc(2027, 1, 13, 9, 0));
        var outcomes = await Race(i => scene.Hold(i % 2 is 0 ? app.Cast.Nora : app.Cast.Alice, at));
        // Whoever holds it lets go of it to ask for it again: the last of each account to be served had it, and one of them has it now.
        Assert.All(outcomes, o => Assert.True(o.Outcome is HoldOutcome.Held or HoldOutcome.Taken));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.BusyTimes.CountAsync(b => b.Kind == BusyKind.Hold)));
        app.Time.Advance(Holds.Lasts.ToTimeSpan());
        Assert.True(await scene.IsFree(at));
    }

    private static async Task<(T Outcome, TimeSpan Took)[]> Race<T>(Func<int, Task<T>> act)
    {
        var gun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = Enumerable.Range(0, Clients).Select(i => Task.Run(async () =>
        {
            await gun.Task;
            var clock = Stopwatch.StartNew();
            var outcome = await act(i);
            return (outcome, clock.Elapsed);
        })).ToList();
        gun.SetResult();
        return await Task.WhenAll(runs);
    }
}
