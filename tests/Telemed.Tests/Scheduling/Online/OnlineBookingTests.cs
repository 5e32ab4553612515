using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Online;

namespace Telemed.Tests.Scheduling.Online;

/// <summary>Booking from the clinic's public page by somebody whom the clinic may not know.</summary>
public sealed class OnlineBookingTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    private const string NoSession = "No session is ever opened on this way.";

    [Fact]
    public async Task A_new_person_books_from_the_clinics_page_with_a_code_from_the_mail()
    {
        var (scene, who, at) = (await OnlineScene.Open(app), Stranger.Any(), Instant.FromUtc(2026, 12, 1, 9, 0));
        var browser = app.Anonymous();
        var first = await browser.Page(scene.Page);
        Assert.Contains(first.QuerySelectorAll("a.step-done"), a => a.GetAttribute("href") == scene.Times);
        Assert.Contains("Dr Alice Martin", first.Body!.TextContent, StringComparison.Ordinal);
        await scene.Asks(who, at, browser);
        Assert.False(await scene.Offer.IsFree(at));
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.Patients.CountAsync(p => p.Email == who.Email)));

        Assert.Equal($"{scene.Page}/done", (await scene.Types(browser, await scene.CodeOf(who.Email))).To);
        var done = await browser.Page($"{scene.Page}/done");
        Assert.Contains("Rendez-vous réservé", done.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(who.Family, done.Body!.TextContent, StringComparison.Ordinal);
        var (appointment, patient) = (await At(at), await Patient(who.Email));
        Assert.Equal((patient.Id, null, AppointmentStatus.Booked, Duration.FromMinutes(30), scene.Offer.Type),
            (appointment.PatientId, appointment.BookedBy, appointment.Status, appointment.EndsAt - appointment.StartsAt, appointment.VisitTypeId!.Value));
        Assert.Equal((who.Given, who.Family, new LocalDate(1991, 5, 17), Sex.Unknown, app.Now), (patient.GivenName, patient.FamilyName, patient.BirthDate, patient.Sex, patient.DeclaredAt!.Value));
        Assert.Null(patient.Zone);
    }

    [Theory]
    [InlineData("America/Guadeloupe", "America/Guadeloupe")]
    [InlineData("Europe/Atlantis", null)]
    public async Task Where_the_browsers_clock_is_stays_with_the_record(string said, string? kept)
    {
        var (scene, who) = (await OnlineScene.Open(app), Stranger.Any() with { Zone = said });
        var browser = await scene.Asks(who, Instant.FromUtc(2026, 12, kept is null ? 8 : 7, 13, 0));
        await scene.Types(browser, await scene.CodeOf(who.Email));
        Assert.Equal(kept, (await Patient(who.Email)).Zone);
        // Somebody on file who comes from elsewhere.
        var again = who with { Zone = "Indian/Reunion" };
        await scene.Types(await scene.Asks(again, Instant.FromUtc(2026, 12, kept is null ? 10 : 9, 13, 0)), await scene.CodeOf(who.Email));
        Assert.Equal("Indian/Reunion", (await Patient(who.Email)).Zone);
    }

    [Fact]
    public async Task The_record_the_appointment_its_visit_the_trail_and_the_mails_stand_together_and_the_hold_and_what_was_typed_are_gone()
    {
        var (scene, who, at) = (await OnlineScene.Open(app), Stranger.Any(), Instant.FromUtc(2026, 12, 1, 10, 0));
        var browser = await scene.Asks(who, at);
        await scene.Types(browser, await scene.CodeOf(who.Email));
        var (appointment, patient) = (await At(at), await Patient(who.Email));
        await app.InClinic(app.Cast.North, async db =>
        {
            var newcomer = await db.Newcomers.SingleAsync(n => n.AppointmentId == appointment.Id);
            Assert.Null(newcomer.Person ?? (object?)newcomer.CodeHash ?? newcomer.FamilyName ?? newcomer.Phone);
            Assert.False(await db.BusyTimes.AnyAsync(b => b.Id == new BusyTimeId(newcomer.Hold)));
            var trail = await db.AuditEvents.Where(a => a.AgentId == newcomer.Id.Value).OrderBy(a => a.Id).Select(a => new { a.Action, a.Agent, a.PatientId }).ToListAsync();
            Assert.Equal([AuditAction.PatientCreated, AuditAction.AppointmentBooked, AuditAction.EncounterPlanned], trail.Select(t => t.Action));
            Assert.All(trail, t => Assert.Equal((AgentKind.Newcomer, patient.Id.Value), (t.Agent, t.PatientId!.Value)));
            Assert.True(await db.CareRelations.AnyAsync(r => r.PatientId == patient.Id && r.PractitionerId == app.Cast.Alice.Practitioner!.Value));
            var mails = await db.Deliveries.Where(d => d.ToPatientId == patient.Id.Value && d.DueAt == null).OrderBy(d => d.Id).Select(d => d.Kind).ToListAsync();
            Assert.Equal([NotificationKind.AppointmentBooked, NotificationKind.LinkReady], mails);
            Assert.True(await db.Notifications.AnyAsync(n => n.AccountId == app.Cast.Alice.Account && n.AppointmentId == appointment.Id.Value && n.Kind == NotificationKind.AppointmentBooked));
            return true;
        });
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Contains("à vérifier", (await alice.Page($"/patients/{patient.Id}")).QuerySelector(".identity")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_practitioner_wants_to_confirm_is_asked_for()
    {
        var (scene, who, at) = (await OnlineScene.Open(app, OfferScene.Usual with { StandsAtOnce = false }), Stranger.Any(), Instant.FromUtc(2026, 12, 1, 13, 0));
        var browser = await scene.Asks(who, at);
        await scene.Types(browser, await scene.CodeOf(who.Email));
        Assert.Contains("Rendez-vous demandé", (await browser.Page($"{scene.Page}/done")).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Pending, (await At(at)).Status);
        var mail = await app.Services.GetRequiredService<DevMailbox>().Expect(who.Email, TestContext.Current.CancellationToken, m => m.Letter.Subject.StartsWith("Demande de rendez-vous reçue : ", StringComparison.Ordinal));
        Assert.Contains("doit encore la confirmer", mail.Letter.Paragraphs[1], StringComparison.Ordinal);
        Assert.Contains(CancelLinks.Path, mail.Link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_press_many_times_is_one_record_and_one_booking()
    {
        var (scene, who, at) = (await OnlineScene.Open(app), Stranger.Any(), Instant.FromUtc(2026, 12, 2, 9, 0));
        var browser = await scene.Asks(who, at);
        var (code, page) = (await scene.CodeOf(who.Email), await browser.Page($"{scene.Page}/code"));
        var presses = await Task.WhenAll(Enumerable.Range(0, Newcomer.MaxTries).Select(_ => Task.Run(() => browser.Send($"{scene.Page}/code", page, ("code", code)))));
        Assert.All(presses, p => Assert.Equal($"{scene.Page}/done", OnlineScene.At(p)));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Appointments.CountAsync(a => a.StartsAt == at)));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Patients.CountAsync(p => p.Email == who.Email)));
    }

    [Fact]
    public async Task A_time_pressed_twice_is_one_hold_and_another_time_takes_its_place()
    {
        var (scene, first, second) = (await OnlineScene.Open(app), Instant.FromUtc(2026, 12, 3, 9, 0), Instant.FromUtc(2026, 12, 3, 10, 0));
        var browser = app.Anonymous();
        var page = await browser.Page(scene.Times);
        var presses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => browser.Send(scene.Times, page, ("slot", $"{scene.Offer.With}_{first}")))));
        Assert.All(presses, p => Assert.Equal($"{scene.Page}/details", OnlineScene.At(p)));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.BusyTimes.CountAsync(b => b.StartsAt == first)));
        // Their own hold is not in their way.
        Assert.Contains((await browser.Page(scene.Times + "&from=2026-12-03")).QuerySelectorAll("button[name=slot]"), b => b.GetAttribute("value")!.EndsWith($"_{first}", StringComparison.Ordinal));
        await scene.Choose(browser, second);
        Assert.True(await scene.Offer.IsFree(first));
        Assert.False(await scene.Offer.IsFree(second));
    }

    [Fact]
    public async Task A_form_that_is_left_gives_the_time_back()
    {
        var (scene, at) = (await OnlineScene.Open(app), Instant.FromUtc(2026, 12, 3, 13, 0));
        var browser = app.Anonymous();
        await scene.Choose(browser, at);
        var form = await browser.Page($"{scene.Page}/details");
        Assert.Equal($"{scene.Page}/leave", form.QuerySelector("held-slot")!.GetAttribute("data-leave"));
        var token = form.QuerySelector<IHtmlInputElement>("[name=__RequestVerificationToken]")!.Value;
        foreach (var (who, free) in ((HttpClient, bool)[])[(app.Anonymous(), false), (browser, true)])
        {
            using var left = await who.PostAsync(new Uri($"{scene.Page}/leave", UriKind.Relative), new FormUrlEncodedContent([new("__RequestVerificationToken", token)]), TestContext.Current.CancellationToken);
            Assert.Equal(free, await scene.Offer.IsFree(at));
        }
    }

    [Fact]
    public async Task Whoever_types_for_too_long_and_loses_the_time_is_shown_three_near_it_and_types_nothing_twice()
    {
        var (scene, who, at) = (await OnlineScene.Open(app), Stranger.Any(), Instant.FromUtc(2026, 12, 4, 9, 0));
        var browser = app.Anonymous();
        await scene.Choose(browser, at);
        var form = await browser.Page($"{scene.Page}/details");
        app.Time.Advance(Holds.Lasts.ToTimeSpan());
        Assert.IsType<BookingOutcome.Booked>(await scene.Offer.Book(app.Cast.Nora, at, patient: app.Cast.Eva));
        using var late = await browser.Send($"{scene.Page}/details", form, ("given", who.Given), ("family", who.Family), ("birth", who.Birth), ("email", who.Email), ("phone", ""), ("language", "fr"));
        var list = await browser.Page(OnlineScene.At(late));
        Assert.Contains("vient d’être réservé", list.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["2026-12-04T09:30", "2026-12-04T10:30", "2026-12-04T11:00"], list.QuerySelector("fieldset")!.QuerySelectorAll("button[name=slot] time").Select(t => t.GetAttribute("datetime")));

        // Lost once more, this time between the code's mail and the code: the address is proved, so another time needs no second one.
        var (near, next) = (Instant.FromUtc(2026, 12, 4, 9, 30), Instant.FromUtc(2026, 12, 4, 10, 0));
        await scene.Asks(who, near, browser);
        var code = await scene.CodeOf(who.Email);
        await app.InClinic(app.Cast.North, db => db.BusyTimes.Where(b => b.Kind == BusyKind.Hold && b.StartsAt == near).ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        Assert.IsType<BookingOutcome.Booked>(await scene.Offer.Book(app.Cast.Nora, near, patient: app.Cast.Bob.Patient));
        Assert.Contains("lost=", (await scene.Types(browser, code)).To, StringComparison.Ordinal);
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.Patients.CountAsync(p => p.Email == who.Email)));
        await scene.Choose(browser, next);
        var kept = await browser.Page($"{scene.Page}/details");
        Assert.Equal(who.Email, kept.QuerySelector<IHtmlInputElement>("#email")!.Value);
        Assert.Equal($"{scene.Page}/done", OnlineScene.At(await browser.Send($"{scene.Page}/details", kept, ("given", who.Given))));
        Assert.Equal((await Patient(who.Email)).Id, (await At(next)).PatientId);
    }

    [Fact]
    public async Task A_hold_that_ended_while_typing_is_taken_anew_when_the_time_is_still_free()
    {
        var (scene, who, at) = (await OnlineScene.Open(app), Stranger.Any(), Instant.FromUtc(2026, 12, 7, 9, 0));
        var browser = app.Anonymous();
        await scene.Choose(browser, at);
        app.Time.Advance(Holds.Lasts.ToTimeSpan());
        Assert.True(await scene.Offer.IsFree(at));
        await scene.Describe(browser, who);
        Assert.False(await scene.Offer.IsFree(at));
    }

    [Fact]
    public async Task A_known_address_sees_the_same_pages_and_the_booking_goes_to_its_record_only_with_birth_date_and_given_name()
    {
        var scene = await OnlineScene.Open(app);
        (Stranger Who, bool Known)[] people =
        [
            (new("bob", "Durant", "1972-04-04", "BOB@telemed.test"), true), // the name as he writes it today
            (new("Bob", "Durand", "1972-04-05", "bob@telemed.test"), false),
            (new("Robert", "Durand", "1972-04-04", "bob@telemed.test"), false), // a twin, or somebody else of the household
            (new("Bob", "Durand", "1972-04-04", "bob.durand@patients.test"), false), // the name and the birth date alone
        ];
        var pages = new List<string>();
        var before = await app.InClinic(app.Cast.North, db => db.Patients.AsNoTracking().SingleAsync(p => p.Id == app.Cast.Bob.Patient));
        for (var i = 0; i < people.Length; i++)
        {
            var ((who, known), at) = (people[i], Instant.FromUtc(2026, 12, 8, 8, 0) + Duration.FromMinutes(30 * i));
            app.Time.Advance(TimeSpan.FromHours(1)); // three mails an hour to one address
            var browser = await scene.Asks(who, at);
            var asked = Said(await browser.Page($"{scene.Page}/code"), who, at);
            var (to, _) = await scene.Types(browser, await scene.CodeOf(who.Email));
            Assert.Equal($"{scene.Page}/done", to);
            pages.Add(asked + Said(await browser.Page(to), who, at));
            Assert.Equal(known, (await At(at)).PatientId == app.Cast.Bob.Patient);
            Assert.True((await browser.Visit("/appointments")).Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal), NoSession);
        }

        Assert.Single(pages.Distinct());
        var after = await app.InClinic(app.Cast.North, db => db.Patients.AsNoTracking().SingleAsync(p => p.Id == app.Cast.Bob.Patient));
        Assert.Equivalent(before, after, strict: true);
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Memberships.CountAsync(m => m.PatientId == app.Cast.Bob.Patient)));
    }

    [Fact]
    public async Task A_known_person_is_told_that_they_are_elsewhere_at_that_time()
    {
        var (scene, dan, at) = (await OnlineScene.Open(app), await OfferScene.Make(app, with: app.Cast.Dan), Instant.FromUtc(2026, 12, 9, 9, 0));
        Assert.IsType<BookingOutcome.Booked>(await dan.Book(app.Cast.Nora, at, patient: app.Cast.Eva));
        var browser = await scene.Asks(new Stranger("Éva", "Petit", "1990-02-28", "eva@telemed.test"), at);
        var (to, _) = await scene.Types(browser, await scene.CodeOf("eva@telemed.test"));
        Assert.Contains("déjà un rendez-vous à cette heure", (await browser.Page(to)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patient_who_is_signed_in_books_under_their_own_account()
    {
        var scene = await OnlineScene.Open(app);
        using var answer = await (await app.Browser(app.Cast.Bob)).Visit(scene.Times);
        Assert.Equal($"/book?visit={scene.Offer.Type}", OnlineScene.At(answer));
        // Somebody of another clinic is a stranger like any other, and is entered nowhere.
        Assert.Equal(HttpStatusCode.OK, (await (await app.Browser(app.Cast.Charlie)).Visit(scene.Times)).StatusCode);
    }

    private Task<Appointment> At(Instant start) => app.InClinic(app.Cast.North, db => db.Appointments.AsNoTracking().SingleAsync(a => a.StartsAt == start));

    private Task<Patient> Patient(string email) => app.InClinic(app.Cast.North, db => db.Patients.AsNoTracking().SingleAsync(p => p.Email == email));

    /// <summary>What a page says, apart from what was typed and which time it is about.</summary>
    private static string Said(IHtmlDocument page, Stranger who, Instant at)
    {
        using var french = Speaking.In("fr");
        var time = Times.DayAndTime(at, DateTimeZoneProviders.Tzdb["Europe/Paris"]);
        return page.QuerySelector("main")!.TextContent.Replace(who.Email, "…", StringComparison.Ordinal).Replace(time, "…", StringComparison.OrdinalIgnoreCase);
    }
}
