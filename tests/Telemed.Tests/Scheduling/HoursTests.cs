using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;
using static Telemed.Tests.Scheduling.Planners;

namespace Telemed.Tests.Scheduling;

/// <summary>Hours as they are kept: which holds on which day, whose they are to change, and what a change says of appointments.</summary>
public sealed class HoursTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private PractitionerId Alice => app.Cast.Alice.Practitioner!.Value;

    [Fact]
    public async Task However_periods_are_laid_over_one_another_each_day_has_the_last_ones_hours_and_no_two_share_a_day()
    {
        var (random, start) = (new Random(20261126), new LocalDate(2027, 1, 1));
        var expected = new string?[120];
        for (var round = 0; round < 40; round++)
        {
            var (from, length) = (random.Next(100), random.Next(40));
            var until = length == 0 ? (int?)null : from + length - 1;
            var hours = $"{random.Next(1, 10)}:00-{random.Next(11, 24)}:00";
            await app.Plan(app.Cast.Dan, WeekOf(start.PlusDays(from), until is { } last ? start.PlusDays(last) : null, hours));
            Array.Fill(expected, hours, from, Math.Min(until ?? expected.Length - 1, expected.Length - 1) - from + 1);
            var periods = (await app.HoursOf(app.Cast.Dan)).Periods;
            for (var day = 0; day < expected.Length; day++)
            {
                var date = start.PlusDays(day);
                var holding = periods.Where(p => p.From <= date && !(p.Until < date)).ToList();
                Assert.Equal(expected[day] is null ? 0 : 1, holding.Count);
                Assert.All(holding, p => Assert.Equal(expected[day], WeeklyText.WriteDay(WeeklyText.Read(p.Ranges).Where(r => r.Day == date.DayOfWeek).Select(r => r.Range))));
            }
        }
    }

    [Fact]
    public async Task Of_two_who_change_the_same_hours_at_once_one_is_told_that_they_are_no_longer_those()
    {
        var version = (await app.HoursOf(app.Cast.Alice)).Policy.Version;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => app.InClinic(app.Cast.North,
            db => db.SaveWeek(app.Cast.Nora.Actor, Alice, version, WeekOf(new LocalDate(2028, 1, 1), null, $"{i}:00-{i + 1}:00"), app.Now))));
        Assert.Single(outcomes.OfType<HoursOutcome.Saved>());
        Assert.Equal(5, outcomes.OfType<HoursOutcome.Stale>().Count());
        Assert.Equal(version + 1, (await app.HoursOf(app.Cast.Alice)).Policy.Version);
    }

    [Fact]
    public async Task Hours_are_planned_by_their_practitioner_the_assistant_and_the_administrator_and_are_not_there_for_others()
    {
        var week = WeekOf(new LocalDate(2029, 1, 1), new LocalDate(2029, 1, 7), "9:00-12:00");
        foreach (var other in (Person[])[app.Cast.Dan, app.Cast.Bob])
        {
            Assert.IsType<HoursOutcome.NotFound>(await app.InClinic(app.Cast.North, db => db.SaveWeek(other.Actor, Alice, 0, week, app.Now)));
            Assert.IsType<HoursOutcome.NotFound>(await app.InClinic(app.Cast.North, db => db.Offer(other.Actor, Alice, [], app.Now)));
            Assert.IsType<HoursOutcome.NotFound>(await app.InClinic(app.Cast.North, db => db.SavePolicy(other.Actor, Alice, 0, new BookingPolicyDraft("", 60, 90, null, true), app.Now)));
        }

        Assert.IsType<HoursOutcome.NotFound>(await app.InClinic(app.Cast.South, db => db.SaveWeek(app.Cast.Charlie.Actor, Alice, 0, week, app.Now)));
        foreach (var planner in (Person[])[app.Cast.Alice, app.Cast.Nora, app.Cast.Ada])
        {
            await app.Plan(app.Cast.Alice, week, planner);
            Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.HoursChanged
                && a.AgentId == planner.Account.Value && a.EntityId == Alice.Value)));
        }
    }

    [Theory]
    [InlineData("2027-06-10", "2027-06-09", "until", "backwards")]
    [InlineData("1999-12-31", null, "from", "out-of-range")]
    [InlineData("9999-12-31", null, "from", "out-of-range")]
    [InlineData("2027-06-10", "9999-12-31", "until", "out-of-range")]
    public async Task Days_that_cannot_be_are_refused_and_nothing_is_written(string from, string? until, string field, string code)
    {
        var before = await app.HoursOf(app.Cast.Alice);
        var week = WeekOf(Day(from), until is null ? null : Day(until), "9:00-12:00");
        var refused = Assert.IsType<HoursOutcome.Invalid>(await app.InClinic(app.Cast.North, db => db.SaveWeek(app.Cast.Alice.Actor, Alice, before.Policy.Version, week, app.Now)));
        Assert.Equal((field, code), (refused.Field, refused.Code));
        Assert.Equal(before.Policy.Version, (await app.HoursOf(app.Cast.Alice)).Policy.Version);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("9-12", "9:00-12:00")]
    [InlineData("9 h 30 – 12 h, 14h à 18h30", "9:30-12:00, 14:00-18:30")]
    [InlineData("14:00-18:00; 8.15-12.00", "8:15-12:00, 14:00-18:00")]
    [InlineData("0800-1000, 10:00-12:00, 22:00-24:00", "8:00-12:00, 22:00-24:00")]
    public void Hours_are_read_as_people_type_them(string typed, string read)
    {
        var (ranges, fault) = WeeklyText.ReadDay(typed);
        Assert.Null(fault);
        Assert.Equal(read, WeeklyText.WriteDay(ranges));
    }

    [Theory]
    [InlineData("morning", "unreadable")]
    [InlineData("9:00", "unreadable")]
    [InlineData("9:00-", "unreadable")]
    [InlineData("9:60-12:00", "unreadable")]
    [InlineData("22:00-24:01", "unreadable")]
    [InlineData("9-10,11-12,13-14,15-16,17-18,19-20,21-22,22-23,23-24", "unreadable")]
    [InlineData("12:00-9:00", "backwards")]
    [InlineData("9:00-9:00", "backwards")]
    [InlineData("9:00-12:00, 11:55-14:00", "overlap")]
    public void Hours_that_mean_nothing_are_refused_by_what_is_wrong(string typed, string code) => Assert.Equal(code, WeeklyText.ReadDay(typed).Fault);

    [Fact]
    public async Task A_zone_of_ones_own_moves_the_hours_and_the_slots_with_it()
    {
        var (monday, dan) = (new LocalDate(2028, 3, 6), app.Cast.Dan);
        var type = await app.Offers(dan, "Fuseau", 60);
        await app.Plan(dan, WeekOf(monday, monday.PlusDays(6), "9:00-10:00"));
        var version = (await app.HoursOf(dan)).Policy.Version;
        await app.InClinic(app.Cast.North, db => db.SavePolicy(dan.Actor, dan.Practitioner!.Value, version, new BookingPolicyDraft("Indian/Reunion", 0, 730, null, false), app.Now));
        var slots = await app.InClinic(app.Cast.North, db => db.FreeSlots(new SlotSearch(type, monday, 1, dan.Practitioner), app.Now));
        Assert.Equal([Instant.FromUtc(2028, 3, 6, 5, 0)], slots.Select(s => s.Slot.StartsAt));
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.BookingPolicyChanged && a.EntityId == dan.Practitioner!.Value.Value)));
    }

    [Fact]
    public async Task Nobody_without_hours_on_file_has_appointments_outside_of_them()
    {
        var charlie = app.Cast.Charlie;
        await app.InClinic(app.Cast.South, async db =>
        {
            var file = await db.HoursFor(charlie.Actor, charlie.Practitioner!.Value);
            Assert.Empty(await db.OutsideHours(file!, app.Now));
            return true;
        });
    }
}
