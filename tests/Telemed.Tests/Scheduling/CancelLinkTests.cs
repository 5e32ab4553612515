using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling;

/// <summary>Who has no account cancels by the link of a mail.</summary>
public sealed class CancelLinkTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DevMailbox Mailbox => app.Services.GetRequiredService<DevMailbox>();

    [Fact]
    public async Task The_mail_of_a_booking_has_a_link_that_shows_the_time_and_cancels_it_with_one_press()
    {
        var (booked, token) = await Booked(new LocalDate(2026, 12, 1));
        var stranger = app.Anonymous();
        var shown = await (await stranger.Fill(CancelLinks.Path, ("token", token))).Html();
        var card = shown.QuerySelector(".card")!.TextContent;
        Assert.Contains("Mardi 1er décembre 2026 à 9", card, StringComparison.Ordinal);
        Assert.Contains("Dr Alice Martin", card, StringComparison.Ordinal);
        Assert.DoesNotContain("Attend", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Booked, (await app.Row(booked.Id)).Status); // looking cancels nothing

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var done = await (await stranger.Send(CancelLinks.Path, shown, ("token", token), ("answer", "cancel"))).Html();
            Assert.Contains("est annulé", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        }

        var row = await app.Row(booked.Id);
        Assert.Equal((AppointmentStatus.Cancelled, CancellationReason.ByPatient), (row.Status, row.CancelledBecause));
        await app.InClinic(app.Cast.North, async db =>
        {
            Assert.Equal(EncounterStatus.Cancelled, await db.Encounters.Where(e => e.AppointmentId == booked.Id).Select(e => e.Status).SingleAsync(Cancel));
            Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Action == AuditAction.AppointmentMoved && e.EntityId == booked.Id.Value && e.Agent == AgentKind.System, Cancel));
            Assert.Equal(1, await db.Notifications.CountAsync(n => n.AccountId == app.Cast.Alice.Account && n.AppointmentId == booked.Id.Value && n.Kind == NotificationKind.AppointmentCancelled, Cancel));
            return true;
        });
    }

    [Fact]
    public async Task After_the_deadline_it_says_so_and_cancels_nothing()
    {
        var (booked, token) = await Booked(new LocalDate(2026, 12, 2));
        app.Time.Advance((booked.StartsAt - Duration.FromMinutes(119) - app.Now).ToTimeSpan());
        await Refused(app.Anonymous(), token, "trop tard");
        Assert.Equal(AppointmentStatus.Booked, (await app.Row(booked.Id)).Status);
    }

    [Fact]
    public async Task A_link_that_is_none_tells_nothing_whoever_opens_it_and_one_of_another_clinic_reaches_its_own_appointment_alone()
    {
        var (booked, token) = await Booked(new LocalDate(2026, 12, 29));
        var tampered = token[..20] + (token[20] == 'A' ? 'B' : 'A') + token[21..];
        foreach (var said in (string[])["", "x", "' OR 1=1", Secret.New(), tampered, token + "A", new string('A', 5000)])
        {
            await Refused(app.Anonymous(), said, "ne mène plus");
        }

        Assert.Equal(AppointmentStatus.Booked, (await app.Row(booked.Id)).Status);
        // Whoever is signed in at another clinic does what the link says, and sees no more than anybody.
        var charlie = await app.Browser(app.Cast.Charlie);
        var shown = await (await charlie.Fill(CancelLinks.Path, ("token", token))).Html();
        Assert.Contains("Dr Alice Martin", shown.QuerySelector(".card")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Attend", shown.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_an_account_gets_no_such_link()
    {
        var booked = await app.Booked(app.Cast.Alice, Bookers.Wanted(app, Duration.FromDays(50)));
        Assert.Null(await app.InClinic(app.Cast.North, db => app.Services.GetRequiredService<CancelLinks>().For(db, booked)));
    }

    private static async Task Refused(HttpClient browser, string token, string why)
    {
        foreach (var answer in (string[])["", "cancel"])
        {
            var page = await (await browser.Fill(CancelLinks.Path, ("token", token), ("answer", answer))).Html();
            Assert.Contains(why, page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Martin", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    /// <summary>An appointment of somebody without an account, and what the link of its mail carries.</summary>
    private async Task<(Appointment Booked, string Token)> Booked(LocalDate day)
    {
        var scene = await WaitScene.Make(app, day);
        var patient = await scene.Patient();
        // With its visit and mails, as a page books.
        var alice = await app.Browser(app.Cast.Alice);
        using var booking = await alice.Fill($"/appointments/new?patient={patient}&visit={scene.Offer.Type}", ("date", day.ToString("uuuu-MM-dd", null)), ("time", "9:00"), ("reason", "Suivi"));
        var id = new AppointmentId(Guid.Parse(booking.Headers.Location!.PathAndQuery().Split("booked=")[1]));
        var address = await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == patient).Select(p => p.Email!).SingleAsync(Cancel));
        var mail = await Mailbox.Expect(address, Cancel, m => m.Link?.Contains(CancelLinks.Path + "#", StringComparison.Ordinal) is true);
        return (await app.Row(id), mail.Link!.Split('#')[1]);
    }
}
