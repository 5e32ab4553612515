using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>The practitioners' time as one table keeps it: of every appointment that holds it, and of nothing else.</summary>
public sealed class BusyTimeTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task An_appointment_takes_its_time_with_what_is_kept_free_around_it_and_gives_it_back_when_it_falls_through()
    {
        var scene = await OfferScene.Make(app, OfferScene.Usual with { MinutesBefore = 5, MinutesAfter = 15 });
        var at = Instant.FromUtc(2026, 12, 1, 9, 0);
        var booked = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Alice, at)).Appointment;
        Assert.Equal((at - Duration.FromMinutes(5), at + Duration.FromMinutes(45)), await Busy(booked.Id));
        // Free lengths of the clinic's own choice keep away from it too.
        Assert.IsType<BookingOutcome.Taken>(await app.Book(app.Cast.Alice, Wanted(app, at + Duration.FromMinutes(40) - app.Now, 20)));
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Alice, Wanted(app, at + Duration.FromMinutes(45) - app.Now, 20)));
        await app.Move(app.Cast.Alice, booked.Id, AppointmentStatus.Cancelled);
        Assert.Null(await Busy(booked.Id));
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Alice, Wanted(app, at - app.Now, 45)));
    }

    [Fact]
    public async Task After_any_bookings_moves_and_holds_at_once_the_table_holds_exactly_what_holds_time()
    {
        var scene = await OfferScene.Make(app);
        var times = (await scene.Free(new LocalDate(2026, 12, 14), 3)).Select(s => s.Slot.StartsAt).ToList();
        var (alice, bob, nora) = (app.Cast.Alice, app.Cast.Bob, app.Cast.Nora);
        await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(async () =>
        {
            var (random, at) = (new Random(i), times[i * 7 % times.Count]);
            var by = (Person[])[alice, bob, nora];
            if (i % 4 is 0)
            {
                await scene.Hold(by[random.Next(3)], at);
            }
            else if (await scene.Book(by[random.Next(3)], at, patient: i % 3 is 0 ? app.Cast.Eva : bob.Patient) is BookingOutcome.Booked { Appointment: var made } && i % 2 is 0)
            {
                await app.Move(alice, made.Id, AppointmentStatus.Cancelled);
            }
        }, TestContext.Current.CancellationToken)));
        var (held, kept) = await app.InClinic(app.Cast.North, async db => (
            await db.Appointments.AsNoTracking().Where(a => AppointmentMoves.Holding.Contains(a.Status)).Select(a => a.Id.Value).ToListAsync(),
            await db.BusyTimes.AsNoTracking().Where(b => b.Kind == BusyKind.Appointment).Select(b => b.Id.Value).ToListAsync()));
        Assert.NotEmpty(held);
        Assert.Equal(held.Order(), kept.Order());
        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
    }

    private Task<(Instant, Instant)?> Busy(AppointmentId appointment) => app.InClinic(app.Cast.North, async db =>
    {
        var id = new BusyTimeId(appointment.Value);
        return await db.BusyTimes.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id) is { } busy ? (busy.StartsAt, busy.EndsAt) : ((Instant, Instant)?)null;
    });
}
