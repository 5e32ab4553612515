using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.Durability;

/// <summary>A server of its own is killed while patients hold times and book them.</summary>
[Trait("Trial", "yes")]
public sealed class HoldsAfterKillsTests
{
    private readonly List<Instant> _slots = [];
    private VisitTypeId _visit;
    private PractitionerId _with;

    [Fact]
    public async Task After_a_SIGKILL_every_slot_told_as_booked_is_its_patients_alone_and_no_hold_outlives_its_ten_minutes()
    {
        var (kills, seed, ghosts) = (Trial.Size(1, 12), Seed(), 0);
        await using var clinic = await Kills.Prepare(seed, writers: (made, now) => Patients(made, seed, now));
        for (var kill = 1; kill <= kills || ghosts == 0; kill++)
        {
            Assert.True(kill < kills + 20, "no kill left a hold behind");
            var lost = await clinic.KillOnce();
            Assert.True(lost.Count == 0, $"seed {seed}, kill {kill}: {string.Join("; ", lost)}");
            ghosts += await clinic.InClinic(db => Ghosts(db, clinic.Cast));
        }

        Assert.True(clinic.HasBeenHit("slot"), "no slot was booked, or none was cut off");
        Trial.Report($"{kills} SIGKILLs while {Trial.Size(8, 32)} patients hold and book {_slots.Count} slots through HTTP (seed {seed}): {clinic.Counts}; 0 lost, 0 slots with two owners; {ghosts} holds were left behind, all free after ten minutes");
    }

    /// <summary>The seeded defects: what a server would leave behind that forgets when a hold ends, or that it is one.</summary>
    [Fact]
    public async Task The_same_check_finds_a_hold_that_outlives_its_ten_minutes_and_a_slot_that_is_lost_to_everybody()
    {
        await using var clinic = await Kills.Prepare(1, writers: (made, now) => Patients(made, 1, now));
        Assert.Equal(0, await clinic.InClinic(db => Ghosts(db, clinic.Cast)));
        await clinic.InClinic(db =>
        {
            db.BusyTimes.Add(new BusyTime
            {
                TenantId = db.Tenant, Id = BusyTimeId.New(), PractitionerId = _with, StartsAt = _slots[0], EndsAt = _slots[0] + Duration.FromMinutes(15),
                Kind = BusyKind.Hold, HeldUntil = Now() + Holds.Lasts + Duration.FromMinutes(1),
            });
            return db.SaveChangesAsync();
        });
        await Assert.ThrowsAsync<Xunit.Sdk.AllException>(() => clinic.InClinic(db => Ghosts(db, clinic.Cast)));
        await clinic.InClinic(db => db.BusyTimes.Where(b => b.Kind == BusyKind.Hold)
            .ExecuteUpdateAsync(b => b.SetProperty(x => x.Kind, BusyKind.Blocked).SetProperty(x => x.HeldUntil, (Instant?)null)));
        await Assert.ThrowsAsync<Xunit.Sdk.DoesNotContainException>(() => clinic.InClinic(db => Ghosts(db, clinic.Cast)));
    }

    /// <summary>How many holds the kill left; every slot that nobody booked is free when they are over, and one of theirs can be booked then.</summary>
    private async Task<int> Ghosts(Db db, Cast cast)
    {
        Assert.Empty(await Overlaps.In(db));
        var now = Now();
        var left = await db.BusyTimes.AsNoTracking().Where(b => b.Kind == BusyKind.Hold && b.HeldUntil > now).ToListAsync();
        Assert.All(left, hold => Assert.True(hold.HeldUntil <= now + Holds.Lasts, $"held until {hold.HeldUntil}, ten minutes from now is {now + Holds.Lasts}"));
        var later = now + Holds.Lasts;
        var booked = (await db.Appointments.AsNoTracking().Select(a => a.StartsAt).ToListAsync()).ToHashSet();
        var free = (await db.FreeSlots(new SlotSearch(_visit, _slots[0].InUtc().Date, SlotSearch.MostDays, _with, ForPatient: true), later)).Select(s => s.Slot.StartsAt).ToHashSet();
        Assert.DoesNotContain(_slots, s => !booked.Contains(s) && !free.Contains(s));
        if (left.Count > 0)
        {
            var wanted = new NewAppointment(cast.Bob.Patient!.Value, _with, left[0].StartsAt, Duration.FromMinutes(15), "Suivi", Modality.Video) { VisitType = _visit };
            Assert.IsType<BookingOutcome.Booked>(await db.Book(cast.Bob.Actor, wanted, new Clock(new FakeTimeProvider(later.ToDateTimeOffset()))));
        }

        return left.Count;
    }

    private async Task<List<(Writer, string)>> Patients(Kills clinic, int seed, Instant now)
    {
        _with = clinic.Cast.Alice.Practitioner!.Value;
        var tomorrow = now.InUtc().Date.PlusDays(2);
        await clinic.InClinic(async db =>
        {
            var nora = clinic.Cast.Nora.Actor;
            var saved = Assert.IsType<VisitTypeOutcome.Saved>(await db.SaveVisitType(nora, null, OfferScene.Usual with { Minutes = 15 }, now));
            Assert.IsType<HoursOutcome.Saved>(await db.Offer(nora, _with, [saved.Id], now));
            var version = (await db.HoursFor(nora, _with))!.Policy.Version;
            Assert.IsType<HoursOutcome.Saved>(await db.SaveWeek(nora, _with, version, Planners.WeekOf(tomorrow, null, "8:00-20:00"), now));
            _visit = saved.Id;
            _slots.AddRange((await db.FreeSlots(new SlotSearch(_visit, tomorrow, SlotSearch.MostDays, _with, ForPatient: true), now)).Select(s => s.Slot.StartsAt));
            return true;
        });
        var writers = new List<(Writer, string)>();
        for (var i = 0; i < Trial.Size(8, 32); i++)
        {
            var patient = await clinic.InClinic(db => Cast.Patient(db, $"Patient{i}", now));
            writers.Add((new SlotTaker(patient, _visit, _with, _slots, seed + i), await clinic.Session(patient, now)));
        }

        return writers;
    }

    private static Instant Now() => Instant.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    private static int Seed() =>
        Environment.GetEnvironmentVariable("TELEMED_SEED") is { Length: > 0 } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : Random.Shared.Next();
}
