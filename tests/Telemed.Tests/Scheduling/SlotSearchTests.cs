using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling;

namespace Telemed.Tests.Scheduling;

/// <summary>Who is free when, across a clinic.</summary>
public sealed class SlotSearchTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly LocalDate Tuesday = new(2026, 12, 1);

    [Fact]
    public async Task Whoever_is_free_first_is_found_by_part_of_the_day_and_by_name()
    {
        var alice = await OfferScene.Make(app);
        var dan = app.Cast.Dan;
        await OfferScene.Make(app, with: dan);
        await app.InClinic(app.Cast.North, db => db.Offer(app.Cast.Nora.Actor, dan.Practitioner!.Value, [alice.Type], app.Now));
        var all = await Search(new SlotSearch(alice.Type, Tuesday, 1));
        Assert.Equal(24, all.Count); // two practitioners, six hours each
        Assert.Equal(12, (await Search(new SlotSearch(alice.Type, Tuesday, 1, Part: DayPart.Morning))).Count);
        Assert.All(await Search(new SlotSearch(alice.Type, Tuesday, 1, dan.Practitioner, Part: DayPart.Afternoon)), s =>
            Assert.True(s.Practitioner == dan.Practitioner && s.Slot.StartsAt >= Instant.FromUtc(2026, 12, 1, 13, 0)));
        Assert.Empty(await Search(new SlotSearch(alice.Type, Tuesday, 1, Speciality: "Cardiologie")));
        Assert.Empty(await Search(new SlotSearch(alice.Type, Tuesday, SlotSearch.MostDays + 1)));
    }

    [Fact]
    public async Task Patients_see_times_in_the_window_and_below_the_days_most_staff_see_all_that_is_free()
    {
        var scene = await OfferScene.Make(app, with: app.Cast.Dan);
        await Policy(scene, new BookingPolicyDraft("", 24 * 60, 9, 2, RestsOnHolidays: true));
        Assert.Empty(await scene.Free(new LocalDate(2026, 11, 23)));
        Assert.NotEmpty(await scene.Free(new LocalDate(2026, 11, 23), forPatient: false));
        Assert.Empty(await scene.Free(new LocalDate(2026, 12, 3)));
        await scene.Book(app.Cast.Dan, Instant.FromUtc(2026, 11, 26, 9, 0), patient: app.Cast.Eva);
        Assert.Equal(11, (await scene.Free(new LocalDate(2026, 11, 26))).Count);
        await scene.Book(app.Cast.Dan, Instant.FromUtc(2026, 11, 26, 10, 0), patient: app.Cast.Eva);
        Assert.Empty(await scene.Free(new LocalDate(2026, 11, 26)));
    }

    [Fact]
    public async Task The_searched_day_is_the_clinics_where_a_practitioners_clock_is_another()
    {
        var scene = await OfferScene.Make(app, with: app.Cast.Dan);
        await Policy(scene, new BookingPolicyDraft("Pacific/Noumea", 0, 90, null, RestsOnHolidays: false));
        // 9:00 in Nouméa is 23:00 of the day before in Paris.
        var day = await scene.Free(new LocalDate(2026, 12, 10));
        Assert.All(day, s => Assert.Equal(new LocalDate(2026, 12, 10), s.Slot.StartsAt.InZone(DateTimeZoneProviders.Tzdb["Europe/Paris"]).Date));
        Assert.Contains(day, s => s.Slot.StartsAt == Instant.FromUtc(2026, 12, 10, 22, 0));
        Assert.Contains(day, s => s.Slot.StartsAt == Instant.FromUtc(2026, 12, 10, 3, 0));
    }

    private Task<IReadOnlyList<OfferedSlot>> Search(SlotSearch search) => app.InClinic(app.Cast.North, db => db.FreeSlots(search, app.Now));

    private Task<HoursOutcome> Policy(OfferScene scene, BookingPolicyDraft draft) => app.InClinic(app.Cast.North, async db =>
    {
        var shown = (await db.HoursFor(app.Cast.Nora.Actor, scene.With))!.Policy.Version;
        return Assert.IsType<HoursOutcome.Saved>(await db.SavePolicy(app.Cast.Nora.Actor, scene.With, shown, draft, app.Now)) as HoursOutcome;
    });
}
