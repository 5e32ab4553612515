using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling;

/// <summary>A series on the pages of the clinic's staff.</summary>
public sealed class SeriesPagesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private string NewForBob => $"/appointments/new?patient={app.Cast.Bob.Patient}";

    [Fact]
    public async Task Six_weeks_are_offered_and_booked_at_once_and_each_link_is_sent_the_day_before()
    {
        var alice = await app.Browser(app.Cast.Alice);
        Assert.Equal("6", (await alice.Page(NewForBob)).QuerySelector<IHtmlSelectElement>("#weeks")!.Value);
        using var answer = await alice.Fill(NewForBob, ("date", "2027-10-05"), ("time", "10:00"), ("reason", "Rééducation"), ("repeat", "yes"));
        var page = await alice.Page(answer.Headers.Location!.PathAndQuery());
        Assert.Contains("Série de 6 rendez-vous réservée, à partir du mardi 5 octobre 2027, 10:00", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        var rows = await Rows("Rééducation");
        Assert.Equal([8, 8, 8, 8, 9, 9], rows.Select(r => r.StartsAt.InUtc().Hour));
        Assert.All(page.QuerySelectorAll(".agenda-row"), r => Assert.Contains("en série", r.TextContent, StringComparison.Ordinal));

        var ids = rows.Select(r => (AppointmentId?)r.Id).ToList();
        var links = await app.InClinic(app.Cast.North, async db =>
        {
            var (encounters, participants) = (db.Encounters, db.Participants);
            var places = await participants.Where(p => p.PatientId != null && encounters.Any(e => e.Id == p.EncounterId && ids.Contains(e.AppointmentId))).Select(p => p.Id).ToListAsync();
            var subjects = places.ConvertAll(p => p.Value);
            return await db.Deliveries.Where(d => subjects.Contains(d.SubjectId)).OrderBy(d => d.NextTryAt).Select(d => d.NextTryAt).ToListAsync();
        });
        Assert.Equal(rows.Select(r => r.StartsAt - Duration.FromDays(1)), links);
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Deliveries.CountAsync(d => d.Kind == NotificationKind.SeriesBooked && d.SubjectId == rows[0].Series)));
        Assert.Equal(0, await app.InClinic(app.Cast.North, db => db.Deliveries.CountAsync(d => d.Kind == NotificationKind.AppointmentBooked)));
    }

    [Fact]
    public async Task Conflicts_are_listed_with_times_to_choose_and_what_was_typed_stays()
    {
        var (scene, nora) = (await OfferScene.Make(app), await app.Browser(app.Cast.Nora));
        Assert.IsType<BookingOutcome.Booked>(await scene.Book(app.Cast.Alice, Instant.FromUtc(2026, 12, 18, 9, 0), patient: app.Cast.Eva));
        var path = $"{NewForBob}&visit={scene.Type}&practitioner={scene.With}";
        (string, string)[] typed = [("date", "2026-12-11"), ("time", "10:00"), ("reason", "Kinésithérapie"), ("practitioner", scene.With.ToString()), ("repeat", "yes"), ("weeks", "3")];
        var refused = await (await nora.Fill(path, typed)).Html();
        Assert.Contains("2 des 3 dates", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var lines = refused.QuerySelectorAll("section[aria-labelledby=conflicts-title] li").Select(l => l.TextContent).ToList();
        Assert.Contains("Vendredi 18 décembre 2026, 10:00", lines[0], StringComparison.Ordinal);
        Assert.Contains("déjà prise", lines[0], StringComparison.Ordinal);
        Assert.Contains("ne consulte pas", lines[1], StringComparison.Ordinal);
        Assert.True(refused.QuerySelector<IHtmlInputElement>("[name=repeat]")!.IsChecked);
        Assert.Equal("3", refused.QuerySelector<IHtmlSelectElement>("#weeks")!.Value);
        Assert.Empty(await Rows("Kinésithérapie"));

        var chosen = refused.QuerySelectorAll<IHtmlSelectElement>("select[name=instead]").Select(s => s.Options[1].Value).ToList();
        using var done = await nora.Send(path, refused, [("reason", "Kinésithérapie"), ("repeat", "yes"), ("instead", chosen[0]), ("instead", chosen[1])]);
        Assert.Contains("many=3", done.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        Assert.Equal(3, (await Rows("Kinésithérapie")).Count);
        Assert.All(await Rows("Kinésithérapie"), r => Assert.Equal(AppointmentStatus.Pending, r.Status));
    }

    [Fact]
    public async Task One_and_all_that_follow_are_cancelled_with_one_press_and_their_links_admit_nobody()
    {
        var alice = await app.Browser(app.Cast.Alice);
        using var booked = await alice.Fill(NewForBob, ("date", "2027-06-01"), ("time", "15:00"), ("reason", "Suivi long"), ("repeat", "yes"), ("weeks", "4"));
        var rows = await Rows("Suivi long");
        var page = await alice.Page("/appointments");
        var form = page.QuerySelectorAll<IHtmlFormElement>($"form[action='/appointments/{rows[2].Id}/moves']").Single(f => f.QuerySelector("[name=following]") is not null && f.QuerySelector("[name=why][value=byPatient]") is not null);
        using var done = await alice.PostAsync(new Uri(form.GetAttribute("action")!, UriKind.Relative), new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input").Select(i => KeyValuePair.Create(i.Name!, i.Value))), TestContext.Current.CancellationToken);
        var list = await alice.Page(done.Headers.Location!.PathAndQuery());
        Assert.Contains("2 rendez-vous de la série annulés", list.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([AppointmentStatus.Booked, AppointmentStatus.Booked, AppointmentStatus.Cancelled, AppointmentStatus.Cancelled], (await Rows("Suivi long")).Select(r => r.Status));
        var visits = await app.InClinic(app.Cast.North, db => db.Encounters.AsNoTracking().Where(e => e.AppointmentId == rows[1].Id || e.AppointmentId == rows[3].Id).ToListAsync());
        Assert.Equal(EncounterStatus.Cancelled, visits.Single(v => v.AppointmentId == rows[3].Id).Status);
        Assert.Equal(EncounterStatus.Planned, visits.Single(v => v.AppointmentId == rows[1].Id).Status);
    }

    [Fact]
    public async Task A_number_of_weeks_that_is_none_is_named_and_changes_nothing()
    {
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var weeks in (string[])["", "1", "13", "six", "-2", "99999999999"])
        {
            var page = await (await alice.Fill(NewForBob, ("date", "2027-07-06"), ("time", "15:00"), ("reason", "Jamais"), ("repeat", "yes"), ("weeks", weeks))).Html();
            Assert.Contains("2 à 12", page.QuerySelector("#weeks-error")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Empty(await Rows("Jamais"));
    }

    private Task<List<Appointment>> Rows(string reason) =>
        app.InClinic(app.Cast.North, db => db.Appointments.AsNoTracking().Where(a => a.Reason == reason).OrderBy(a => a.StartsAt).ToListAsync());
}
