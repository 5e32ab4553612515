using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling;

/// <summary>What patients book by themselves, on the pages and against all who want the same.</summary>
public sealed class PatientBookingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_patient_chooses_what_for_and_when_and_has_the_appointment_at_once()
    {
        var scene = await OfferScene.Make(app, OfferScene.Usual with { MinutesAfter = 10 });
        var bob = await app.Browser(app.Cast.Bob);
        var first = await bob.Page("/book");
        Assert.Contains(first.QuerySelectorAll("a.step-done"), a => a.GetAttribute("href") == $"/book?visit={scene.Type}");
        var times = await bob.Page($"/book?visit={scene.Type}&from=2026-12-01");
        var slot = times.QuerySelectorAll("button[name=slot]").First(b => b.QuerySelector("time")!.GetAttribute("datetime") == "2026-12-01T09:40");
        using var held = await bob.Send($"/book?visit={scene.Type}&from=2026-12-01", times, ("slot", slot.GetAttribute("value")!));
        var confirm = held.Headers.Location!.PathAndQuery();
        using var done = await bob.Fill(confirm, ("reason", "Renouvellement"), ("zone", "America/Guadeloupe"));
        Assert.StartsWith("/appointments?booked=", done.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        var row = await At(Instant.FromUtc(2026, 12, 1, 8, 40));
        Assert.Equal((AppointmentStatus.Booked, Duration.FromMinutes(30), Modality.Video, 10), (row.Status, row.EndsAt - row.StartsAt, row.Modality, row.MinutesAfter));
        Assert.True(await app.InClinic(app.Cast.North, db => db.Notifications.AnyAsync(n =>
            n.AccountId == app.Cast.Alice.Account && n.Kind == NotificationKind.AppointmentBooked && n.AppointmentId == row.Id.Value)));
        Assert.Equal(0, await Holds());
        Assert.Equal("America/Guadeloupe", await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == app.Cast.Bob.Patient).Select(p => p.Zone).SingleAsync()));
        // What is kept free after it is nobody else's either.
        Assert.DoesNotContain(await scene.Free(new LocalDate(2026, 12, 1)), s => s.Slot.StartsAt < row.EndsAt + Duration.FromMinutes(10) && s.Slot.EndsAt > row.StartsAt);
    }

    [Fact]
    public async Task What_the_practitioner_wants_to_confirm_is_pending()
    {
        var scene = await OfferScene.Make(app, OfferScene.Usual with { StandsAtOnce = false });
        var booked = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Bob, Instant.FromUtc(2026, 12, 2, 9, 0)));
        Assert.Equal(AppointmentStatus.Pending, booked.Appointment.Status);
    }

    [Fact]
    public async Task A_lost_race_is_answered_with_the_three_nearest_times()
    {
        var scene = await OfferScene.Make(app);
        var bob = await app.Browser(app.Cast.Bob);
        var path = $"/book?visit={scene.Type}&from=2026-12-03";
        var times = await bob.Page(path);
        var wanted = Instant.FromUtc(2026, 12, 3, 9, 0);
        Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Nora, wanted, patient: app.Cast.Eva));
        using var lost = await bob.Send(path, times, ("slot", $"{scene.With}_2026-12-03T09:00:00Z"));
        var page = await bob.Page(lost.Headers.Location!.PathAndQuery());
        Assert.Contains("vient d’être réservé", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var near = page.QuerySelector("fieldset")!.QuerySelectorAll("button[name=slot] time").Select(t => t.GetAttribute("datetime"));
        Assert.Equal(["2026-12-03T09:30", "2026-12-03T10:30", "2026-12-03T11:00"], near);
    }

    [Fact]
    public async Task A_held_time_is_nobody_elses_until_the_form_is_left_or_ten_minutes_have_passed()
    {
        var (scene, at) = (await OfferScene.Make(app), Instant.FromUtc(2026, 12, 4, 9, 0));
        Assert.IsType<HoldOutcome.Held>(await scene.Hold(app.Cast.Bob, at));
        Assert.False(await scene.IsFree(at));
        Assert.IsType<HoldOutcome.Taken>(await scene.Hold(app.Cast.Nora, at));
        Assert.IsType<BookingOutcome.Taken>(await scene.Book(app.Cast.Nora, at, patient: app.Cast.Eva));

        var bob = await app.Browser(app.Cast.Bob);
        var form = await bob.Page($"/book/confirm?visit={scene.Type}&slot={scene.With}_2026-12-04T09:00:00Z");
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var left = await bob.PostAsync(new Uri("/book/leave", UriKind.Relative), new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]), TestContext.Current.CancellationToken);
        Assert.True(await scene.IsFree(at));

        Assert.IsType<HoldOutcome.Held>(await scene.Hold(app.Cast.Bob, at));
        app.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(await scene.IsFree(at));
        Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Nora, at, patient: app.Cast.Eva));
    }

    [Fact]
    public async Task One_account_holds_one_time_and_nobody_takes_the_place_of_anothers_hold()
    {
        var (scene, first, second) = (await OfferScene.Make(app), Instant.FromUtc(2026, 12, 7, 9, 0), Instant.FromUtc(2026, 12, 7, 10, 0));
        await scene.Hold(app.Cast.Bob, first);
        var held = Assert.IsType<HoldOutcome.Held>(await scene.Hold(app.Cast.Bob, second));
        Assert.True(await scene.IsFree(first));
        Assert.IsType<BookingOutcome.Taken>(await scene.Book(app.Cast.Nora, second, held.Id, patient: app.Cast.Eva));
        Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Bob, second, held.Id));
    }

    [Fact]
    public async Task The_same_request_twice_is_one_booking()
    {
        var (scene, at, request) = (await OfferScene.Make(app), Instant.FromUtc(2026, 12, 8, 9, 0), Guid.CreateVersion7());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => scene.Book(app.Cast.Bob, at, request: request))));
        Assert.Single(outcomes.Select(o => Assert.IsType<BookingOutcome.Booked>(o).Appointment.Id).Distinct());
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Appointments.CountAsync(a => a.StartsAt == at)));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.AppointmentMoves.CountAsync(m => m.AppointmentId == Assert.IsType<BookingOutcome.Booked>(outcomes[0]).Appointment.Id)));
        // Gone back to the form and another time chosen: another booking.
        var other = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Bob, at + Duration.FromMinutes(30), request: request));
        Assert.Equal(at + Duration.FromMinutes(30), other.Appointment.StartsAt);
    }

    [Fact]
    public async Task Who_presses_a_time_that_is_taken_holds_no_longer_what_they_held()
    {
        var (scene, held, taken) = (await OfferScene.Make(app), Instant.FromUtc(2026, 12, 21, 9, 0), Instant.FromUtc(2026, 12, 21, 10, 0));
        Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Alice, taken, patient: app.Cast.Eva));
        Assert.IsType<HoldOutcome.Held>(await scene.Hold(app.Cast.Bob, held));
        Assert.False(await scene.IsFree(held));
        Assert.IsType<HoldOutcome.Taken>(await scene.Hold(app.Cast.Bob, taken));
        Assert.True(await scene.IsFree(held));
    }

    [Fact]
    public async Task A_patient_is_planned_once_at_a_time_however_many_book_at_once()
    {
        var (alice, dan, at) = (await OfferScene.Make(app), await OfferScene.Make(app, with: app.Cast.Dan), Instant.FromUtc(2026, 12, 9, 9, 0));
        var outcomes = await Task.WhenAll(((OfferScene[])[alice, dan]).SelectMany(s => (Person[])[app.Cast.Bob, app.Cast.Nora], (s, by) => Task.Run(() => s.Book(by, at))));
        Assert.Single(outcomes, o => o is BookingOutcome.Booked);
        Assert.All(outcomes, o => Assert.True(o is BookingOutcome.Booked or BookingOutcome.PatientBusy or BookingOutcome.Taken, o.ToString()));
        Assert.Contains(outcomes, o => o is BookingOutcome.PatientBusy);
    }

    [Theory]
    [InlineData("2026-12-10T07:30:00Z", "before the hours")]
    [InlineData("2026-12-10T10:45:00Z", "over their end")]
    [InlineData("2026-12-10T09:01:00Z", "at an odd minute")]
    [InlineData("2026-12-12T09:00:00Z", "on a Saturday")]
    [InlineData("2026-12-25T09:00:00Z", "on a holiday")]
    [InlineData("2026-11-23T09:30:00Z", "too soon")]
    [InlineData("2027-03-10T09:00:00Z", "too far")]
    public async Task A_time_that_is_not_on_offer_is_refused_and_nothing_is_written(string at, string why)
    {
        var (scene, start) = (await OfferScene.Make(app), NodaTime.Text.InstantPattern.General.Parse(at).Value);
        Assert.IsType<HoldOutcome.NotOffered>(await scene.Hold(app.Cast.Bob, start));
        Assert.True(await scene.Book(app.Cast.Bob, start) is BookingOutcome.NotOffered, why);
        Assert.False(await app.InClinic(app.Cast.North, db => db.BusyTimes.AnyAsync(b => b.StartsAt == start)));
    }

    [Fact]
    public async Task Nobody_books_what_is_for_staff_alone_what_is_retired_or_for_somebody_else()
    {
        var (inside, at) = (await OfferScene.Make(app, OfferScene.Usual with { ForPatients = false }), Instant.FromUtc(2026, 12, 11, 9, 0));
        Assert.IsType<BookingOutcome.NotOffered>(await inside.Book(app.Cast.Bob, at));
        var retired = await OfferScene.Make(app);
        Assert.IsType<BookingOutcome.Invalid>(await retired.Book(app.Cast.Bob, at, patient: app.Cast.Eva));
        await app.InClinic(app.Cast.North, db => db.RetireVisitType(app.Cast.Ada.Actor, retired.Type, app.Now));
        Assert.Equal(new BookingOutcome.Invalid("visit", "unknown"), await retired.Book(app.Cast.Bob, at));
        Assert.IsType<BookingOutcome.Invalid>(await app.Book(app.Cast.Charlie, new NewAppointment(app.Cast.Bob.Patient!.Value, app.Cast.Alice.Practitioner!.Value, at, Duration.FromMinutes(30), "Suivi", Modality.Video)));
        Assert.False(await app.InClinic(app.Cast.North, db => db.Appointments.AnyAsync(a => a.StartsAt == at)));
    }

    [Fact]
    public async Task An_assistant_chooses_a_free_time_for_a_visit_type_and_is_told_when_the_patient_is_elsewhere()
    {
        var scene = await OfferScene.Make(app, OfferScene.Usual with { MinutesAfter = 5 });
        var nora = await app.Browser(app.Cast.Nora);
        var times = await nora.Page($"/appointments/new?patient={app.Cast.Eva}&visit={scene.Type}&from=2026-12-14");
        var link = times.QuerySelectorAll("a.slot").First(a => a.QuerySelector("time")!.GetAttribute("datetime") == "2026-12-14T09:35").GetAttribute("href")!.Replace("#book", "", StringComparison.Ordinal);
        using var done = await nora.Fill(link, ("reason", "Suivi"));
        Assert.StartsWith("/appointments?booked=", done.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        var row = await At(Instant.FromUtc(2026, 12, 14, 8, 35));
        Assert.Equal((AppointmentStatus.Pending, scene.Type, 5), (row.Status, row.VisitTypeId!.Value, row.MinutesAfter));

        var elsewhere = $"/appointments/new?patient={app.Cast.Eva}&practitioner={app.Cast.Dan.Practitioner}&at=2026-12-14T09:40";
        var refused = await (await nora.Fill(elsewhere, ("reason", "Suivi"))).Html();
        Assert.Contains("déjà un rendez-vous à cette heure", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    private Task<Appointment> At(Instant start) => app.InClinic(app.Cast.North, db => db.Appointments.AsNoTracking().SingleAsync(a => a.StartsAt == start));

    private Task<int> Holds() => app.InClinic(app.Cast.North, db => db.BusyTimes.CountAsync(b => b.Kind == BusyKind.Hold && b.HeldBy == app.Cast.Bob.Account));
}
