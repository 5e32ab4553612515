using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.People;
using static Telemed.Tests.Scheduling.Planners;

namespace Telemed.Tests.Scheduling.Figures;

public sealed class StatisticsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    [Fact]
    public async Task Every_appointment_counts_once_by_what_became_of_it_in_the_week_in_which_it_starts()
    {
        var type = await app.VisitType("Suivi annuel", 30);
        await Past("2026-03-02T09:00", AppointmentStatus.Fulfilled, days: 2, type: type);
        await Past("2026-03-04T09:00", AppointmentStatus.NoShow, days: 4, type: type);
        await Past("2026-03-08T23:30", AppointmentStatus.Cancelled, CancellationReason.ByPatient, days: 9);
        await Past("2026-03-09T00:00", AppointmentStatus.Cancelled, CancellationReason.ByClinic, days: 1);
        await Past("2026-03-10T09:00", AppointmentStatus.Cancelled, CancellationReason.Declined, days: 2);
        await Past("2026-03-11T09:00", AppointmentStatus.Booked, days: 30, type: type);
        await Past("2026-03-11T10:00", AppointmentStatus.EnteredInError, days: 30);
        await Past("2026-03-16T00:00", AppointmentStatus.Fulfilled, days: 1);
        var alice = await app.Browser(app.Cast.Alice);
        var weeks = await File(alice, "week", "2026-03-02", "2026-03-15");
        // Booked, fulfilled, by the patient, by the clinic, declined, no-show, open, median days.
        Assert.Equal(["2026-03-02", "2026-03-08", "3", "1", "1", "0", "0", "1", "0", "4"], weeks[1][..10]);
        Assert.Equal(["2026-03-09", "2026-03-15", "3", "0", "0", "1", "1", "0", "1", "2"], weeks[2][..10]);
        Assert.Equal(3, weeks.Count);
        var types = await File(alice, "type", "2026-03-02", "2026-03-15");
        Assert.Equal(
            [
                ["2026-03-02", "Suivi annuel", "2", "1", "0", "0", "0", "1", "0", "3"], ["2026-03-02", "Sans motif", "1", "0", "1", "0", "0", "0", "0", "9"],
                ["2026-03-09", "Sans motif", "2", "0", "0", "1", "1", "0", "0", "1.5"], ["2026-03-09", "Suivi annuel", "1", "0", "0", "0", "0", "0", "1", "30"],
            ], types.Skip(1).Select(t => (string[])[t[0], .. t[2..]]));

        var page = await alice.Page("/statistics?from=2026-03-02&until=2026-03-15");
        Assert.Equal(["lun. 2 mars 3 1 0", "lun. 9 mars 3 0 1"], Rows(page, "booked"));
        Assert.Equal(["lun. 2 mars 1 0 0 1", "lun. 9 mars 0 1 1 0"], Rows(page, "lost"));
        Assert.Equal(["lun. 2 mars 4", "lun. 9 mars 2"], Rows(page, "lead"));
        Assert.Equal(["Suivi annuel 3 1 0 0 0 1 1 4", "Sans motif 3 0 1 1 1 0 0 2"], Rows(page, "types"));
        Assert.Equal(4, page.QuerySelectorAll("svg.plot[role=img]").Length);
        Assert.All(page.QuerySelectorAll("svg.plot[role=img]"), plot => Assert.False(string.IsNullOrEmpty(plot.GetAttribute("aria-label"))));
        Assert.Contains("6 pris", page.QuerySelector(".health")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Durand", page.DocumentElement.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_week_in_which_the_clocks_change_is_an_hour_longer_and_ends_at_the_clinics_midnight()
    {
        await app.Plan(app.Cast.Dan, WeekOf(Day("2026-10-19"), Day("2026-11-01"), "0:00-24:00"));
        await Past("2026-10-25T23:30", AppointmentStatus.Fulfilled, minutes: 30, with: app.Cast.Dan); // 22:30 by UTC: the clocks went back that night
        await Past("2026-10-26T00:00", AppointmentStatus.Fulfilled, minutes: 60, with: app.Cast.Dan);
        var dan = await app.Browser(app.Cast.Dan);
        var weeks = await File(dan, "week", "2026-10-19", "2026-11-01");
        Assert.Equal(("1", "10140", "30"), (weeks[1][2], weeks[1][10], weeks[1][11])); // 7 days and an hour
        Assert.Equal(("1", "8640", "60"), (weeks[2][2], weeks[2][10], weeks[2][11])); // its Sunday is All Saints
    }

    [Fact]
    public async Task The_fill_rate_is_what_is_taken_of_the_open_hours_and_nothing_beside_them()
    {
        await app.Plan(app.Cast.Dan, WeekOf(Day("2026-04-06"), Day("2026-04-12"), "9:00-11:00"));
        await Past("2026-04-07T09:00", AppointmentStatus.Fulfilled, minutes: 30, after: 10, with: app.Cast.Dan);
        await Past("2026-04-07T09:20", AppointmentStatus.NoShow, minutes: 30, with: app.Cast.Dan); // ten minutes beyond the first
        await Past("2026-04-07T10:45", AppointmentStatus.Fulfilled, minutes: 30, with: app.Cast.Dan); // half of it after the hours
        await Past("2026-04-08T09:00", AppointmentStatus.Cancelled, CancellationReason.ByClinic, with: app.Cast.Dan);
        await Past("2026-04-08T20:00", AppointmentStatus.Fulfilled, with: app.Cast.Dan);
        var dan = await app.Browser(app.Cast.Dan);
        // Easter Monday is closed: six days of two hours.
        Assert.Equal(["720", "65", "0.09"], (await File(dan, "week", "2026-04-06", "2026-04-12"))[1][10..]);
        Assert.Equal(["lun. 6 avr. 12 h 1,1 h 9 %"], Rows(await dan.Page("/statistics?from=2026-04-06&until=2026-04-12"), "fill").Select(Plain));
        Assert.Equal("", (await File(dan, "week", "2026-05-04", "2026-05-10"))[1][12]);
    }

    [Fact]
    public async Task A_practitioner_sees_her_own_figures_staff_everybodys_and_nobody_else_any()
    {
        await Past("2026-05-18T09:00", AppointmentStatus.Fulfilled);
        await Past("2026-05-18T09:00", AppointmentStatus.Fulfilled, with: app.Cast.Dan, patient: app.Cast.Eva);
        const string Days = "from=2026-05-18&until=2026-05-24";
        foreach (var person in (Person[])[app.Cast.Nora, app.Cast.Ada])
        {
            var browser = await app.Browser(person);
            Assert.Equal("2", (await File(browser, "week", "2026-05-18", "2026-05-24"))[1][2]);
            Assert.Equal("1", (await File(browser, "week", "2026-05-18", "2026-05-24", app.Cast.Dan))[1][2]);
            var page = await browser.Page($"/statistics?{Days}&practitioner={app.Cast.Dan.Practitioner}");
            Assert.Equal("Dr Dan Okafor", page.QuerySelector("#practitioner option[selected]")!.TextContent);
            Assert.Equal(["lun. 18 mai 1 1 0"], Rows(page, "booked"));
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Visit($"/statistics?{Days}&practitioner={app.Cast.Charlie.Practitioner}")).StatusCode);
            Assert.NotNull(page.QuerySelector("nav.sidebar a[href='/statistics'][aria-current=page]"));
        }

        var alice = await app.Browser(app.Cast.Alice);
        Assert.Equal("1", (await File(alice, "week", "2026-05-18", "2026-05-24"))[1][2]);
        Assert.Null((await alice.Page($"/statistics?{Days}")).QuerySelector("#practitioner"));
        var (bob, charlie) = (await app.Browser(app.Cast.Bob), await app.Browser(app.Cast.Charlie));
        foreach (var path in (string[])["/statistics", "/statistics/csv"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await alice.Visit($"{path}?{Days}&practitioner={app.Cast.Dan.Practitioner}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await charlie.Visit($"{path}?{Days}&practitioner={app.Cast.Alice.Practitioner}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await bob.Visit($"{path}?{Days}")).StatusCode);
            Assert.StartsWith("/sign-in", (await app.Anonymous().Visit($"{path}?{Days}")).Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        }

        Assert.Equal("0", (await File(charlie, "week", "2026-05-18", "2026-05-24"))[1][2]);
    }

    [Theory]
    [InlineData("2026-03-15", "2026-03-02", "avant le premier")]
    [InlineData("2026-03-02", "", "deux jours")]
    [InlineData("le 2 mars", "2026-03-15", "deux jours")]
    [InlineData("2025-01-01", "2026-03-15", "plus d’une année")]
    [InlineData("1999-12-31", "2000-01-02", "2000")]
    [InlineData("2100-12-31", "9999-12-31", "2000")]
    public async Task Days_that_cannot_be_counted_are_named_and_what_was_typed_stays(string from, string until, string says)
    {
        var (alice, days) = (await app.Browser(app.Cast.Alice), $"from={Uri.EscapeDataString(from)}&until={Uri.EscapeDataString(until)}");
        var page = await alice.Page($"/statistics?{days}");
        Assert.Contains(says, page.QuerySelector("#from-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((from, until), (page.QuerySelector("#from")!.GetAttribute("value") ?? "", page.QuerySelector("#until")!.GetAttribute("value") ?? ""));
        Assert.Empty(page.QuerySelectorAll("svg.plot"));
        using var file = await alice.Visit($"/statistics/csv?{days}");
        Assert.Equal(HttpStatusCode.BadRequest, file.StatusCode);
    }

    [Fact]
    public async Task Without_days_it_shows_twelve_weeks_with_this_one_and_says_when_nothing_is_there()
    {
        var charlie = await app.Browser(app.Cast.Charlie);
        var page = await charlie.Page("/statistics");
        Assert.Equal(("2026-09-07", "2026-11-29"), (page.QuerySelector("#from")!.GetAttribute("value"), page.QuerySelector("#until")!.GetAttribute("value")));
        Assert.Contains("Aucun rendez-vous", page.QuerySelector(".state")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(13, (await File(charlie, "week", "", "")).Count);
        Assert.Single(await File(charlie, "type", "", ""));
    }

    [Fact]
    public async Task The_file_is_RFC_4180_in_the_readers_language_and_no_name_in_it_is_a_formula()
    {
        var type = await app.VisitType("=HYPERLINK(\"http://x\";1), \"y\"", 30);
        await Past("2026-06-15T09:00", AppointmentStatus.Fulfilled, type: type);
        await app.InClinic(app.Cast.North, db => db.Set<Account>().Where(a => a.Id == app.Cast.Nora.Account).ExecuteUpdateAsync(a => a.SetProperty(x => x.Language, "en")));
        foreach (var (person, head, second) in ((Person, string, string)[])[(app.Cast.Alice, "Motif", "Pris"), (app.Cast.Nora, "Visit type", "Booked")])
        {
            using var answer = await (await app.Browser(person)).Visit("/statistics/csv?by=type&from=2026-06-15&until=2026-06-21");
            Assert.Equal(("text/csv", "utf-8"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentType.CharSet));
            Assert.Equal("telemed-type-2026-06-15-2026-06-21.csv", answer.Content.Headers.ContentDisposition!.FileName);
            var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
            var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
            Assert.Equal(("", 3), (lines[^1], lines.Length));
            Assert.Equal([head, second], lines[0].Split(',')[2..4]);
            Assert.StartsWith("2026-06-15,2026-06-21,\"'=HYPERLINK(\"\"http://x\"\";1), \"\"y\"\"\",1,1,", lines[1], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("+33"), InlineData("-1"), InlineData("@x"), InlineData("\tx"), InlineData("=1")]
    public void What_a_spreadsheet_would_compute_is_text(string field) =>
        Assert.Equal($"\uFEFF'{field}\r\n", System.Text.Encoding.UTF8.GetString(Csv.Write([[field]])));

    /// <summary>An appointment as if it had been booked and had its course.</summary>
    private Task<int> Past(string at, AppointmentStatus status, CancellationReason? because = null, int days = 3, int minutes = 20, int after = 0, VisitTypeId? type = null,
        Person? with = null, PatientId? patient = null) => app.InClinic(app.Cast.North, db =>
    {
        var start = NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(at).Value.InZoneStrictly(Paris).ToInstant();
        db.Appointments.Add(new Appointment
        {
            TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = patient ?? app.Cast.Bob.Patient!.Value, PractitionerId = (with ?? app.Cast.Alice).Practitioner!.Value,
            StartsAt = start, EndsAt = start + Duration.FromMinutes(minutes), MinutesAfter = after, Reason = "Suivi", Modality = Modality.Video, Status = status,
            CancelledBecause = because, CreatedAt = start - Duration.FromDays(days), BookedBy = app.Cast.Nora.Account, VisitTypeId = type,
        });
        return db.SaveChangesAsync();
    });

    /// <summary>The file's rows with their fields; none of the fields asked for here holds a comma.</summary>
    private static async Task<List<string[]>> File(HttpClient browser, string by, string from, string until, Person? of = null)
    {
        using var answer = await browser.Visit($"/statistics/csv?by={by}&from={from}&until={until}&practitioner={of?.Practitioner}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Durand", text, StringComparison.Ordinal);
        return [.. text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
    }

    private static IEnumerable<string> Rows(IHtmlDocument page, string section) =>
        page.QuerySelectorAll($"section[aria-labelledby={section}-title] tbody tr").Select(row => string.Join(' ', row.Children.Select(c => c.TextContent.Trim()).Where(c => c.Length > 0)));

    private static string Plain(string text) => text.Replace('\u00a0', ' ').Replace('\u202f', ' ');
}
