using System.Net;
using AngleSharp.Html.Dom;
using NodaTime;
using Telemed.Scheduling;
using static Telemed.Tests.Scheduling.Agenda.AgendaScene;
using static Telemed.Tests.Scheduling.Planners;

namespace Telemed.Tests.Scheduling.Agenda;

public sealed class AgendaPageTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly string[] FromMonday = ["lun. 14 déc.", "mar. 15 déc.", "mer. 16 déc.", "jeu. 17 déc.", "ven. 18 déc."];

    [Fact]
    public async Task A_practitioner_sees_her_own_day_and_the_assistant_everybodys_side_by_side()
    {
        var (own, others) = (await app.Books(app.Cast.Alice, At(2026, 12, 1, 9), "Vertiges"), await app.Books(app.Cast.Dan, At(2026, 12, 1, 10), "Migraine", patient: app.Cast.Eva));
        var alice = await (await app.Browser(app.Cast.Alice)).Page("/agenda?day=2026-12-01");
        Assert.Equal("9:00 Bob Durand Vertiges Réservé", alice.Entry(own.Id.Value)!.Words());
        Assert.Null(alice.Entry(others.Id.Value));
        Assert.Equal(["Dr Alice Martin"], Heads(alice));
        Assert.Empty(alice.QuerySelectorAll("input[name=with]"));

        var nora = await app.Browser(app.Cast.Nora);
        var both = await nora.Page("/agenda?day=2026-12-01");
        Assert.Equal(["Dr Alice Martin", "Dr Dan Okafor"], Heads(both));
        Assert.Equal(app.Cast.Dan.Practitioner.ToString(), both.Entry(others.Id.Value)!.Closest(".agenda-column")!.GetAttribute("data-practitioner"));
        Assert.Equal("12", both.Entry(own.Id.Value)!.ParentElement!.GetAttribute("data-row"));
        var one = await nora.Page($"/agenda?day=2026-12-01&with={app.Cast.Dan.Practitioner}");
        Assert.Equal(["Dr Dan Okafor"], Heads(one));
        Assert.Null(one.Entry(own.Id.Value));
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        var booked = await app.Books(app.Cast.Alice, At(2026, 12, 2, 9), "Vertiges");
        var charlie = await app.Browser(app.Cast.Charlie);
        Assert.DoesNotContain("Durand", (await charlie.Page("/agenda?day=2026-12-02&view=week")).Body!.TextContent, StringComparison.Ordinal);
        foreach (var query in (string[])[$"appointment={booked.Id}", $"with={app.Cast.Alice.Practitioner}", $"block={await BlockedOn(4)}"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await charlie.Visit($"/agenda?{query}")).StatusCode);
            Assert.Equal(query.StartsWith("appointment", StringComparison.Ordinal) ? HttpStatusCode.OK : HttpStatusCode.NotFound,
                (await (await app.Browser(app.Cast.Alice)).Visit($"/agenda?{query.Replace(app.Cast.Alice.Practitioner.ToString()!, app.Cast.Dan.Practitioner.ToString(), StringComparison.Ordinal)}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Bob)).Visit("/agenda")).StatusCode);
    }

    [Fact]
    public async Task Anonymous_sees_nothing() =>
        Assert.StartsWith("/sign-in", (await app.Anonymous().Visit("/agenda")).Headers.Location!.OriginalString, StringComparison.Ordinal);

    [Fact]
    public async Task A_week_is_the_clinics_from_Monday_midnight_to_Sunday_midnight()
    {
        // By UTC these two are on the other side of the week's border.
        var (sunday, monday) = (await app.Books(app.Cast.Dan, At(2026, 12, 13, 23, 30), "Veille", 20), await app.Books(app.Cast.Dan, At(2026, 12, 14, 0, 15), "Aube", 20));
        var dan = await app.Browser(app.Cast.Dan);
        var week = await dan.Page("/agenda?day=2026-12-16&view=week");
        Assert.Null(week.Entry(sunday.Id.Value));
        Assert.Equal("0:15 Bob Durand Aube Réservé", week.Entry(monday.Id.Value)!.Words());
        Assert.Equal(FromMonday, week.QuerySelectorAll(".agenda-head a").Select(a => a.TextContent));
        var before = await dan.Page("/agenda?day=2026-12-09&view=week");
        Assert.NotNull(before.Entry(sunday.Id.Value));
        Assert.Null(before.Entry(monday.Id.Value));
        Assert.Equal("dim. 13 déc.", before.QuerySelectorAll(".agenda-head a")[^1].TextContent);
    }

    [Fact]
    public async Task A_day_of_twenty_five_hours_shows_both_times_and_one_of_twenty_three_the_next_after_the_last()
    {
        var (first, second) = (await app.Books(app.Cast.Alice, Instant.FromUtc(2027, 10, 31, 0, 30), "Première", 20), await app.Books(app.Cast.Alice, Instant.FromUtc(2027, 10, 31, 1, 30), "Seconde", 20));
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var view in (string[])["day", "week"])
        {
            var page = await alice.Page($"/agenda?day=2027-10-31&view={view}");
            var (one, two) = (page.Entry(first.Id.Value)!, page.Entry(second.Id.Value)!);
            Assert.Equal(("2:30", "2:30"), (one.QuerySelector("time")!.TextContent, two.QuerySelector("time")!.TextContent));
            Assert.Equal(12, Row(two) - Row(one));
        }

        var (early, late) = (await app.Books(app.Cast.Alice, Instant.FromUtc(2027, 3, 28, 0, 30), "Avant", 30), await app.Books(app.Cast.Alice, Instant.FromUtc(2027, 3, 28, 1, 0), "Après", 20));
        var spring = await alice.Page("/agenda?day=2027-03-28");
        Assert.Equal(("1:30", "3:00"), (spring.Entry(early.Id.Value)!.QuerySelector("time")!.TextContent, spring.Entry(late.Id.Value)!.QuerySelector("time")!.TextContent));
        Assert.Equal(18, Row(spring.Entry(late.Id.Value)!) - Row(spring.Entry(early.Id.Value)!));
        Assert.NotEmpty(spring.QuerySelectorAll(".closed, .free"));
    }

    [Fact]
    public async Task Free_time_within_the_hours_leads_to_booking_it_and_time_outside_does_not()
    {
        await app.Plan(app.Cast.Dan, WeekOf(Day("2026-12-21"), Day("2026-12-24"), "9:00-11:00"));
        await app.Books(app.Cast.Dan, At(2026, 12, 22, 9, 30), "Suivi");
        var page = await (await app.Browser(app.Cast.Nora)).Page($"/agenda?day=2026-12-22&with={app.Cast.Dan.Practitioner}");
        Assert.Equal(["2026-12-22T09:00", "2026-12-22T10:00"], page.QuerySelectorAll(".free a").Select(a => a.SearchParams("at")));
        Assert.All(page.QuerySelectorAll(".free a"), a => Assert.Equal(app.Cast.Dan.Practitioner.ToString(), a.SearchParams("practitioner")));
        Assert.Equal(["Fermé", "Fermé"], page.QuerySelectorAll(".closed").Select(c => c.TextContent));
    }

    [Fact]
    public async Task Who_walks_in_is_booked_from_this_moment_on_though_the_form_took_its_time()
    {
        var nora = await app.Browser(app.Cast.Nora);
        var link = (await nora.Page("/agenda")).QuerySelectorAll(".agenda-tools a").Single(a => a.TextContent.Contains("Sans rendez-vous", StringComparison.Ordinal));
        Assert.Equal("2026-11-23T09:00", link.SearchParams("at"));
        app.Time.Advance(TimeSpan.FromMinutes(4));
        var answer = await nora.Fill($"/appointments/new?patient={app.Cast.Bob.Patient}&at=2026-11-23T09:00", ("reason", "Sans rendez-vous"), ("practitioner", app.Cast.Alice.Practitioner.ToString()!));
        Assert.Contains("booked=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appointment_that_was_pressed_can_be_dealt_with_beside_the_grid_and_leads_back_to_it()
    {
        var booked = await app.Books(app.Cast.Alice, At(2026, 12, 3, 9), "Vertiges");
        var alice = await app.Browser(app.Cast.Alice);
        var path = $"/agenda?day=2026-12-03&appointment={booked.Id}";
        var page = await alice.Page(path);
        Assert.Contains("Jeudi 3 décembre, 9:00–9:30, Dr Alice Martin", page.QuerySelector("#chosen")!.TextContent, StringComparison.Ordinal);
        var answer = await alice.Send(path, page, ("to", "arrived"));
        var after = await alice.Page(answer.Headers.Location!.OriginalString);
        Assert.Equal("arrived", after.Entry(booked.Id.Value)!.GetAttribute("data-state"));
        Assert.Equal("end", after.Entry(booked.Id.Value)!.GetAttribute("data-moves"));
        Assert.Contains("Arrivée notée", after.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/agenda?day=0001-01-01&view=week")]
    [InlineData("/agenda?day=9999-12-31&view=list")]
    [InlineData("/agenda?day=x&view=7&with=x&done=x&appointment=x&block=x")]
    public async Task What_the_address_says_wrongly_is_taken_as_not_said(string path) =>
        Assert.NotNull((await (await app.Browser(app.Cast.Nora)).Page(path)).QuerySelector("agenda-grid"));

    private async Task<string> BlockedOn(int day) =>
        Assert.IsType<BlockOutcome.Blocked>(await app.Blocks(app.Cast.Dan, app.Cast.Dan, At(2026, 12, day, 9), At(2026, 12, day, 10))).Time.Id.ToString();

    private static IEnumerable<string> Heads(IHtmlDocument page) => page.QuerySelectorAll(".agenda-day .agenda-head").Select(h => h.FirstElementChild!.FirstChild!.TextContent.Trim());

    private static int Row(AngleSharp.Dom.IElement entry) => int.Parse(entry.ParentElement!.GetAttribute("data-row")!, null);
}
