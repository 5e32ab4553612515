using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;
using Telemed.Tests.Scheduling.Agenda;

namespace Telemed.Tests.Scheduling;

/// <summary>Time that becomes free is offered to those who wait, one after the other.</summary>
public sealed class WaitingListTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task What_becomes_free_is_kept_for_who_asked_first_and_is_nobody_elses_meanwhile()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 1));
        var appointment = await scene.Taken(9);
        var (first, _) = (await scene.Waits(), await scene.Waits());
        await scene.Cancel(appointment);
        var offer = await scene.OpenTo(first);
        Assert.Equal((scene.At(9), app.Now + EarlierOffer.Lasts), (offer.StartsAt, offer.DueAt));
        Assert.True(await app.InClinic(app.Cast.North, db => db.Deliveries.AnyAsync(d => d.Kind == NotificationKind.EarlierOffered && d.SubjectId == offer.Id.Value && d.ToPatientId == first.Value)));
        Assert.DoesNotContain(await scene.Offer.Free(scene.Day, forPatient: false), s => s.Slot.StartsAt == offer.StartsAt);
        Assert.False(await scene.Offer.IsFree(offer.StartsAt));
        Assert.IsType<HoldOutcome.Taken>(await scene.Offer.Hold(app.Cast.Bob, offer.StartsAt));
        Assert.IsType<BookingOutcome.Taken>(await scene.Offer.Book(app.Cast.Alice, offer.StartsAt));
        Assert.Equal([BusyKind.Hold], await Kinds(offer.StartsAt));
        Assert.True(await app.InClinic(app.Cast.North, db => db.Set<AuditEvent>().AnyAsync(e => e.Action == AuditAction.EarlierOffered && e.EntityId == offer.Id.Value && e.PatientId == first.Value)));
    }

    [Fact]
    public async Task What_an_appointment_leaves_that_moves_is_offered_too()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 29));
        var appointment = await scene.Taken(9);
        var waits = await scene.Waits();
        Assert.IsType<RescheduleOutcome.Moved>(await app.Reschedule(app.Cast.Alice, appointment.Id, scene.At(14)));
        Assert.Equal(scene.At(9), (await scene.OpenTo(waits)).StartsAt);
    }

    [Fact]
    public async Task Time_that_is_no_longer_blocked_is_offered_too()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 30));
        var block = Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(app.Cast.Alice, app.Cast.Alice, scene.At(9), scene.At(18))).Time;
        var waits = await scene.Waits();
        Assert.True(await app.InClinic(app.Cast.North, db => db.Unblock(app.Cast.Alice.Actor, block.Id, app.Now)));
        Assert.Equal(scene.At(9), (await scene.OpenTo(waits)).StartsAt);
    }

    [Fact]
    public async Task Time_that_a_practitioner_opens_more_is_offered_too_and_time_that_she_closes_is_not()
    {
        var day = new LocalDate(2026, 12, 27); // a Sunday
        var scene = await WaitScene.Make(app, day);
        var waits = await scene.Waits();
        var closed = new HoursChangeDraft(day, day, new DayRange(14 * 60, 15 * 60), false, "");
        var open = new HoursChangeDraft(day, day, new DayRange(9 * 60, 12 * 60), true, "");
        await Change((db, version) => db.AddChange(app.Cast.Alice.Actor, app.Cast.Alice.Practitioner!.Value, version, closed, app.Now));
        Assert.Empty(await scene.Offers());
        await Change((db, version) => db.AddChange(app.Cast.Alice.Actor, app.Cast.Alice.Practitioner!.Value, version, open, app.Now));
        Assert.Equal(scene.At(9), (await scene.OpenTo(waits)).StartsAt);
    }

    private async Task Change(Func<Db, int, Task<HoursOutcome>> change)
    {
        var version = await app.InClinic(app.Cast.North, async db => (await db.HoursFor(app.Cast.Alice.Actor, app.Cast.Alice.Practitioner!.Value))!.Policy.Version);
        Assert.IsType<HoursOutcome.Saved>(await app.InClinic(app.Cast.North, db => change(db, version)));
    }

    [Fact]
    public async Task Not_answered_in_time_it_goes_to_the_next_and_at_the_end_of_the_list_it_is_free_for_everybody()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 2));
        var appointment = await scene.Taken(9);
        var (first, second) = (await scene.Waits(), await scene.Waits());
        await scene.Cancel(appointment);
        var offer = await scene.OpenTo(first);
        app.Time.Advance(EarlierOffer.Lasts.ToTimeSpan() - TimeSpan.FromSeconds(1));
        await Watch().Look(TestContext.Current.CancellationToken);
        await scene.OpenTo(first);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<OfferOutcome.Gone>(await scene.Accept(app.Cast.Nora, offer.Id));
        await Watch().Look(TestContext.Current.CancellationToken);
        await scene.OpenTo(second);
        Assert.False(await scene.Offer.IsFree(scene.At(9)));
        await scene.OutOfTime();
        Assert.Equal([OfferAnswer.Expired, OfferAnswer.Expired], (await scene.Offers()).Select(o => o.Offer.Answer!.Value));
        Assert.True(await scene.Offer.IsFree(scene.At(9)));
        Assert.Equal(0, await scene.Holds());
        Assert.IsType<BookingOutcome.Booked>(await scene.Offer.Book(app.Cast.Nora, scene.At(9), patient: app.Cast.Eva));
    }

    [Fact]
    public async Task Refused_or_withdrawn_it_goes_to_the_next_at_once()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 3));
        var appointment = await scene.Taken(9);
        var (first, second, third) = (await scene.Waits(), await scene.Waits(), await scene.Waits());
        await scene.Cancel(appointment);
        var offer = await scene.OpenTo(first);
        Assert.IsType<OfferOutcome.Refused>(await scene.Refuse(app.Cast.Nora, offer.Id));
        Assert.IsType<OfferOutcome.Refused>(await scene.Refuse(app.Cast.Nora, offer.Id));
        Assert.IsType<OfferOutcome.Gone>(await scene.Accept(app.Cast.Nora, offer.Id));
        var next = await scene.OpenTo(second);
        Assert.IsType<EarlierOutcome.Withdrawn>(await app.InClinic(app.Cast.North, db => db.WithdrawEarlier(app.Cast.Nora.Actor, next.WishId, app.Now)));
        Assert.IsType<EarlierOutcome.NotFound>(await app.InClinic(app.Cast.North, db => db.WithdrawEarlier(app.Cast.Nora.Actor, next.WishId, app.Now)));
        await scene.OpenTo(third);
        Assert.True(await app.InClinic(app.Cast.North, db => db.Set<AuditEvent>().AnyAsync(e => e.Action == AuditAction.EarlierWithdrawn && e.EntityId == next.WishId.Value)));
        Assert.True(await app.InClinic(app.Cast.North, db => db.Set<AuditEvent>().AnyAsync(e => e.Action == AuditAction.EarlierAnswered && e.EntityId == offer.Id.Value && e.Detail == "Refused")));
        // Who refused waits still, and is offered something else.
        var other = await scene.Taken(15);
        await scene.Cancel(other);
        Assert.Equal([second, first], (await scene.Offers()).Where(o => o.Offer.StartsAt == scene.At(15) || o.Patient == second).Select(o => o.Patient));
    }

    [Fact]
    public async Task Accepted_it_is_booked_at_once_and_the_later_appointment_gives_way_to_who_waits_for_that()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 4));
        var bob = app.Cast.Bob.Patient!.Value;
        var (early, later) = (await scene.Taken(9), await scene.Taken(16, bob));
        Assert.IsType<EarlierOutcome.Asked>(await scene.Ask(bob, later.Id, by: app.Cast.Bob));
        await scene.Cancel(early);
        var offer = await scene.OpenTo(bob);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var afterwards = await scene.Waits();
        var accepted = Assert.IsType<OfferOutcome.Accepted>(await scene.Accept(app.Cast.Bob, offer.Id));
        Assert.Equal((AppointmentStatus.Booked, scene.At(9), bob, later.Id.Value, "Suivi"),
            (accepted.Appointment.Status, accepted.Appointment.StartsAt, accepted.Appointment.PatientId, accepted.Appointment.Replaces, accepted.Appointment.Reason));
        Assert.Equal(later.Id, accepted.Replaced);
        var gone = await app.Row(later.Id);
        Assert.Equal((AppointmentStatus.Cancelled, CancellationReason.MovedUp), (gone.Status, gone.CancelledBecause));
        Assert.Equal(scene.At(16), (await scene.OpenTo(afterwards)).StartsAt);
        Assert.Equal([BusyKind.Appointment], await Kinds(scene.At(9)));
        // Pressed again: the same appointment.
        Assert.Equal(accepted.Appointment.Id, Assert.IsType<OfferOutcome.Accepted>(await scene.Accept(app.Cast.Bob, offer.Id)).Appointment.Id);
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Appointments.CountAsync(a => a.StartsAt == scene.At(9) && a.Status == AppointmentStatus.Booked)));
    }

    [Fact]
    public async Task However_many_look_at_once_it_is_passed_on_once_and_an_answer_at_that_moment_counts_or_does_not()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 7));
        var appointment = await scene.Taken(9);
        var people = new List<PatientId>();
        for (var i = 0; i < 4; i++)
        {
            people.Add(await scene.Waits());
        }

        await scene.Cancel(appointment);
        for (var turn = 1; turn < 3; turn++)
        {
            var offer = await scene.OpenTo(people[turn - 1]);
            app.Time.Advance(EarlierOffer.Lasts.ToTimeSpan());
            // Each of them a process of its own: they share the database alone.
            var looks = Enumerable.Range(0, 6).Select(_ => Task.Run(() => Watch().Look(TestContext.Current.CancellationToken)));
            await Task.WhenAll(looks.Append(Task.Run(() => scene.Accept(app.Cast.Nora, offer.Id))));
            await scene.OpenTo(people[turn]);
            Assert.Equal(turn + 1, (await scene.Offers()).Count);
            Assert.Equal(1, await scene.Holds());
        }

        var last = await scene.OpenTo(people[2]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => i % 2 is 0 ? scene.Accept(app.Cast.Nora, last.Id) : scene.Refuse(app.Cast.Nora, last.Id))));
        var isBooked = (await scene.Offers()).Single(o => o.Offer.Id == last.Id).Offer.Answer is OfferAnswer.Accepted;
        Assert.All(answers, a => Assert.True(a is OfferOutcome.Gone || isBooked == a is OfferOutcome.Accepted, a.ToString()));
        Assert.Equal(isBooked ? 1 : 0, await app.InClinic(app.Cast.North, db => db.Appointments.CountAsync(a => a.StartsAt == scene.At(9) && a.Status == AppointmentStatus.Booked)));
        Assert.Equal(isBooked ? 0 : 1, await scene.Holds());
    }

    [Fact]
    public async Task Nobody_but_the_one_it_is_offered_to_and_the_clinics_staff_can_answer()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 8));
        var appointment = await scene.Taken(9);
        var first = await scene.Waits();
        await scene.Cancel(appointment);
        var offer = await scene.OpenTo(first);
        foreach (var stranger in (Person[])[app.Cast.Bob, app.Cast.Dan, app.Cast.Charlie, app.Cast.Ada])
        {
            Assert.IsType<OfferOutcome.NotFound>(await scene.Accept(stranger, offer.Id));
            Assert.IsType<OfferOutcome.NotFound>(await scene.Refuse(stranger, offer.Id));
            Assert.IsType<EarlierOutcome.NotFound>(await app.InClinic(stranger.Clinic, db => db.WithdrawEarlier(stranger.Actor, offer.WishId, app.Now)));
        }

        Assert.IsType<EarlierOutcome.NotFound>(await scene.Ask(first, by: app.Cast.Bob));
        Assert.IsType<EarlierOutcome.NotFound>(await scene.Ask(first, by: app.Cast.Ada));
        await scene.OpenTo(first);
    }

    [Fact]
    public async Task Who_waits_for_anybody_is_offered_one_time_though_two_become_free_at_once()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 9));
        await OfferScene.Make(app, with: app.Cast.Dan);
        Assert.IsType<HoursOutcome.Saved>(await app.InClinic(app.Cast.North, db => db.Offer(app.Cast.Nora.Actor, app.Cast.Dan.Practitioner!.Value, [scene.Offer.Type], app.Now)));
        var withDan = Assert.IsType<BookingOutcome.Booked>(await (scene.Offer with { With = app.Cast.Dan.Practitioner!.Value }).Book(app.Cast.Dan, scene.At(9), patient: await scene.Patient())).Appointment;
        var withAlice = await scene.Taken(9);
        var first = await scene.Waits();
        await Task.WhenAll(Task.Run(() => scene.Cancel(withDan), TestContext.Current.CancellationToken), Task.Run(() => scene.Cancel(withAlice), TestContext.Current.CancellationToken));
        await scene.OpenTo(first);
        Assert.Single(await scene.Offers());
    }

    [Fact]
    public async Task Nobody_is_offered_what_is_no_use_to_them()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 10));
        var (nine, ten) = (await scene.Taken(9), await scene.Taken(10));
        var (elsewhere, early, otherDay, later) = (await scene.Patient(), await scene.Patient(), await scene.Patient(), await scene.Patient());
        Assert.IsType<BookingOutcome.Booked>(await app.Book(app.Cast.Dan, new NewAppointment(elsewhere, app.Cast.Dan.Practitioner!.Value, scene.At(10), Duration.FromMinutes(30), "Suivi", Modality.Video)));
        await scene.Waits(patient: elsewhere);
        var theirs = await scene.Taken(9 + 2, early); // 11:00, after what becomes free: of use; 9:00 has somebody else's
        Assert.IsType<EarlierOutcome.Asked>(await scene.Ask(otherDay, from: scene.Day.PlusDays(1), until: scene.Day.PlusDays(3)));
        await scene.Cancel(ten);
        Assert.Empty(await scene.Offers());
        Assert.True(await scene.Offer.IsFree(scene.At(10)));
        await scene.Cancel(nine);
        var offer = await scene.OpenTo(elsewhere); // at nine they are free
        Assert.Equal(scene.At(9), offer.StartsAt);
        Assert.IsType<OfferOutcome.Refused>(await scene.Refuse(app.Cast.Nora, offer.Id));

        await scene.Waits(theirs.Id, early);
        var after = await scene.Taken(15, later);
        await scene.Cancel(after);
        Assert.DoesNotContain(await scene.Offers(), o => o.Patient == early);
    }

    [Fact]
    public async Task Asked_twice_it_is_one_wish_at_its_first_place_and_what_cannot_be_is_refused()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 11));
        var first = await scene.Waits();
        await scene.Waits();
        var again = Assert.IsType<EarlierOutcome.Asked>(await scene.Ask(first, until: scene.Day.PlusDays(2)));
        var rows = await app.InClinic(app.Cast.North, db => db.EarlierWishes.AsNoTracking().Where(w => w.VisitTypeId == scene.Offer.Type).OrderBy(w => w.AskedAt).ToListAsync());
        Assert.Equal((2, again.Id, scene.Day.PlusDays(2)), (rows.Count, rows[0].Id, rows[0].Until!.Value));
        Assert.True(await app.InClinic(app.Cast.North, db => db.Set<AuditEvent>().AnyAsync(e => e.Action == AuditAction.EarlierAsked && e.EntityId == again.Id.Value && e.PatientId == first.Value)));

        Assert.Equal(new EarlierOutcome.Invalid("until", "before-from"), await scene.Ask(first, from: scene.Day, until: scene.Day.PlusDays(-1)));
        Assert.Equal(new EarlierOutcome.Invalid("until", "past"), await scene.Ask(first, from: new LocalDate(2026, 1, 1), until: new LocalDate(2026, 1, 2)));
        Assert.Equal(new EarlierOutcome.Invalid("appointment", "unknown"), await scene.Ask(first, later: AppointmentId.New()));
        Assert.Equal(new EarlierOutcome.Invalid("practitioner", "unknown"), await scene.Ask(first, with: app.Cast.Charlie.Practitioner));
        Assert.Equal(new EarlierOutcome.Invalid("practitioner", "not-allowed"), await scene.Ask(first, by: app.Cast.Alice, with: app.Cast.Dan.Practitioner));
        await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == first).ExecuteUpdateAsync(p => p.SetProperty(x => x.Email, (string?)null)));
        Assert.Equal(new EarlierOutcome.Invalid("patient", "unreachable"), await scene.Ask(first, with: scene.Offer.With));
        Assert.Equal(2, await app.InClinic(app.Cast.North, db => db.EarlierWishes.CountAsync(w => w.VisitTypeId == scene.Offer.Type)));
    }

    [Fact]
    public async Task A_restart_in_between_loses_no_offer_and_passes_it_on_once()
    {
        var first = new TelemedApp();
        await first.InitializeAsync();
        var scene = await WaitScene.Make(first, new LocalDate(2026, 12, 14));
        var appointment = await scene.Taken(9);
        var (one, two) = (await scene.Waits(), await scene.Waits());
        await scene.Cancel(appointment);
        await scene.OpenTo(one);
        await first.DisposeAsync();

        await using var second = first.Again();
        second.Time.Advance(TimeSpan.FromHours(1));
        var after = scene with { App = second, Offer = scene.Offer with { App = second } };
        await second.Services.GetRequiredService<OfferWatch>().Look(TestContext.Current.CancellationToken);
        await after.OpenTo(two);
        Assert.Equal(2, (await after.Offers()).Count);
        Assert.IsType<OfferOutcome.Accepted>(await after.Accept(second.Cast.Nora, (await after.OpenTo(two)).Id));
    }

    private OfferWatch Watch() => new(app.Services.GetRequiredService<IServiceScopeFactory>(), app.Services.GetRequiredService<Clock>(), NullLogger<OfferWatch>.Instance);

    private Task<List<BusyKind>> Kinds(Instant at) => app.InClinic(app.Cast.North, db => db.BusyTimes.Where(b => b.PractitionerId == app.Cast.Alice.Practitioner && b.StartsAt <= at && b.EndsAt > at).Select(b => b.Kind).ToListAsync());
}
