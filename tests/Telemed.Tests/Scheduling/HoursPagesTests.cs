using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Scheduling;
using Telemed.Scheduling.Hours;
using Telemed.Tests.People;
using static Telemed.Tests.Scheduling.Bookers;
using static Telemed.Tests.Scheduling.Planners;

namespace Telemed.Tests.Scheduling;

public sealed class HoursPagesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private string OfAlice => $"/hours?practitioner={app.Cast.Alice.Practitioner}";

    [Fact]
    public async Task A_saved_week_is_shown_again_and_free_times_follow_it()
    {
        var type = await app.Offers(app.Cast.Dan, "Première visite", 60);
        var dan = await app.Browser(app.Cast.Dan);
        var answer = await dan.Fill("/hours", ("Monday", "9:00-12:00"), ("Tuesday", "9h-11h, 14h à 15h30"), ("from", "2026-11-23"));
        var page = await dan.Page(answer.Headers.Location!.PathAndQuery());
        Assert.Contains("enregistrés", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("9:00-11:00, 14:00-15:30", Value(page, "Tuesday"));
        Assert.Equal("", Value(page, "Sunday"));
        Assert.Contains("Mardi 9:00–11:00, 14:00–15:30", Words(page.QuerySelector("#periods")!), StringComparison.Ordinal);
        Assert.Equal([new LocalTime(9, 0), new LocalTime(10, 0), new LocalTime(14, 0)], await app.SlotsOn(app.Cast.Dan, type, Day("2026-11-24")));
        Assert.Empty(await app.SlotsOn(app.Cast.Dan, type, Day("2026-11-25")));
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.HoursChanged && a.AgentId == app.Cast.Dan.Account.Value)));
    }

    [Fact]
    public async Task Days_otherwise_are_listed_in_words_change_the_free_times_and_can_be_taken_away()
    {
        var type = await app.Offers(app.Cast.Dan, "Suivi court", 60);
        await app.Plan(app.Cast.Dan, WeekOf(Day("2027-03-01"), Day("2027-03-31"), "9:00-12:00"));
        var dan = await app.Browser(app.Cast.Dan);
        var answer = await dan.Fill("/hours", ("first", "2027-03-01"), ("last", "2027-03-05"), ("kind", "closed"), ("note", "Congrès"));
        await dan.Fill("/hours", ("first", "2027-03-03"), ("last", ""), ("kind", "open"), ("times", "18:00-19:00"));
        await dan.Fill("/hours", ("first", "2027-03-08"), ("kind", "closed"), ("times", "10h-11h"));
        Assert.Contains("&saved=change", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var page = await dan.Page("/hours");
        var said = Words(page.QuerySelector("#changes")!);
        Assert.Contains("Du lundi 1er mars 2027 au vendredi 5 mars 2027 Fermé toute la journée · Congrès", said, StringComparison.Ordinal);
        Assert.Contains("mercredi 3 mars 2027 Ouvert 18:00–19:00", said, StringComparison.Ordinal);
        Assert.Contains("lundi 8 mars 2027 Fermé 10:00–11:00", said, StringComparison.Ordinal);
        Assert.Equal([new LocalTime(18, 0)], await app.SlotsOn(app.Cast.Dan, type, Day("2027-03-03")));
        Assert.Equal([new LocalTime(9, 0), new LocalTime(11, 0)], await app.SlotsOn(app.Cast.Dan, type, Day("2027-03-08")));

        var button = page.QuerySelectorAll("#changes button").Single(b => b.GetAttribute("aria-label")!.Contains("Congrès", StringComparison.Ordinal)
            || b.GetAttribute("aria-label")!.Contains("1er mars", StringComparison.Ordinal));
        var removed = await dan.Send("/hours", page, ("removed", button.GetAttribute("value")!));
        Assert.DoesNotContain("Congrès", Words((await dan.Page(removed.Headers.Location!.PathAndQuery())).QuerySelector("#changes")!), StringComparison.Ordinal);
        Assert.Equal(3, (await app.SlotsOn(app.Cast.Dan, type, Day("2027-03-02"))).Count);
    }

    [Theory]
    [InlineData("Monday", "9:00-12:00, 11:00-13:00", "Monday", "recouvrent")]
    [InlineData("Tuesday", "18:00-9:00", "Tuesday", "finit avant")]
    [InlineData("Sunday", "le matin", "Sunday", "ne peuvent pas être lues")]
    [InlineData("Sunday", "25:00-26:00", "Sunday", "ne peuvent pas être lues")]
    [InlineData("from", "", "from", "premier jour")]
    [InlineData("from", "9999-12-31", "from", "année")]
    [InlineData("until", "2026-11-22", "until", "avant le début")]
    [InlineData("until", "31/12/2026", "until", "ne peut pas être lue")]
    [InlineData("first", "", "first", "premier jour")]
    [InlineData("from", "0000-01-01", "from", "premier jour")]
    [InlineData("last", "2026-12-01", "last", "avant le premier")]
    [InlineData("last", "2031-12-24", "last", "une année de suite")]
    [InlineData("times", "midi", "times", "ne peuvent pas être lues")]
    [InlineData("times", "9:00-10:00, 11:00-12:00", "times", "une seule plage")]
    [InlineData("times", "12:00-9:00", "times", "avant le début")]
    [InlineData("note", "LONG", "note", "100")]
    [InlineData("note", "a\u202eb", "note", "invisibles")]
    [InlineData("zone", "Europe/Atlantis", "zone", "pas connu")]
    [InlineData("notice", "-1", "notice", "720")]
    [InlineData("notice", "35791395", "notice", "720")]
    [InlineData("farthest", "0", "farthest", "730")]
    [InlineData("most", "0", "most", "200")]
    [InlineData("most", "beaucoup", "most", "200")]
    public async Task A_bad_field_is_named_beside_it_what_was_typed_stays_and_nothing_changes(string field, string value, string shownAt, string says)
    {
        value = value == "LONG" ? new string('é', 101) : value;
        var (before, alice) = (await State(), await app.Browser(app.Cast.Alice));
        (string, string)[] rest = field is "last" or "times" or "note" ? [("first", "2026-12-24")] : field == "first" ? [("note", "Gardé")] : [];
        var answer = await alice.Fill("/hours", [(field, value), .. rest]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Html();
        Assert.Contains(says, page.QuerySelector($"#{shownAt}-error")?.TextContent ?? "", StringComparison.Ordinal);
        Assert.Equal(value, Value(page, field));
        Assert.All(rest, kept => Assert.Equal(kept.Item2, Value(page, kept.Item1)));
        Assert.Contains("Rien n’a été enregistré", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, await State());
    }

    [Fact]
    public async Task Whatever_is_wrong_is_named_at_once_in_the_readers_language()
    {
        await app.InClinic(app.Cast.North, db => db.Set<Telemed.Accounts.Account>().Where(a => a.Id == app.Cast.Nora.Account).ExecuteUpdateAsync(a => a.SetProperty(x => x.Language, "en")));
        var nora = await app.Browser(app.Cast.Nora);
        var page = await (await nora.Fill(OfAlice, ("Monday", "x"), ("Friday", "10-9"), ("from", "no"), ("until", "no"))).Html();
        Assert.All((string[])["Monday", "Friday", "from", "until"], field => Assert.False(string.IsNullOrWhiteSpace(page.QuerySelector($"#{field}-error")?.TextContent), field));
        Assert.Contains("Nothing was saved", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_somebody_else_was_faster_than_says_so_keeps_what_was_typed_and_may_be_sent_again()
    {
        var (alice, nora) = (await app.Browser(app.Cast.Alice), await app.Browser(app.Cast.Nora));
        var old = await alice.Page("/hours");
        await nora.Fill(OfAlice, ("notice", "5"));
        foreach (var form in (string[])["Monday", "first", "notice"])
        {
            var (before, path) = (await State(), "/hours");
            var refused = await (await alice.Send(path, old, form switch { "Monday" => [("Monday", "7:00-8:00")], "first" => [("first", "2027-05-03")], _ => [("notice", "7")] })).Html();
            Assert.Contains("changés entre-temps", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(form switch { "Monday" => "7:00-8:00", "first" => "2027-05-03", _ => "7" }, Value(refused, form));
            Assert.Equal(before, await State());
            if (form == "notice")
            {
                var again = await alice.Send(path, refused, ("notice", "7"));
                Assert.Contains("saved=rules", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_day_off_names_the_appointments_that_it_touches_and_moves_none()
    {
        await app.Plan(app.Cast.Alice, WeekOf(Day("2026-12-14"), Day("2026-12-20"), "8:00-20:00"));
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(22)));
        var alice = await app.Browser(app.Cast.Alice);
        Assert.DoesNotContain(At("2026-12-15T09:00"), (await alice.Page("/hours")).QuerySelector("#outside")?.OuterHtml ?? "", StringComparison.Ordinal);
        await alice.Fill("/hours", ("first", "2026-12-15"), ("note", "Formation"));
        var alert = (await alice.Page("/hours")).QuerySelector("#outside")!;
        var line = alert.QuerySelectorAll("li").Single(l => l.QuerySelector("time")!.GetAttribute("datetime") == "2026-12-15T09:00");
        Assert.Equal("mardi 15 décembre 2026, 9:00 Bob Durand", Words(line));
        Assert.Equal($"/patients/{app.Cast.Bob.Patient}", line.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("Rien n’a été déplacé", alert.TextContent, StringComparison.Ordinal);
        Assert.Equal((booked.StartsAt, booked.Status), ((await app.Row(booked.Id)).StartsAt, (await app.Row(booked.Id)).Status));

        var adas = (await (await app.Browser(app.Cast.Ada)).Page(OfAlice)).QuerySelector("#outside")!;
        Assert.Contains(At("2026-12-15T09:00"), adas.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain("Durand", adas.TextContent, StringComparison.Ordinal);
        Assert.Empty(adas.QuerySelectorAll("a"));
    }

    [Fact]
    public async Task The_rules_are_kept_and_their_change_is_written_down()
    {
        var nora = await app.Browser(app.Cast.Nora);
        var answer = await nora.Fill(OfAlice, ("notice", "48"), ("farthest", "30"), ("most", "12"), ("zone", "Indian/Reunion"), ("holidays", "true"));
        var page = await nora.Page(answer.Headers.Location!.PathAndQuery());
        Assert.Equal(("48", "30", "12", "Indian/Reunion"), (Value(page, "notice"), Value(page, "farthest"), Value(page, "most"), Value(page, "zone")));
        Assert.Contains("Reunion", page.QuerySelector("#week-title")!.TextContent, StringComparison.Ordinal);
        var policy = (await app.HoursOf(app.Cast.Alice)).Policy;
        Assert.Equal((2880, 30, (int?)12, "Indian/Reunion", true), (policy.NoticeMinutes, policy.FarthestDays, policy.MostPerDay, policy.Zone, policy.RestsOnHolidays));
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.BookingPolicyChanged && a.AgentId == app.Cast.Nora.Account.Value)));
        await nora.Fill(OfAlice, ("most", ""), ("zone", ""), ("holidays", ""));
        policy = (await app.HoursOf(app.Cast.Alice)).Policy;
        Assert.Equal(((int?)null, "", false), (policy.MostPerDay, policy.Zone, policy.RestsOnHolidays));
    }

    [Fact]
    public async Task What_is_ticked_is_offered_and_nothing_else()
    {
        var (first, second) = (await app.VisitType("Bilan", 45), await app.VisitType("Ordonnance", 15));
        var alice = await app.Browser(app.Cast.Alice);
        await alice.Fill("/hours", ("visit", first.ToString()), ("visit", second.ToString()));
        await alice.Fill("/hours", ("visit", second.ToString()));
        Assert.Equal([second], await app.InClinic(app.Cast.North, db => db.OfferedVisits.Where(o => o.PractitionerId == app.Cast.Alice.Practitioner).Select(o => o.VisitTypeId).ToListAsync()));
        var page = await alice.Page("/hours");
        Assert.Equal([second.ToString()], page.QuerySelectorAll<IHtmlInputElement>("input[name=visit]").Where(i => i.IsChecked).Select(i => i.Value));
        var refused = await (await alice.Fill("/hours", ("visit", Guid.CreateVersion7().ToString()))).Html();
        Assert.Contains("n’est plus proposé", refused.QuerySelector("#visit-error")!.TextContent, StringComparison.Ordinal);
        await alice.Send("/hours", page, ("visit", first.ToString()));
        var late = await (await alice.Send("/hours", page, ("visit", second.ToString()))).Html();
        Assert.Contains("changés entre-temps", late.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([first], await app.InClinic(app.Cast.North, db => db.OfferedVisits.Where(o => o.PractitionerId == app.Cast.Alice.Practitioner).Select(o => o.VisitTypeId).ToListAsync()));
    }

    [Fact]
    public async Task Who_plans_for_all_chooses_the_practitioner_and_who_does_not_finds_only_their_own()
    {
        foreach (var person in (Person[])[app.Cast.Nora, app.Cast.Ada])
        {
            var browser = await app.Browser(person);
            var page = await browser.Page("/hours");
            Assert.Equal(2, page.QuerySelectorAll("#practitioner option").Length);
            Assert.Equal("Dr Dan Okafor", (await browser.Page($"/hours?practitioner={app.Cast.Dan.Practitioner}")).QuerySelector("#practitioner option[selected]")!.TextContent);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Visit($"/hours?practitioner={app.Cast.Charlie.Practitioner}")).StatusCode);
        }

        var alice = await app.Browser(app.Cast.Alice);
        Assert.Null((await alice.Page("/hours")).QuerySelector("#practitioner"));
        Assert.NotNull((await alice.Page("/appointments")).QuerySelector("a[href='/hours']"));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"/hours?practitioner={app.Cast.Dan.Practitioner}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"/hours?practitioner={app.Cast.Charlie.Practitioner}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await alice.Visit("/hours?practitioner=x&saved=%00")).StatusCode);
        var bob = await app.Browser(app.Cast.Bob);
        Assert.Equal(HttpStatusCode.NotFound, (await bob.Visit("/hours")).StatusCode);
        Assert.Null((await bob.Page("/appointments")).QuerySelector("a[href='/hours']"));
        Assert.NotNull((await (await app.Browser(app.Cast.Ada)).Page("/clinic")).QuerySelector(".tabs a[href='/hours']"));
    }

    private static string At(string time) => $"datetime=\"{time}\"";

    private static string Value(IHtmlDocument page, string field) => page.QuerySelector($"[name='{field}']")!.GetAttribute("value") ?? "";

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task<string> State() => app.InClinic(app.Cast.North, async db => string.Join('\n', [
        .. (await db.HoursPeriods.AsNoTracking().ToListAsync()).Select(p => $"{p.Id} {p.From} {p.Until} {p.Ranges}").Order(StringComparer.Ordinal),
        .. (await db.HoursChanges.AsNoTracking().ToListAsync()).Select(c => $"{c.Id} {c.First} {c.Last}").Order(StringComparer.Ordinal),
        .. (await db.BookingPolicies.AsNoTracking().ToListAsync()).Select(p => $"{p.Id} {p.Version} {p.NoticeMinutes} {p.FarthestDays} {p.MostPerDay} {p.Zone}").Order(StringComparer.Ordinal)]));
}
