using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>Moving an appointment in time.</summary>
public sealed class RescheduleTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static int _day = 40;

    [Fact]
    public async Task A_move_takes_the_new_time_gives_the_old_one_back_and_is_kept_as_history()
    {
        var scene = await OfferScene.Make(app, OfferScene.Usual with { MinutesBefore = 5, MinutesAfter = 15 });
        var at = Instant.FromUtc(2026, 12, 1, 9, 0);
        var booked = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Alice, at)).Appointment;
        var moved = Assert.IsType<RescheduleOutcome.Moved>(await app.Reschedule(app.Cast.Alice, booked.Id, at + Hour));
        Assert.Equal((at, at + Duration.FromMinutes(30)), (moved.FromStartsAt, moved.FromEndsAt));
        var row = await app.Row(booked.Id);
        Assert.Equal((at + Hour, AppointmentStatus.Booked, booked.Version + 1), (row.StartsAt, row.Status, row.Version));
        Assert.Equal((at + Hour - Duration.FromMinutes(5), at + Hour + Duration.FromMinutes(45)), await Busy(booked.Id));
        Assert.True(await scene.IsFree(at));
        var change = Assert.Single(await History(booked.Id));
        Assert.Equal((at, at + Hour, app.Cast.Alice.Account), (change.FromStartsAt, change.ToStartsAt, change.By));
        Assert.Equal("2026-12-01T09:00:00Z/2026-12-01T10:00:00Z", await app.InClinic(app.Cast.North, db => db.AuditEvents
            .Where(a => a.Action == AuditAction.AppointmentRescheduled && a.EntityId == booked.Id.Value).Select(a => a.Detail).SingleAsync()));
    }

    [Fact]
    public async Task The_same_move_eight_times_at_once_is_one_line_of_history_one_mail_and_one_bell()
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        var wanted = new NewTime(booked.StartsAt + Hour, booked.EndsAt + Hour, booked.Version);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => app.Reschedule(app.Cast.Nora, booked.Id, wanted))));
        Assert.All(outcomes, o => Assert.Equal(booked.StartsAt, Assert.IsType<RescheduleOutcome.Moved>(o).FromStartsAt));
        var change = Assert.Single(await History(booked.Id));
        Assert.Equal([app.Cast.Alice.Account, app.Cast.Bob.Account], (await Bells(booked.Id)).OrderBy(a => a == app.Cast.Alice.Account ? 0 : 1));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Deliveries.CountAsync(d => d.SubjectId == change.Id.Value && d.Kind == NotificationKind.AppointmentRescheduled)));
    }

    [Fact]
    public async Task Who_moves_her_own_is_not_told_of_it_and_the_patient_is()
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        await app.Reschedule(app.Cast.Alice, booked.Id, booked.StartsAt + Hour);
        Assert.Equal([app.Cast.Bob.Account], await Bells(booked.Id));
    }

    [Fact]
    public async Task What_the_clinic_has_not_confirmed_moves_without_a_word_to_the_patient()
    {
        var pending = await app.Booked(app.Cast.Nora, Next());
        Assert.IsType<RescheduleOutcome.Moved>(await app.Reschedule(app.Cast.Nora, pending.Id, pending.StartsAt + Hour));
        Assert.Equal([app.Cast.Alice.Account], await Bells(pending.Id));
    }

    [Fact]
    public async Task Whoever_saw_an_older_state_is_refused_and_so_is_a_time_that_is_taken_by_whomever()
    {
        var (first, second) = (await app.Booked(app.Cast.Alice, Next()), await app.Booked(app.Cast.Alice, Next(patient: app.Cast.Eva)));
        Assert.IsType<RescheduleOutcome.Stale>(await app.Reschedule(app.Cast.Alice, first.Id, new NewTime(first.StartsAt + Hour, first.EndsAt + Hour, first.Version + 1)));
        Assert.IsType<RescheduleOutcome.Taken>(await app.Reschedule(app.Cast.Alice, first.Id, second.StartsAt + Duration.FromMinutes(15)));
        Assert.Empty(await History(first.Id));
        Assert.Equal(first.StartsAt, (await app.Row(first.Id)).StartsAt);
    }

    [Fact]
    public async Task Of_two_that_move_to_one_time_at_once_one_gets_there()
    {
        var (first, second) = (await app.Booked(app.Cast.Alice, Next()), await app.Booked(app.Cast.Alice, Next(patient: app.Cast.Eva)));
        var free = Next().StartsAt;
        var outcomes = await Task.WhenAll(((Appointment[])[first, second]).SelectMany(a => (Person[])[app.Cast.Alice, app.Cast.Nora],
            (a, by) => Task.Run(async () => (a.Id, Outcome: await app.Reschedule(by, a.Id, free)))));
        Assert.Single(outcomes.Where(o => o.Outcome is RescheduleOutcome.Moved).Select(o => o.Id).Distinct());
        Assert.All(outcomes, o => Assert.True(o.Outcome is RescheduleOutcome.Moved or RescheduleOutcome.Taken, o.ToString()));
        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
    }

    [Fact]
    public async Task A_patient_is_never_moved_onto_another_appointment_of_his()
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        var other = await app.Booked(app.Cast.Dan, Next(with: app.Cast.Dan));
        Assert.IsType<RescheduleOutcome.PatientBusy>(await app.Reschedule(app.Cast.Alice, booked.Id, other.StartsAt));
    }

    [Fact]
    public async Task It_may_become_longer_or_shorter_and_even_while_it_is_going_on()
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        Assert.IsType<RescheduleOutcome.Moved>(await app.Reschedule(app.Cast.Nora, booked.Id, new NewTime(booked.StartsAt, booked.EndsAt + Hour)));
        Assert.Equal((booked.StartsAt, booked.EndsAt + Hour), await Busy(booked.Id));
        await app.Move(app.Cast.Alice, booked.Id, AppointmentStatus.Arrived);
        Assert.IsType<RescheduleOutcome.NotAllowed>(await app.Reschedule(app.Cast.Alice, booked.Id, booked.StartsAt + Hour));
        Assert.IsType<RescheduleOutcome.Moved>(await app.Reschedule(app.Cast.Alice, booked.Id, new NewTime(booked.StartsAt, booked.EndsAt)));
        await app.Move(app.Cast.Alice, booked.Id, AppointmentStatus.Fulfilled);
        Assert.Equal(new RescheduleOutcome.NotAllowed(AppointmentStatus.Fulfilled), await app.Reschedule(app.Cast.Alice, booked.Id, new NewTime(booked.StartsAt, booked.EndsAt + Hour)));
    }

    [Fact]
    public async Task Nobody_moves_what_is_not_theirs_to_move()
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        foreach (var stranger in (Person[])[app.Cast.Dan, app.Cast.Charlie])
        {
            Assert.IsType<RescheduleOutcome.NotFound>(await app.InClinic(stranger.Clinic, db => db.Reschedule(stranger.Actor, booked.Id, new NewTime(booked.StartsAt + Hour, booked.EndsAt + Hour), new Clock(app.Time))));
        }

        Assert.IsType<RescheduleOutcome.NotAllowed>(await app.Reschedule(app.Cast.Ada, booked.Id, booked.StartsAt + Hour));
        await app.Move(app.Cast.Alice, booked.Id, AppointmentStatus.Cancelled);
        Assert.Equal(new RescheduleOutcome.NotAllowed(AppointmentStatus.Cancelled), await app.Reschedule(app.Cast.Alice, booked.Id, booked.StartsAt + Hour));
        Assert.Empty(await History(booked.Id));
    }

    [Theory]
    [InlineData(-1440 * 60, 30, "starts", "past")]
    [InlineData(3 * 366 * 1440, 30, "starts", "too-far")]
    [InlineData(60, 0, "length", "out-of-range")]
    [InlineData(60, -30, "length", "out-of-range")]
    [InlineData(60, 241, "length", "out-of-range")]
    public async Task A_time_that_cannot_be_is_refused_with_its_reason_and_nothing_changes(int later, int minutes, string field, string code)
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        var start = booked.StartsAt + Duration.FromMinutes(later);
        Assert.Equal(new RescheduleOutcome.Invalid(field, code), await app.Reschedule(app.Cast.Alice, booked.Id, new NewTime(start, start + Duration.FromMinutes(minutes))));
        Assert.Equal((booked.StartsAt, booked.Version), (await app.Row(booked.Id)) is var row ? (row.StartsAt, row.Version) : default);
    }

    [Fact]
    public async Task A_patient_moves_his_own_to_what_is_on_offer_until_two_hours_before()
    {
        var (scene, at) = (await OfferScene.Make(app, OfferScene.Usual with { Minutes = 60 }), Instant.FromUtc(2026, 12, 2, 9, 0));
        var booked = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Bob, at)).Appointment;
        var length = Hour;
        // Half an hour later: over his own time, which is not in his way.
        Assert.IsType<RescheduleOutcome.Moved>(await app.Reschedule(app.Cast.Bob, booked.Id, new NewTime(at + Hour / 2, at + Hour / 2 + length)));
        Assert.Equal([app.Cast.Alice.Account, app.Cast.Bob.Account], (await Bells(booked.Id)).OrderBy(a => a == app.Cast.Alice.Account ? 0 : 1));
        // Before the hours, at lunch, on a Saturday, at another length than its visit type's.
        Instant[] never = [at - 2 * Hour, at + 3 * Hour, Instant.FromUtc(2026, 12, 5, 9, 0)];
        foreach (var (start, end) in never.Select(s => (s, s + length)).Append((at, at + length / 2)))
        {
            Assert.IsType<RescheduleOutcome.NotOffered>(await app.Reschedule(app.Cast.Bob, booked.Id, new NewTime(start, end)));
        }

        Assert.Contains(at, (await app.InClinic(app.Cast.North, db => db.FreeSlots(new SlotSearch(scene.Type, new LocalDate(2026, 12, 2), 1, scene.With, ForPatient: true) { Moving = booked.Id }, app.Now))).Select(s => s.Slot.StartsAt));
        var soon = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Alice, Instant.FromUtc(2026, 11, 23, 9, 30))).Appointment;
        Assert.IsType<RescheduleOutcome.TooLate>(await app.Reschedule(app.Cast.Bob, soon.Id, new NewTime(at + 24 * Hour, at + 25 * Hour)));
        var free = await app.Booked(app.Cast.Alice, Next());
        Assert.IsType<RescheduleOutcome.NotOffered>(await app.Reschedule(app.Cast.Bob, free.Id, at + 24 * Hour));
    }

    [Fact]
    public async Task Pages_of_the_clinics_staff_hear_that_the_agenda_changed_and_nobody_elses()
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var dan = await app.Live(app.Cast.Dan, topic => _ = topic == LivePush.Agenda && heard.TrySetResult());
        var others = 0;
        await using var charlie = await app.Live(app.Cast.Charlie, _ => others++);
        await using var bob = await app.Live(app.Cast.Bob, topic => others += topic == LivePush.Agenda ? 1 : 0);
        await app.Reschedule(app.Cast.Alice, booked.Id, booked.StartsAt + Hour);
        await heard.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, others);
    }

    [Theory]
    [InlineData("UPDATE time_changes SET to_starts_at = from_starts_at")]
    [InlineData("DELETE FROM time_changes")]
    public async Task The_database_refuses_to_rewrite_where_an_appointment_was(string forgery)
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        await app.Reschedule(app.Cast.Alice, booked.Id, booked.StartsAt + Hour);
        var refused = await app.InClinic(app.Cast.North, db => Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync(forgery)));
        Assert.Contains("time_changes_no_", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A time that no other test of this class takes.</summary>
    private NewAppointment Next(Person? with = null, PatientId? patient = null) =>
        Wanted(app, Duration.FromDays(Interlocked.Increment(ref _day)), with: with, patient: patient);

    private Task<List<TimeChange>> History(AppointmentId id) => app.InClinic(app.Cast.North, db => db.TimeChanges.AsNoTracking().Where(c => c.AppointmentId == id).ToListAsync());

    private Task<List<AccountId>> Bells(AppointmentId id) => app.InClinic(app.Cast.North, db =>
        db.Notifications.Where(n => n.AppointmentId == id.Value && n.Kind == NotificationKind.AppointmentRescheduled).Select(n => n.AccountId).ToListAsync());

    private Task<(Instant, Instant)?> Busy(AppointmentId appointment) => app.InClinic(app.Cast.North, async db =>
    {
        var id = BusyTime.IdOf(appointment);
        return await db.BusyTimes.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id) is { } busy ? (busy.StartsAt, busy.EndsAt) : ((Instant, Instant)?)null;
    });
}
