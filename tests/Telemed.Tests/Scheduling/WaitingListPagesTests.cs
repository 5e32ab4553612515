using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.Notifications.Email;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Earlier;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling;

/// <summary>The waiting list as patients and staff see it, and the link of the mail.</summary>
public sealed class WaitingListPagesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_patient_asks_is_told_and_moves_the_appointment_up_with_one_press()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 1));
        var early = await scene.Taken(9);
        var alice = await app.Browser(app.Cast.Alice);
        var booking = await alice.Fill($"/appointments/new?patient={app.Cast.Bob.Patient}&visit={scene.Offer.Type}", ("date", "2026-12-01"), ("time", "16:00"), ("reason", "Suivi"));
        var later = new AppointmentId(Guid.Parse(booking.Headers.Location!.PathAndQuery().Split("booked=")[1]));
        var bob = await app.Browser(app.Cast.Bob);
        var asked = await bob.Fill("/appointments/earlier", ("what", $"a-{later}"), ("until", "2026-12-01"));
        Assert.Equal("/appointments/earlier?said=asked", asked.Headers.Location!.PathAndQuery());
        Assert.Contains("mardi 1er décembre 2026 à 16", (await bob.Page("/appointments/earlier")).QuerySelector("ol")!.TextContent, StringComparison.Ordinal);

        await scene.Cancel(early);
        Assert.Contains("/appointments/earlier", (await bob.Page("/notifications")).QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        var page = await bob.Page("/appointments/earlier");
        Assert.Contains("mardi 1er décembre 2026 à 9", page.QuerySelector("ol")!.TextContent, StringComparison.Ordinal);
        using var accepted = await bob.Send("/appointments/earlier", page, ("answer", "accept"));
        Assert.Equal("/appointments/earlier?said=accepted", accepted.Headers.Location!.PathAndQuery());
        using var again = await bob.Send("/appointments/earlier", page, ("answer", "accept"));
        Assert.Equal("/appointments/earlier?said=accepted", again.Headers.Location!.PathAndQuery());

        var row = await app.InClinic(app.Cast.North, db => db.Appointments.AsNoTracking().SingleAsync(a => a.PatientId == app.Cast.Bob.Patient && a.StartsAt == scene.At(9)));
        Assert.Equal(AppointmentStatus.Booked, row.Status);
        Assert.Equal(EncounterStatus.Planned, await Visit(row.Id));
        Assert.Equal(EncounterStatus.Cancelled, await Visit(later));
        var mail = await Mailbox.Expect("bob@telemed.test", Cancel, m => m.Text.Contains("Il remplace", StringComparison.Ordinal));
        Assert.Contains("Il remplace celui du mardi 1er décembre 2026 à 16", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Mailbox.Mails, m => m.Letter.ToAddress == "bob@telemed.test" && m.Letter.Subject.StartsWith("Rendez-vous annulé", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fr", 2, "Un rendez-vous plus tôt : mercredi 2 décembre 2026 à 9", "heure de Paris")]
    [InlineData("en", 3, "An earlier appointment: Thursday 3 December 2026 at 9:00", "Paris time")]
    public async Task Whoever_has_no_account_answers_by_the_link_of_the_mail_in_their_language(string language, int day, string subject, string zone)
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, day));
        var patient = await scene.Patient(language);
        var address = await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == patient).Select(p => p.Email!).SingleAsync(Cancel));
        var early = await scene.Taken(9);
        await scene.Waits(patient: patient);
        await scene.Cancel(early);
        var mail = await Mailbox.Expect(address, Cancel);
        Assert.StartsWith(subject, mail.Letter.Subject, StringComparison.Ordinal);
        Assert.Contains(zone, mail.Letter.Paragraphs[0], StringComparison.Ordinal);
        Assert.StartsWith($"{TelemedApp.Address}{OfferLinks.Path}#", mail.Link, StringComparison.Ordinal);
        var token = mail.Link!.Split('#')[1];
        Assert.False(await app.InClinic(app.Cast.North, db => db.EarlierOffers.AnyAsync(o => o.TokenHash == System.Text.Encoding.UTF8.GetBytes(token), Cancel)));

        var stranger = app.Anonymous();
        var shown = await (await stranger.Fill(OfferLinks.Path, ("token", token))).Html();
        Assert.Contains("Dr Alice Martin", shown.QuerySelector(".card")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Attend", shown.Body!.TextContent, StringComparison.Ordinal);
        await scene.OpenTo(patient); // looking answers nothing
        var done = await (await stranger.Send(OfferLinks.Path, shown, ("token", token), ("answer", "accept"))).Html();
        Assert.NotNull(done.QuerySelector("[role=status]"));
        var row = await app.InClinic(app.Cast.North, db => db.Appointments.AsNoTracking().SingleAsync(a => a.PatientId == patient, Cancel));
        Assert.Equal((AppointmentStatus.Booked, scene.At(9), app.Cast.Nora.Account), (row.Status, row.StartsAt, row.BookedBy));
        Assert.Equal(EncounterStatus.Planned, await Visit(row.Id));
        var late = await (await stranger.Send(OfferLinks.Path, shown, ("token", token), ("answer", "refuse"))).Html();
        Assert.NotNull(late.QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task A_link_that_is_none_or_too_late_tells_nothing_and_does_nothing()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 4));
        var early = await scene.Taken(9);
        var patient = await scene.Waits();
        await scene.Cancel(early);
        var address = await app.InClinic(app.Cast.North, db => db.Patients.Where(p => p.Id == patient).Select(p => p.Email!).SingleAsync(Cancel));
        var token = (await Mailbox.Expect(address, Cancel)).Link!.Split('#')[1];
        await scene.OutOfTime();
        // Somebody who is signed in at another clinic opens the same link.
        foreach (var (browser, said) in ((HttpClient, string)[])[(app.Anonymous(), Secret.New()), (app.Anonymous(), "' OR 1=1"), (app.Anonymous(), token), (await app.Browser(app.Cast.Charlie), token)])
        {
            foreach (var answer in (string[])["", "accept", "refuse"])
            {
                var page = await (await browser.Fill(OfferLinks.Path, ("token", said), ("answer", answer))).Html();
                Assert.Contains("n’est plus gardée", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
                Assert.DoesNotContain("Martin", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            }
        }

        Assert.False(await app.InClinic(app.Cast.North, db => db.Appointments.AnyAsync(a => a.PatientId == patient, Cancel)));
    }

    [Fact]
    public async Task An_assistant_adds_a_patient_and_takes_them_off_again()
    {
        var scene = await WaitScene.Make(app, new LocalDate(2026, 12, 7));
        var nora = await app.Browser(app.Cast.Nora);
        var path = $"/appointments/waiting-list?patient={app.Cast.Eva}";
        Assert.Contains($"/appointments/waiting-list?patient={app.Cast.Eva}", (await nora.Page($"/appointments/new?patient={app.Cast.Eva}")).QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        var bad = await (await nora.Fill(path, ("what", scene.Offer.Type.ToString()), ("from", "2026-12-08"), ("until", "2026-12-07"), ("reason", "Suivi"))).Html();
        Assert.Contains("avant le premier", bad.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Suivi", bad.QuerySelector("#reason")!.GetAttribute("value"));
        using var asked = await nora.Fill(path, ("what", scene.Offer.Type.ToString()), ("until", "2026-12-07"), ("reason", "Suivi"));
        Assert.Equal("/appointments/waiting-list?said=asked", asked.Headers.Location!.PathAndQuery());
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Contains("Éva Petit", (await alice.Page("/appointments/waiting-list")).QuerySelector("ol")!.TextContent, StringComparison.Ordinal);
        var list = await nora.Page("/appointments/waiting-list?said=asked");
        Assert.NotNull(list.QuerySelector("[role=status]"));
        var form = list.QuerySelectorAll("ol li").Single(l => l.TextContent.Contains("Éva Petit", StringComparison.Ordinal)).QuerySelector("form[action$=withdraw]")!;
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var off = new Uri(form.GetAttribute("action")!, UriKind.Relative);
        using var foreign = await (await app.Browser(app.Cast.Bob)).PostAsync(off, new FormUrlEncodedContent([KeyValuePair.Create("withdraw", "yes")]), Cancel);
        Assert.NotEqual(HttpStatusCode.OK, foreign.StatusCode);
        using var withdrawn = await nora.PostAsync(off, new FormUrlEncodedContent([KeyValuePair.Create("withdraw", "yes"), KeyValuePair.Create("__RequestVerificationToken", token)]), Cancel);
        Assert.Equal("/appointments/waiting-list?said=withdrawn", withdrawn.Headers.Location!.PathAndQuery());
        using var twice = await nora.PostAsync(off, new FormUrlEncodedContent([KeyValuePair.Create("withdraw", "yes"), KeyValuePair.Create("__RequestVerificationToken", token)]), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nora.Visit($"/appointments/waiting-list?patient={Guid.CreateVersion7()}")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await (await app.Browser(app.Cast.Bob)).Visit("/appointments/waiting-list")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await (await app.Browser(app.Cast.Ada)).Visit("/appointments/waiting-list")).StatusCode);
    }

    private DevMailbox Mailbox => app.Services.GetRequiredService<DevMailbox>();

    private Task<EncounterStatus> Visit(AppointmentId id) => app.InClinic(app.Cast.North, db => db.Encounters.Where(e => e.AppointmentId == id).Select(e => e.Status).SingleAsync(Cancel));
}
