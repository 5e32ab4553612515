using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Tenancy;
using Telemed.Tests.People;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>Cancelling, by whom and until when, and who hears of what becomes of an appointment.</summary>
public sealed class CancellingTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static int _day = 40;

    [Fact]
    public async Task A_patient_cancels_his_own_from_its_page_with_a_word_and_both_sides_know()
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        var bob = await app.Browser(app.Cast.Bob);
        var path = $"/appointments/{booked.Id}";
        var page = await bob.Page(path);
        using var done = await bob.Send(path, page, ("note", "Je suis souffrant"), ("why", "byClinic"));
        Assert.Contains("est annulé", (await bob.Page(done.Headers.Location!.PathAndQuery())).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var row = await app.Row(booked.Id);
        Assert.Equal((AppointmentStatus.Cancelled, CancellationReason.ByPatient, "Je suis souffrant"), (row.Status, row.CancelledBecause, row.CancellationNote));
        Assert.Equal([app.Cast.Alice.Account, app.Cast.Bob.Account], (await Bells(booked.Id, NotificationKind.AppointmentCancelled)).OrderBy(a => a == app.Cast.Alice.Account ? 0 : 1));

        // Sent again: the same answer, and nothing more happens.
        using var again = await bob.Send(path, page, ("note", "Je suis souffrant"));
        Assert.Equal(done.Headers.Location, again.Headers.Location);
        Assert.Equal(2, await app.InClinic(app.Cast.North, db => db.AppointmentMoves.CountAsync(m => m.AppointmentId == booked.Id)));
        Assert.Equal(1, await Mails(booked.Id, NotificationKind.AppointmentCancelled));
        Assert.Contains("Je suis souffrant", (await (await app.Browser(app.Cast.Alice)).Page(path)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_deadline_a_patient_is_told_whom_to_call_and_the_clinic_still_may()
    {
        var soon = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromMinutes(119)));
        Assert.IsType<MoveOutcome.TooLate>(await app.Move(app.Cast.Bob, soon.Id, AppointmentStatus.Cancelled));
        var bob = await app.Browser(app.Cast.Bob);
        var page = await bob.Page($"/appointments/{soon.Id}");
        Assert.Contains("trop tard pour annuler ou déplacer ce rendez-vous en ligne. Appelez Clinique du Nord", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[action$=moves]"));
        using var away = await bob.Visit($"/appointments/{soon.Id}/move");
        Assert.EndsWith("?refused=too-late", away.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("Appelez Clinique du Nord", (await bob.Page(away.Headers.Location.PathAndQuery())).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.IsType<MoveOutcome.Moved>(await app.Move(app.Cast.Nora, soon.Id, AppointmentStatus.Cancelled));
    }

    [Fact]
    public async Task The_deadline_is_the_practitioners_own()
    {
        var (dan, far) = (app.Cast.Dan, await app.Booked(app.Cast.Dan, Wanted(app, Duration.FromDays(25), with: app.Cast.Dan)));
        var at = far.StartsAt - app.Now;
        await Policy(1 + (int)at.TotalMinutes);
        Assert.IsType<MoveOutcome.TooLate>(await app.Move(app.Cast.Bob, far.Id, AppointmentStatus.Cancelled));
        await Policy((int)at.TotalMinutes);
        Assert.IsType<MoveOutcome.Moved>(await app.Move(app.Cast.Bob, far.Id, AppointmentStatus.Cancelled));

        async Task Policy(int minutes)
        {
            var version = (await app.HoursOf(dan)).Policy.Version;
            Assert.IsType<HoursOutcome.Saved>(await app.InClinic(app.Cast.North, db => db.SavePolicy(dan.Actor, dan.Practitioner!.Value, version,
                new BookingPolicyDraft("", 60, 90, null, true, minutes), app.Now)));
        }
    }

    [Fact]
    public async Task The_deadline_is_set_where_the_other_rules_are()
    {
        var alice = await app.Browser(app.Cast.Alice);
        using var saved = await alice.Fill("/hours", ("change", "24"));
        Assert.Contains("saved=rules", saved.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("24", (await alice.Page("/hours")).QuerySelector("#change")!.GetAttribute("value"));
        using var wrong = await alice.Fill("/hours", ("change", "721"));
        Assert.Contains("de 0 à 720", (await wrong.Html()).QuerySelector("#change-error")!.TextContent, StringComparison.Ordinal);
        using var back = await alice.Fill("/hours", ("change", "2"));
        Assert.Contains("saved=rules", back.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_nobody_could_read_change_nothing()
    {
        var booked = await app.Booked(app.Cast.Alice, Next());
        var nora = await app.Browser(app.Cast.Nora);
        foreach (var bad in (string[])[new string('x', 201), "a\u202eb"])
        {
            using var refused = await nora.Fill($"/appointments/{booked.Id}", ("note", bad));
            Assert.Contains("Rien n’a changé", (await nora.Page(refused.Headers.Location!.PathAndQuery())).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal((AppointmentStatus.Booked, 0), (await app.Row(booked.Id)) is var row ? (row.Status, row.Version) : default);
    }

    [Fact]
    public async Task Declining_with_a_word_keeps_it_for_the_patients_page_and_out_of_the_mail()
    {
        var pending = await app.Booked(app.Cast.Nora, Next());
        var alice = await app.Browser(app.Cast.Alice);
        using var done = await alice.Fill($"/appointments/{pending.Id}", ("note", "Venez plutôt au cabinet"));
        Assert.Equal(CancellationReason.Declined, (await app.Row(pending.Id)).CancelledBecause);
        Assert.Contains("Venez plutôt au cabinet", (await (await app.Browser(app.Cast.Bob)).Page($"/appointments/{pending.Id}")).Body!.TextContent, StringComparison.Ordinal);
        var letter = await app.Letter(NotificationKind.AppointmentDeclined, pending.Id.Value);
        Assert.DoesNotContain("Venez", string.Join(' ', letter!.Paragraphs), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_must_know_of_an_absence_an_arrival_or_a_slip_is_told_once()
    {
        var missed = await app.Booked(app.Cast.Alice, Next());
        await Twice(app.Cast.Nora, missed.Id, AppointmentStatus.NoShow);
        Assert.Equal([app.Cast.Alice.Account, app.Cast.Bob.Account], (await Bells(missed.Id, NotificationKind.AppointmentMissed)).OrderBy(a => a == app.Cast.Alice.Account ? 0 : 1));
        Assert.Equal(1, await Mails(missed.Id, NotificationKind.AppointmentMissed));
        Assert.Contains("n’a pas eu lieu", (await app.Letter(NotificationKind.AppointmentMissed, missed.Id.Value))!.Paragraphs[0], StringComparison.Ordinal);

        var arrived = await app.Booked(app.Cast.Alice, Next());
        await Twice(app.Cast.Nora, arrived.Id, AppointmentStatus.Arrived);
        Assert.Equal([app.Cast.Alice.Account], await Bells(arrived.Id, NotificationKind.PatientWaiting));
        await Twice(app.Cast.Alice, arrived.Id, AppointmentStatus.Fulfilled);

        var slip = await app.Booked(app.Cast.Alice, Next());
        await Twice(app.Cast.Alice, slip.Id, AppointmentStatus.EnteredInError);
        Assert.Equal([app.Cast.Bob.Account], await Bells(slip.Id, NotificationKind.AppointmentCancelled));
        Assert.Contains("est annulé", (await app.Letter(NotificationKind.AppointmentCancelled, slip.Id.Value))!.Paragraphs[0], StringComparison.Ordinal);

        var unknown = await app.Booked(app.Cast.Nora, Next());
        await Twice(app.Cast.Nora, unknown.Id, AppointmentStatus.EnteredInError);
        Assert.Equal(0, await Mails(unknown.Id, NotificationKind.AppointmentCancelled));
    }

    [Theory]
    [InlineData(Role.Practitioner), InlineData(Role.Assistant), InlineData(Role.Patient), InlineData(Role.Administrator)]
    public async Task The_page_of_an_appointment_shows_each_what_is_theirs_to_see_and_do(Role role)
    {
        var scene = await OfferScene.Make(app);
        var booked = Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Alice, Instant.FromUtc(2026, 12, 1 + (int)role, 13, 0))).Appointment;
        var person = role switch { Role.Practitioner => app.Cast.Alice, Role.Assistant => app.Cast.Nora, Role.Patient => app.Cast.Bob, _ => app.Cast.Ada };
        var page = await (await app.Browser(person)).Page($"/appointments/{booked.Id}");
        var acts = role is not Role.Administrator;
        Assert.Equal(acts, page.QuerySelector("form[action$=moves] [name=note]") is not null);
        Assert.Equal(acts, page.QuerySelector($"a[href='/appointments/{booked.Id}/move']") is not null);
        Assert.Equal(acts, page.Body!.TextContent.Contains("Suivi", StringComparison.Ordinal));
        Assert.Equal(role is not Role.Patient, page.QuerySelector("#trail-title") is not null);
    }

    private async Task Twice(Person by, AppointmentId id, AppointmentStatus to)
    {
        Assert.IsType<MoveOutcome.Moved>(await app.Move(by, id, to));
        Assert.Equal(new MoveOutcome.NotAllowed(to, to), await app.Move(by, id, to));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(a => a.Action == AuditAction.AppointmentMoved && a.EntityId == id.Value && a.Detail!.EndsWith(to.ToString()))));
    }

    /// <summary>A time that no other test of this class takes.</summary>
    private NewAppointment Next() => Wanted(app, Duration.FromDays(Interlocked.Increment(ref _day)));

    private Task<List<AccountId>> Bells(AppointmentId id, NotificationKind kind) => app.InClinic(app.Cast.North, db =>
        db.Notifications.Where(n => n.AppointmentId == id.Value && n.Kind == kind).Select(n => n.AccountId).ToListAsync());

    private Task<int> Mails(AppointmentId id, NotificationKind kind) => app.InClinic(app.Cast.North, db => db.Deliveries.CountAsync(d => d.SubjectId == id.Value && d.Kind == kind));
}
