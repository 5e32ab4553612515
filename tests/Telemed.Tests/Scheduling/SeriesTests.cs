using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Series;

namespace Telemed.Tests.Scheduling;

/// <summary>A weekly series is booked whole or not at all, whatever the clocks and other people do.</summary>
public sealed class SeriesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly Duration Week = Duration.FromDays(7);

    [Fact]
    public async Task Across_the_change_of_clocks_the_time_of_day_stays()
    {
        var scene = await OfferScene.Make(app);
        var booked = await Booked(app.Cast.Alice, Wanted(scene, Instant.FromUtc(2027, 10, 19, 7, 0)), 4);
        Assert.Equal(["2027-10-19T07:00:00Z", "2027-10-26T07:00:00Z", "2027-11-02T08:00:00Z", "2027-11-09T08:00:00Z"], booked.Appointments.Select(a => a.StartsAt.ToString()));
        Assert.Single(booked.Appointments.Select(a => a.Series).Distinct());
        Assert.All(booked.Appointments, a => Assert.Equal((AppointmentStatus.Booked, scene.Type, Duration.FromMinutes(30)), (a.Status, a.VisitTypeId!.Value, a.EndsAt - a.StartsAt)));
        Assert.Equal(4, await app.InClinic(app.Cast.North, db => db.Set<AuditEvent>().CountAsync(e => e.Action == AuditAction.AppointmentBooked && booked.Appointments.Select(a => (Guid?)a.Id.Value).Contains(e.EntityId))));
    }

    [Fact]
    public async Task Of_an_hour_that_comes_twice_the_first_is_taken_and_said_and_one_that_is_jumped_over_is_a_conflict()
    {
        var twice = await Booked(app.Cast.Dan, Free(app.Cast.Dan, Instant.FromUtc(2027, 10, 24, 0, 30)), 3);
        Assert.Equal(["2027-10-24T00:30:00Z", "2027-10-31T00:30:00Z", "2027-11-07T01:30:00Z"], twice.Appointments.Select(a => a.StartsAt.ToString()));
        Assert.Equal([new LocalDate(2027, 10, 31)], twice.Twice);

        var never = Assert.Single(await Conflicts(app.Cast.Dan, Free(app.Cast.Dan, Instant.FromUtc(2027, 3, 14, 1, 30)), 4));
        Assert.Equal((2, SeriesClash.NoSuchTime, new LocalDateTime(2027, 3, 28, 2, 30)), (never.Week, never.Why, never.Local));
        Assert.False(await app.InClinic(app.Cast.North, db => db.Appointments.AnyAsync(a => a.StartsAt == Instant.FromUtc(2027, 3, 14, 1, 30))));
    }

    [Fact]
    public async Task A_date_on_which_the_calendar_elsewhere_is_busy_is_named_too()
    {
        var first = Instant.FromUtc(2027, 1, 14, 10, 0);
        await app.InClinic(app.Cast.North, db =>
        {
            db.BusyTimes.Add(new BusyTime
            {
                TenantId = db.Tenant, Id = BusyTimeId.New(), PractitionerId = app.Cast.Dan.Practitioner!.Value, StartsAt = first + Week, EndsAt = first + Week + Duration.FromHours(1),
                Kind = BusyKind.Outside,
            });
            return db.SaveChangesAsync();
        });
        var conflict = Assert.Single(await Conflicts(app.Cast.Dan, Free(app.Cast.Dan, first), 3));
        Assert.Equal((1, SeriesClash.BusyElsewhere), (conflict.Week, conflict.Why));
    }

    [Fact]
    public async Task Every_date_that_cannot_be_is_named_with_times_near_it_and_nothing_is_booked_until_all_can()
    {
        var (scene, first) = (await OfferScene.Make(app), Instant.FromUtc(2026, 12, 4, 13, 0));
        Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Nora, first + Week, patient: app.Cast.Eva));
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Dan, Free(app.Cast.Dan, first + (2 * Week))));
        var before = await app.Everything(app.Cast.North);
        var conflicts = await Conflicts(app.Cast.Nora, Wanted(scene, first), 5);
        Assert.Equal([(1, SeriesClash.Taken), (2, SeriesClash.PatientBusy), (3, SeriesClash.OutsideHours), (4, SeriesClash.OutsideHours)], conflicts.Select(c => (c.Week, c.Why)));
        Assert.Equal(before, await app.Everything(app.Cast.North));

        Assert.Equal(["2026-12-11T13:30:00Z", "2026-12-11T14:00:00Z", "2026-12-11T14:30:00Z"], conflicts[0].Nearest.Select(s => s.Slot.StartsAt.ToString()));
        Assert.All(conflicts, c => Assert.Equal(3, c.Nearest.Count));
        var instead = conflicts.ToDictionary(c => c.Week, c => c.Nearest[0].Slot.StartsAt);
        var booked = Assert.IsType<SeriesOutcome.Booked>(await Book(app.Cast.Nora, new NewSeries(Wanted(scene, first), 5) { Instead = instead }));
        Assert.Equal(instead.Values.Append(first).Order(), booked.Appointments.Select(a => a.StartsAt));
        Assert.All(booked.Appointments, a => Assert.Equal(AppointmentStatus.Pending, a.Status));
    }

    [Fact]
    public async Task Pressed_many_times_it_is_one_series_and_the_practitioner_is_told_once()
    {
        var (scene, request) = (await OfferScene.Make(app), Guid.CreateVersion7());
        var wanted = Wanted(scene, Instant.FromUtc(2027, 1, 12, 9, 0)) with { Request = request };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Book(app.Cast.Nora, new NewSeries(wanted, 6)))));
        var series = outcomes.Select(o => Assert.IsType<SeriesOutcome.Booked>(o).Appointments).ToList();
        Assert.Single(series.Select(s => string.Join(' ', s.Select(a => a.Id))).Distinct());
        Assert.Equal(6, await app.InClinic(app.Cast.North, db => db.Appointments.CountAsync(a => a.Series == series[0][0].Series)));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Notifications.CountAsync(n => n.Kind == NotificationKind.SeriesRequested && n.AccountId == app.Cast.Alice.Account && n.AppointmentId == series[0][0].Id.Value)));
        // Gone back to the form and another time chosen: another series.
        var other = Assert.IsType<SeriesOutcome.Booked>(await Book(app.Cast.Nora, new NewSeries(wanted with { StartsAt = wanted.StartsAt + Duration.FromMinutes(30) }, 6)));
        Assert.NotEqual(series[0][0].Series, other.Appointments[0].Series);
    }

    [Fact]
    public async Task Of_two_series_that_meet_one_wins_whole_and_the_other_has_nothing()
    {
        var winners = new List<Guid?>();
        for (var round = 0; round < 5; round++)
        {
            var first = Instant.FromUtc(2026, 12, 1, 5, 0) + Duration.FromHours(round);
            var gun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var runs = ((Person, PatientId, Instant)[])[(app.Cast.Dan, app.Cast.Bob.Patient!.Value, first), (app.Cast.Nora, app.Cast.Eva, first + (2 * Week) + Duration.FromMinutes(15))];
            var outcomes = runs.Select(r => Task.Run(async () =>
            {
                await gun.Task;
                return await Book(r.Item1, new NewSeries(Free(app.Cast.Dan, r.Item3, r.Item2) with { Reason = "Course" }, 6));
            })).ToList();
            gun.SetResult();
            var done = await Task.WhenAll(outcomes);
            var won = Assert.Single(done.OfType<SeriesOutcome.Booked>());
            Assert.Equal(4, Assert.Single(done.OfType<SeriesOutcome.Conflicts>()).All.Count(c => c.Why is SeriesClash.Taken));
            winners.Add(won.Appointments[0].Series);
            Assert.Equal(6 * winners.Count, await app.InClinic(app.Cast.North, db => db.Appointments.CountAsync(a => a.Reason == "Course")));
        }

        Assert.Empty(await app.InClinic(app.Cast.North, Overlaps.In));
    }

    [Fact]
    public async Task The_patient_gets_one_mail_with_all_dates_in_their_language()
    {
        var scene = await OfferScene.Make(app);
        var booked = await Booked(app.Cast.Alice, Wanted(scene, Instant.FromUtc(2027, 2, 9, 13, 0)), 6);
        var mails = await app.InClinic(app.Cast.North, db => db.Deliveries.AsNoTracking().Where(d => d.DueAt == null && (d.SubjectId == booked.Appointments[0].Series
            || booked.Appointments.Select(a => a.Id.Value).Contains(d.SubjectId))).ToListAsync());
        var letter = (await Letter(Assert.Single(mails)))!;
        Assert.Equal("Vos 6 rendez-vous avec Dr Alice Martin", letter.Subject);
        Assert.Contains("Mardi 9 février 2027 à 14\u00a0h", letter.Paragraphs);
        Assert.Contains("Mardi 16 mars 2027 à 14\u00a0h", letter.Paragraphs);
        Assert.Equal(8, letter.Paragraphs.Count);
        Assert.DoesNotContain("Suivi", string.Join(' ', letter.Paragraphs), StringComparison.Ordinal);

        await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == app.Cast.Eva).ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, "en")));
        var english = await Booked(app.Cast.Alice, Wanted(scene, Instant.FromUtc(2027, 2, 10, 13, 0)) with { Patient = app.Cast.Eva }, 2);
        var read = (await Letter(NotificationKind.SeriesBooked, english.Appointments[0].Series!.Value))!;
        Assert.Contains("Wednesday 10 February 2027 at 14:00", read.Paragraphs);
    }

    [Fact]
    public async Task One_and_all_that_follow_are_cancelled_together_with_one_mail_and_those_before_stand()
    {
        var scene = await OfferScene.Make(app);
        var booked = await Booked(app.Cast.Alice, Wanted(scene, Instant.FromUtc(2027, 4, 6, 12, 0)), 4);
        var third = booked.Appointments[2];
        // The patient may not: each of theirs has a deadline of its own.
        Assert.IsType<SeriesMoveOutcome.NotAllowed>(await Following(app.Cast.Bob, third.Id, AppointmentStatus.Cancelled));
        var cancelled = Assert.IsType<SeriesMoveOutcome.Moved>(await Following(app.Cast.Nora, third.Id, AppointmentStatus.Cancelled, CancellationReason.ByPatient));
        Assert.Equal(2, cancelled.Appointments.Count);
        Assert.Equal([AppointmentStatus.Booked, AppointmentStatus.Booked, AppointmentStatus.Cancelled, AppointmentStatus.Cancelled], await Statuses(booked));
        var letter = (await Letter(NotificationKind.SeriesCancelled, third.Series!.Value))!;
        Assert.Equal(4, letter.Paragraphs.Count);
        Assert.Contains("Mardi 20 avril 2027 à 14\u00a0h", letter.Paragraphs);
        // Again: there is nothing left to cancel; and of a single appointment nothing follows.
        Assert.IsType<SeriesMoveOutcome.NotAllowed>(await Following(app.Cast.Nora, third.Id, AppointmentStatus.Cancelled));
        var alone = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Alice, Instant.FromUtc(2027, 4, 7, 12, 0)));
        Assert.IsType<SeriesMoveOutcome.NotFound>(await Following(app.Cast.Nora, alone.Appointment.Id, AppointmentStatus.Cancelled));
    }

    [Fact]
    public async Task The_practitioner_confirms_all_that_an_assistant_asked_for_at_once_and_nobody_else_does()
    {
        var scene = await OfferScene.Make(app);
        var asked = await Booked(app.Cast.Nora, Wanted(scene, Instant.FromUtc(2027, 5, 11, 12, 0)), 3);
        Assert.Null(await Letter(NotificationKind.SeriesBooked, asked.Appointments[0].Series!.Value));
        Assert.IsType<SeriesMoveOutcome.NotAllowed>(await Following(app.Cast.Nora, asked.Appointments[0].Id, AppointmentStatus.Booked));
        Assert.IsType<SeriesMoveOutcome.NotFound>(await Following(app.Cast.Dan, asked.Appointments[0].Id, AppointmentStatus.Booked));
        Assert.IsType<SeriesMoveOutcome.Moved>(await Following(app.Cast.Alice, asked.Appointments[0].Id, AppointmentStatus.Booked));
        Assert.All(await Statuses(asked), s => Assert.Equal(AppointmentStatus.Booked, s));
        Assert.Equal(5, (await Letter(NotificationKind.SeriesBooked, asked.Appointments[0].Series!.Value))!.Paragraphs.Count);
    }

    [Fact]
    public async Task Who_may_not_book_and_numbers_that_are_none_change_nothing()
    {
        var (scene, at) = (await OfferScene.Make(app), Instant.FromUtc(2027, 6, 8, 12, 0));
        var before = await app.Everything(app.Cast.North);
        Assert.Equal(new SeriesOutcome.Invalid("practitioner", "not-allowed"), await Book(app.Cast.Bob, new NewSeries(Wanted(scene, at), 6)));
        Assert.Equal(new SeriesOutcome.Invalid("practitioner", "not-allowed"), await Book(app.Cast.Dan, new NewSeries(Wanted(scene, at), 6)));
        Assert.Equal(new SeriesOutcome.Invalid("weeks", "out-of-range"), await Book(app.Cast.Alice, new NewSeries(Wanted(scene, at), 1)));
        Assert.Equal(new SeriesOutcome.Invalid("weeks", "out-of-range"), await Book(app.Cast.Alice, new NewSeries(Wanted(scene, at), 13)));
        Assert.Equal(new SeriesOutcome.Invalid("starts", "past"), await Book(app.Cast.Alice, new NewSeries(Wanted(scene, app.Now - Week), 6)));
        Assert.Equal(before, await app.Everything(app.Cast.North));
    }

    private NewAppointment Wanted(OfferScene scene, Instant at) => new(app.Cast.Bob.Patient!.Value, scene.With, at, Duration.FromMinutes(5), "Suivi", Modality.Audio) { VisitType = scene.Type };

    /// <summary>Of free length, with somebody of whom no hours are on file.</summary>
    private NewAppointment Free(Person with, Instant at, PatientId? patient = null) =>
        new(patient ?? app.Cast.Bob.Patient!.Value, with.Practitioner!.Value, at, Duration.FromMinutes(30), "Suivi", Modality.Video);

    private Task<SeriesOutcome> Book(Person by, NewSeries series) => app.InScope(services =>
    {
        var db = services.GetRequiredService<Db>();
        db.Enter(by.Clinic);
        return db.BookSeries(by.Actor, series, services.GetRequiredService<Clock>());
    });

    private async Task<SeriesOutcome.Booked> Booked(Person by, NewAppointment first, int weeks) => Assert.IsType<SeriesOutcome.Booked>(await Book(by, new NewSeries(first, weeks)));

    private async Task<IReadOnlyList<SeriesConflict>> Conflicts(Person by, NewAppointment first, int weeks) => Assert.IsType<SeriesOutcome.Conflicts>(await Book(by, new NewSeries(first, weeks))).All;

    private Task<SeriesMoveOutcome> Following(Person by, AppointmentId id, AppointmentStatus to, CancellationReason? why = null) =>
        app.InClinic(by.Clinic, db => db.MoveFollowing(by.Actor, id, to, app.Now, why));

    private async Task<List<AppointmentStatus>> Statuses(SeriesOutcome.Booked booked)
    {
        var ids = booked.Appointments.Select(a => a.Id).ToList();
        return await app.InClinic(app.Cast.North, db => db.Appointments.AsNoTracking().Where(a => ids.Contains(a.Id)).OrderBy(a => a.StartsAt).Select(a => a.Status).ToListAsync());
    }

    private async Task<Letter?> Letter(NotificationKind kind, Guid series)
    {
        var mail = await app.InClinic(app.Cast.North, db => db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Kind == kind && d.SubjectId == series));
        return mail is null ? null : await Letter(mail);
    }

    private Task<Letter?> Letter(Delivery mail) => app.InScope(services =>
    {
        var db = services.GetRequiredService<Db>();
        db.Enter(app.Cast.North);
        return services.GetServices<ILetter>().Single(l => l.Kind == mail.Kind).Write(db, mail, TestContext.Current.CancellationToken);
    });
}
