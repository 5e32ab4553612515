using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Telemed.Consultations;
using Telemed.Platform;

namespace Telemed.Tests.Notifications;

/// <summary>What a patient with an account reads under the bell when a visit is planned, and where it leads.</summary>
public sealed class LinkReadyTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_booking_rings_the_patients_bell_and_the_line_leads_into_the_room_while_it_admits()
    {
        var (alice, bob) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Bob));
        await alice.Fill($"/appointments/new?patient={app.Cast.Bob.Patient}", ("date", "2026-11-23"), ("time", "10:00"), ("reason", "Suivi"), ("length", "30"), ("modality", "video"));
        const string ready = "Votre accès à la consultation avec Dr Alice Martin est prêt\u00a0: lundi 23 novembre 2026 à 10\u00a0h.";
        Assert.Equal(["/"], Links(await Line(bob, ready))); // an hour before: the first page says from when
        app.Time.Advance(TimeSpan.FromMinutes(30));
        var place = await Place(planned: true);
        var open = await Line(bob, ready);
        Assert.Equal([$"/visit/{place}", $"/visit/{place}"], Links(open));
        Assert.StartsWith("Rejoindre", open.QuerySelector("a.primary")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.NotNull((await bob.Page($"/visit/{place}")).QuerySelector("visit-room[data-visit]"));

        await Cancel(await app.Browser(app.Cast.Alice)); // her first session has run out meanwhile
        Assert.Equal(["/"], Links(await Line(bob, ready)));
    }

    [Fact]
    public async Task A_consultation_that_begins_now_rings_it_with_the_way_in_at_once()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var found = await (await alice.Fill("/instant", ("birth", "1972-04-04"), ("letters", "dur"))).Html();
        await alice.Send("/instant", found, ("patient", app.Cast.Bob.Patient!.Value.ToString()));
        var place = await Place(planned: false);
        Assert.Equal([$"/visit/{place}", $"/visit/{place}"], Links(await Line(await app.Browser(app.Cast.Bob), "Votre consultation avec Dr Alice Martin est prête.")));
    }

    private static async Task<IElement> Line(HttpClient browser, string text) =>
        (await browser.Page("/notifications")).QuerySelectorAll("li.notification").Single(l => l.QuerySelector("a")!.TextContent.Trim() == text);

    private static IEnumerable<string?> Links(IElement line) => line.QuerySelectorAll("a").Select(a => a.GetAttribute("href"));

    private Task<ParticipantId> Place(bool planned) => app.InClinic(app.Cast.North, db =>
    {
        var visits = db.Encounters.Where(e => e.AppointmentId != null == planned).Select(e => e.Id);
        return db.Participants.Where(p => visits.Contains(p.EncounterId) && p.PatientId == app.Cast.Bob.Patient).Select(p => p.Id)
            .SingleAsync(TestContext.Current.CancellationToken);
    });

    private static async Task Cancel(HttpClient browser)
    {
        var form = (await browser.Page("/appointments")).QuerySelectorAll<IHtmlFormElement>("form[action$=moves]")
            .First(f => f.QuerySelector<IHtmlInputElement>("[name=to]")!.Value == "cancelled");
        using var content = new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input[name]").ToDictionary(i => i.Name!, i => i.Value));
        var answer = await browser.PostAsync(new Uri(form.GetAttribute("action")!, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Contains("moved=cancelled", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
