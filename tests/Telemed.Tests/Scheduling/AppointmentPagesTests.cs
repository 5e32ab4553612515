using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Tests.People;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

public sealed class AppointmentPagesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private string NewForBob => $"/appointments/new?patient={app.Cast.Bob.Patient}";

    [Fact]
    public async Task A_practitioner_books_and_reads_it_in_her_list()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var answer = await alice.Fill(NewForBob, ("date", "2026-12-01"), ("time", "14:30"), ("reason", "Suivi de tension"), ("length", "45"), ("modality", "audio"));
        var page = await alice.Page(answer.Headers.Location!.PathAndQuery());
        var row = page.QuerySelectorAll(".agenda-row").Single(r => r.QuerySelector("time")!.GetAttribute("datetime") == "2026-12-01T14:30");
        Assert.Contains("Bob Durand", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("45", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Réservé", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("mardi 1er décembre 2026", page.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.True(await app.InClinic(app.Cast.North, db => db.Appointments.AnyAsync(a => a.StartsAt == Instant.FromUtc(2026, 12, 1, 13, 30))));
    }

    [Fact]
    public async Task An_assistants_request_is_confirmed_by_the_practitioner_with_one_press()
    {
        var nora = await app.Browser(app.Cast.Nora);
        var alice = await app.Browser(app.Cast.Alice);
        await nora.Fill(NewForBob, ("date", "2026-12-02"), ("time", "9:00"), ("practitioner", app.Cast.Alice.Practitioner!.Value.ToString()), ("reason", "Renouvellement"));
        var page = await alice.Page("/appointments?status=pending");
        var form = MoveForm(page, "2026-12-02T09:00", "booked");
        var done = await Press(alice, form);
        Assert.Contains("moved=booked", done.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Booked, (await At(Instant.FromUtc(2026, 12, 2, 8, 0))).Status);
        Assert.Contains("Rendez-vous confirmé", (await alice.Page(done.Headers.Location!.OriginalString)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);

        // Pressed twice: the same answer, and one confirmation.
        var again = await Press(alice, form);
        Assert.Equal(done.Headers.Location, again.Headers.Location);
        var confirmed = await At(Instant.FromUtc(2026, 12, 2, 8, 0));
        Assert.Equal(1, confirmed.Version);

        // The same button from a page that is out of date: said clearly, and nothing changes.
        await app.Move(app.Cast.Alice, confirmed.Id, AppointmentStatus.Arrived);
        var refused = await Press(alice, form);
        Assert.Contains("Rien n’a changé", (await alice.Page(refused.Headers.Location!.OriginalString)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Arrived, (await At(Instant.FromUtc(2026, 12, 2, 8, 0))).Status);
    }

    [Fact]
    public async Task A_taken_time_is_answered_with_a_sentence_keeps_what_was_typed_and_changes_nothing()
    {
        var alice = await app.Browser(app.Cast.Alice);
        await alice.Fill(NewForBob, ("date", "2026-12-03"), ("time", "10:00"), ("reason", "Premier"));
        var rows = await Rows();
        var page = await (await alice.Fill($"/appointments/new?patient={app.Cast.Eva}", ("date", "2026-12-03"), ("time", "10:15"), ("reason", "Second"))).Html();
        Assert.Contains("jeudi 3 décembre 2026, 10:15 n’est pas libre", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Second", page.QuerySelector("#reason")!.GetAttribute("value"));
        Assert.Equal(rows, await Rows());
    }

    [Theory]
    [InlineData("date", "", "date")]
    [InlineData("date", "2026-11-22", "time")]
    [InlineData("date", "2029-11-22", "time")]
    [InlineData("date", "2026-02-30", "date")]
    [InlineData("time", "25:00", "time")]
    [InlineData("time", "soon", "time")]
    [InlineData("length", "-30", "length")]
    [InlineData("length", "4", "length")]
    [InlineData("length", "241", "length")]
    [InlineData("length", "99999999999999", "length")]
    [InlineData("reason", " ", "reason")]
    [InlineData("reason", "LONG", "reason")]
    [InlineData("reason", "a\u0007b", "reason")]
    [InlineData("modality", "0", "modality")]
    public async Task A_bad_field_is_named_beside_it_and_changes_nothing(string field, string value, string shownAt)
    {
        value = value == "LONG" ? new string('é', 10_000) : value;
        var alice = await app.Browser(app.Cast.Alice);
        var rows = await Rows();
        (string, string)[] good = [("date", "2026-12-04"), ("time", "10:00"), ("length", "30"), ("reason", "Suivi"), ("modality", "video")];
        var answer = await alice.Fill(NewForBob, [.. good.Select(f => f.Item1 == field ? (field, value) : f)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(string.IsNullOrWhiteSpace((await answer.Html()).QuerySelector($"#{shownAt}-error")?.TextContent));
        Assert.Equal(rows, await Rows());
    }

    [Fact]
    public async Task Whatever_is_wrong_is_named_at_once()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var page = await (await alice.Fill(NewForBob, [("date", "2020-01-01"), ("time", "10:00"), ("length", "3"), ("reason", ""), ("modality", "video")])).Html();
        Assert.All((string[])["time", "length", "reason"], field => Assert.False(string.IsNullOrWhiteSpace(page.QuerySelector($"#{field}-error")?.TextContent), field));
    }

    [Fact]
    public async Task An_hour_that_the_clock_jumps_over_is_refused_and_one_that_comes_twice_is_the_earlier()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var never = await (await alice.Fill(NewForBob, ("date", "2027-03-28"), ("time", "02:30"), ("reason", "Nuit"))).Html();
        Assert.Contains("n’existe pas", never.QuerySelector("#time-error")!.TextContent, StringComparison.Ordinal);
        var twice = await alice.Fill(NewForBob, ("date", "2027-10-31"), ("time", "02:30"), ("reason", "Nuit"));
        Assert.Contains("la première", (await alice.Page(twice.Headers.Location!.PathAndQuery())).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Booked, (await At(Instant.FromUtc(2027, 10, 31, 0, 30))).Status);
    }

    [Fact]
    public async Task A_practitioner_cannot_book_into_another_agenda_by_changing_the_form()
    {
        var dan = await app.Browser(app.Cast.Dan);
        await dan.Fill(NewForBob, ("date", "2026-12-05"), ("time", "10:00"), ("reason", "Suivi"), ("practitioner", app.Cast.Alice.Practitioner!.Value.ToString()));
        Assert.Equal(app.Cast.Dan.Practitioner, (await At(Instant.FromUtc(2026, 12, 5, 9, 0))).PractitionerId);
    }

    [Fact]
    public async Task Each_role_lists_what_is_theirs_with_true_counts()
    {
        await app.Booked(app.Cast.Nora, Wanted(app, Duration.FromDays(40), with: app.Cast.Dan, patient: app.Cast.Eva));
        await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(41)));
        foreach (var person in (Person[])[app.Cast.Alice, app.Cast.Dan, app.Cast.Nora, app.Cast.Ada, app.Cast.Bob])
        {
            var page = await (await app.Browser(person)).Page("/appointments?period=all");
            var expected = await app.InClinic(app.Cast.North, db => db.AppointmentsFor(person.Actor).CountAsync());
            Assert.Equal($"{expected}", page.QuerySelectorAll("nav.segments")[1].QuerySelector(".figure")!.TextContent);
            Assert.Equal(Math.Min(expected, 40), page.QuerySelectorAll(".agenda-row").Length);
        }

        var bobs = await (await app.Browser(app.Cast.Bob)).Page("/appointments?period=all");
        Assert.DoesNotContain("Petit", bobs.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(bobs.QuerySelectorAll("main form"));
        var adas = await (await app.Browser(app.Cast.Ada)).Page("/appointments?period=all");
        Assert.DoesNotContain("Suivi de tension", adas.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(adas.QuerySelectorAll("main form[method=post]"));
    }

    [Fact]
    public async Task The_list_takes_nonsense_in_its_address_as_nothing_said()
    {
        var nora = await app.Browser(app.Cast.Nora);
        await nora.Page("/appointments?period=%00&status=99&practitioner=x&page=-1&moved=1&refused=a-b&booked=zz");
        await nora.Page($"/appointments?page=999999&practitioner={app.Cast.Charlie.Practitioner}");
    }

    [Fact]
    public async Task A_move_nobody_knows_is_a_bad_request_and_one_of_others_is_not_there()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(42)));
        var dan = await app.Browser(app.Cast.Dan);
        await app.Booked(app.Cast.Dan, Wanted(app, Duration.FromDays(42), with: app.Cast.Dan, patient: app.Cast.Eva));
        var form = (IHtmlFormElement)(await dan.Page("/appointments?period=all")).QuerySelector("form[action$=moves]")!;
        Assert.Equal(HttpStatusCode.NotFound, (await Press(dan, form, action: $"/appointments/{booked.Id}/moves")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Press(dan, form, action: $"/appointments/{AppointmentId.New()}/moves")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Press(dan, form, to: "proposed")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Press(dan, form, to: "3")).StatusCode);
        var elsewhere = await Press(dan, form, back: "https://evil.example/");
        Assert.StartsWith("/appointments?", elsewhere.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Booked, (await app.Row(booked.Id)).Status);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.AccessRefused && a.EntityId == booked.Id.Value && !a.Allowed)));
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(43)));
        var alice = await app.Browser(app.Cast.Alice);
        using var bare = new FormUrlEncodedContent([KeyValuePair.Create("to", "cancelled")]);
        var answer = await alice.PostAsync(new Uri($"/appointments/{booked.Id}/moves", UriKind.Relative), bare, TestContext.Current.CancellationToken);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Equal(AppointmentStatus.Booked, (await app.Row(booked.Id)).Status);
    }

    [Fact]
    public async Task A_button_of_a_page_that_was_open_for_too_long_leads_back_to_the_list_which_asks_to_press_again()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(45)));
        var alice = await app.Browser(app.Cast.Alice);
        using var old = new FormUrlEncodedContent([new("to", "cancelled"), new("back", "/appointments?period=all"), new("__RequestVerificationToken", "CfDJ8-of-yesterday")]);
        var answer = await alice.PostAsync(new Uri($"/appointments/{booked.Id}/moves", UriKind.Relative), old, TestContext.Current.CancellationToken);
        Assert.Equal("/appointments?period=all&refused=stale", answer.Headers.Location!.OriginalString);
        Assert.Contains("Appuyez de nouveau", (await alice.Page(answer.Headers.Location!.OriginalString)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Booked, (await app.Row(booked.Id)).Status);
    }

    [Fact]
    public async Task Without_a_patient_the_booking_begins_with_the_search_and_keeps_the_time()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var answer = await alice.Visit("/appointments/new?at=2026-12-07T15:30");
        var search = answer.Headers.Location!.PathAndQuery();
        Assert.StartsWith("/patients?for=booking", search, StringComparison.Ordinal);
        var found = await (await alice.Fill(search, ("birth", "1990-02-28"))).Html();
        var book = await alice.Page(found.QuerySelector(".line .button")!.GetAttribute("href")!);
        Assert.Equal(("2026-12-07", "15:30"), (book.QuerySelector("#date")!.GetAttribute("value"), book.QuerySelector("#time")!.GetAttribute("value")));
        Assert.Contains("Petit Éva", book.QuerySelector(".step-done")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charlie_sees_nothing()
    {
        await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(44)));
        var charlie = await app.Browser(app.Cast.Charlie);
        Assert.Empty((await charlie.Page("/appointments?period=all")).QuerySelectorAll(".agenda-row"));
        Assert.Equal(HttpStatusCode.NotFound, (await charlie.Visit(NewForBob)).StatusCode);
    }

    [Fact]
    public async Task Anonymous_sees_nothing()
    {
        foreach (var path in (string[])["/appointments", NewForBob])
        {
            Assert.StartsWith("/sign-in", (await app.Anonymous().Visit(path)).Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        }

        using var move = new FormUrlEncodedContent([KeyValuePair.Create("to", "cancelled")]);
        var answer = await app.Anonymous().PostAsync(new Uri($"/appointments/{AppointmentId.New()}/moves", UriKind.Relative), move, TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task A_patient_and_an_administrator_do_not_book()
    {
        foreach (var person in (Person[])[app.Cast.Bob, app.Cast.Ada])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(person)).Visit(NewForBob)).StatusCode);
        }
    }

    private static IHtmlFormElement MoveForm(IHtmlDocument page, string at, string to) => page.QuerySelectorAll(".agenda-row")
        .Single(r => r.QuerySelector("time")!.GetAttribute("datetime") == at).QuerySelectorAll<IHtmlFormElement>("form")
        .Single(f => f.QuerySelector<IHtmlInputElement>("[name=to]")!.Value == to);

    private static async Task<HttpResponseMessage> Press(HttpClient browser, IHtmlFormElement form, string? action = null, string? to = null, string? back = null)
    {
        var values = form.QuerySelectorAll<IHtmlInputElement>("input[name]").ToDictionary(i => i.Name!, i => i.Value);
        values["to"] = to ?? values["to"];
        values["back"] = back ?? values["back"];
        using var content = new FormUrlEncodedContent(values);
        return await browser.PostAsync(new Uri(action ?? form.GetAttribute("action")!, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    private Task<Appointment> At(Instant at) => app.InClinic(app.Cast.North, db => db.Appointments.AsNoTracking().SingleAsync(a => a.StartsAt == at));

    private Task<int> Rows() => app.InClinic(app.Cast.North, db => db.Appointments.CountAsync());
}
