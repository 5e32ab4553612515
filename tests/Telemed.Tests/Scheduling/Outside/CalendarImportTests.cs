using System.Net;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform.Security;
using Telemed.Scheduling;
using Telemed.Scheduling.Outside;
using Telemed.Tests.Documents;
using Telemed.Tests.People;
using Telemed.Tests.Scheduling.Agenda;
using static Telemed.Tests.Scheduling.Bookers;
using static Telemed.Tests.Scheduling.Outside.OutsideTimesTests;

namespace Telemed.Tests.Scheduling.Outside;

/// <summary>The product, whose internet is this machine.</summary>
public sealed class ImportApp : TelemedApp
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
        {
            services.RemoveAll<OpenWeb>();
            services.AddSingleton(FileServer.Internet());
        });
    }
}

public sealed class CalendarImportTests : IAsyncLifetime
{
    private readonly ImportApp _app = new();
    private FileServer _server = null!;
    private HttpClient _alice = null!;
    private HttpClient _ada = null!;

    private string Address => new Uri(_server.Address, "/private-4711/basic.ics").ToString();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _server = await FileServer.Start();
        (_alice, _ada) = (await _app.Browser(_app.Cast.Alice), await _app.Browser(_app.Cast.Ada));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_read_until_the_clinic_allows_it_and_the_practitioner_gives_an_address()
    {
        _server.Gives(Calendar(Busy));
        var page = await _alice.Page("/hours");
        Assert.Null(page.QuerySelector("[name=calendar]"));
        Assert.IsType<CalendarOutcome.NotFound>(await Give(_app.Cast.Alice));
        await Look();
        Assert.Equal(0, _server.Asked);

        await Allow();
        Assert.IsType<CalendarOutcome.NotFound>(await Give(_app.Cast.Nora));
        Assert.IsType<CalendarOutcome.NotFound>(await Give(_app.Cast.Ada));
        Assert.IsType<CalendarOutcome.NotFound>(await Give(_app.Cast.Bob));
        await Look();
        Assert.Equal(0, _server.Asked);
        using var given = await _alice.Fill("/hours", ("calendar", Address));
        Assert.Equal("/hours?saved=calendar", given.Headers.Location!.PathAndQuery());
        Assert.Equal(1, _server.Asked);
        Assert.Equal(["allowed", "given"], await Trail());
    }

    [Fact]
    public async Task A_busy_time_closes_the_slots_to_patients_and_nothing_of_what_it_is_about_is_kept()
    {
        var scene = await OfferScene.Make(_app);
        var (at, bob) = (Instant.FromUtc(2026, 12, 1, 9, 0), await _app.Browser(_app.Cast.Bob));
        Assert.True(await scene.IsFree(at));
        await Import(Calendar(Busy));
        Assert.False(await scene.IsFree(at));
        Assert.True(await scene.IsFree(at + Duration.FromMinutes(30)));
        var page = await bob.Page($"/book?visit={scene.Type}&from=2026-12-01");
        Assert.DoesNotContain("2026-12-01T10:00", page.QuerySelectorAll("button[name=slot] time").Select(t => t.GetAttribute("datetime")));
        using var refused = await bob.Send($"/book?visit={scene.Type}&from=2026-12-01", page, ("slot", $"{scene.With}_2026-12-01T09:00:00Z"));
        Assert.Contains("said=not-offered", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.IsType<BookingOutcome.NotOffered>(await scene.Book(_app.Cast.Bob, at));

        var row = Assert.Single(await Times());
        Assert.Equal((at, at + Duration.FromMinutes(30), null, null, null), (row.StartsAt, row.EndsAt, row.Note, row.HeldBy, row.HeldUntil));
        var hours = await _alice.Page("/hours");
        Assert.Contains("Adresse donnée : 127.0.0.1. Lu pour la dernière fois : lundi 23 novembre 2026, 9:00.", hours.QuerySelector("#calendar-state")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", hours.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var noras = await (await _app.Browser(_app.Cast.Nora)).Page($"/hours?practitioner={_app.Cast.Alice.Practitioner}");
        Assert.Contains("Un calendrier extérieur est lu.", noras.QuerySelector("#calendar-state")!.TextContent, StringComparison.Ordinal);
        Assert.Null(noras.QuerySelector("[name=calendar]"));
        Assert.DoesNotContain("127.0.0.1", noras.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_booked_there_already_stands_and_the_calendar_is_taken_over_all_the_same()
    {
        var booked = await _app.Booked(_app.Cast.Alice, Wanted(_app, Instant.FromUtc(2026, 12, 1, 9, 10) - _app.Now));
        await Import(Calendar(Busy, Event("DTSTART:20261202T090000Z\nDURATION:PT1H")));
        Assert.Equal(2, (await Times()).Count);
        Assert.Equal(AppointmentStatus.Booked, (await _app.Row(booked.Id)).Status);
        Assert.Equal(1, await _app.InClinic(_app.Cast.North, db => db.BusyTimes.CountAsync(b => b.Kind == BusyKind.Appointment)));
        // Two appointments still cannot lie over one another.
        Assert.IsType<BookingOutcome.Taken>(await _app.Book(_app.Cast.Nora, Wanted(_app, Instant.FromUtc(2026, 12, 1, 9, 20) - _app.Now, patient: _app.Cast.Eva) with { DespiteOutside = true }));
    }

    [Fact]
    public async Task Staff_who_move_an_appointment_there_are_told()
    {
        await Import(Calendar(Busy));
        var booked = await _app.Booked(_app.Cast.Alice, Wanted(_app, Instant.FromUtc(2026, 12, 1, 11, 0) - _app.Now));
        var page = await _alice.Page("/agenda?day=2026-12-01");
        using var dragged = await _alice.PostForm($"/appointments/{booked.Id}/times", page,
            ("starts", "2026-12-01T09:15:00Z"), ("ends", "2026-12-01T09:30:00Z"), ("version", booked.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Contains("calendrier extérieur", (await dragged.Json()).GetProperty("warning").GetString(), StringComparison.Ordinal);
        Assert.Equal(Instant.FromUtc(2026, 12, 1, 9, 15), (await _app.Row(booked.Id)).StartsAt);
        Assert.Contains("calendrier extérieur", (await _alice.Page($"/appointments/{booked.Id}?moved=time&busy=1")).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_are_warned_and_may_book_all_the_same()
    {
        await Import(Calendar(Busy));
        var path = $"/appointments/new?patient={_app.Cast.Bob.Patient}&at=2026-12-01T10:15";
        var warned = await (await _alice.Fill(path, ("reason", "Suivi"))).Html();
        Assert.Contains("mardi 1er décembre 2026, 10:15 : occupé selon le calendrier extérieur", warned.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Suivi", warned.QuerySelector("[name=reason]")!.GetAttribute("value"));
        Assert.False(await _app.InClinic(_app.Cast.North, db => db.Appointments.AnyAsync()));
        using var again = await _alice.Send(path, warned, ("reason", "Suivi"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var booked = await _alice.Send(path, warned, ("despite", "true"));
        Assert.StartsWith("/appointments?booked=", booked.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
        Assert.Equal(1, await _app.InClinic(_app.Cast.North, db => db.Appointments.CountAsync()));
    }

    [Theory]
    [InlineData("large", "5 Mo")]
    [InlineData("endless", "se répète sans fin")]
    [InlineData("html", "n’est pas un calendrier lisible")]
    [InlineData("error", "ne répond pas")]
    [InlineData("inside", "serveur public")]
    public async Task What_cannot_be_read_is_told_and_changes_nothing(string what, string says)
    {
        await Import(Calendar(Busy));
        _server.Answer = what switch
        {
            "large" => Large,
            "endless" => context => context.Response.WriteAsync(Calendar(Event("DTSTART:20261201T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"))),
            "html" => context => context.Response.WriteAsync("<html></html>"),
            "inside" => context => Redirect(context, "http://169.254.169.254/latest/meta-data"),
            _ => context => Status(context, 500),
        };
        _app.Time.Advance(TimeSpan.FromMinutes(15));
        await Look();
        var page = await _alice.Page("/hours");
        var alert = page.QuerySelector("#calendar-fault")!.TextContent;
        Assert.Contains(says, alert, StringComparison.Ordinal);
        Assert.Contains("lundi 23 novembre 2026, 9:15", alert, StringComparison.Ordinal);
        Assert.Contains("restent occupées", alert, StringComparison.Ordinal);
        Assert.Contains("Lu pour la dernière fois : lundi 23 novembre 2026, 9:00", page.QuerySelector("#calendar-state")!.TextContent, StringComparison.Ordinal);
        Assert.Single(await Times());

        _server.Gives(Calendar());
        _app.Time.Advance(TimeSpan.FromMinutes(15));
        await Look();
        Assert.Null((await _alice.Page("/hours")).QuerySelector("#calendar-fault"));
        Assert.Empty(await Times());
    }

    [Fact]
    public async Task It_is_read_every_quarter_of_an_hour_by_one_of_however_many_look()
    {
        await Import(Calendar(Busy));
        var first = Assert.Single(await Times());
        _app.Time.Advance(TimeSpan.FromMinutes(14));
        await Look();
        Assert.Equal(1, _server.Asked);
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        var id = await _app.InClinic(_app.Cast.North, db => db.OutsideCalendars.Select(c => c.Id).SingleAsync());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _app.Services.GetRequiredService<CalendarImport>().Read(_app.Cast.North, id))));
        await Look();
        Assert.Equal(2, _server.Asked);
        // What is as it was is not written anew.
        Assert.Equal(first.Id, Assert.Single(await Times()).Id);
    }

    [Fact]
    public async Task Taking_the_address_away_frees_the_times()
    {
        var scene = await OfferScene.Make(_app);
        await Import(Calendar(Busy));
        using var gone = await _alice.Fill("/hours", ("take-away", "calendar"));
        Assert.Equal("/hours?saved=no-calendar", gone.Headers.Location!.PathAndQuery());
        Assert.Empty(await Times());
        Assert.True(await scene.IsFree(Instant.FromUtc(2026, 12, 1, 9, 0)));
        _app.Time.Advance(TimeSpan.FromHours(1));
        await Look();
        Assert.Equal(1, _server.Asked);
        Assert.Equal(["allowed", "given", "taken-away"], await Trail());
    }

    [Fact]
    public async Task A_clinic_that_goes_back_on_it_forgets_every_address_and_time()
    {
        await Import(Calendar(Busy));
        await Allow(false);
        Assert.Empty(await Times());
        Assert.False(await _app.InClinic(_app.Cast.North, db => db.OutsideCalendars.AnyAsync()));
        Assert.Null((await _alice.Page("/hours")).QuerySelector("[name=calendar]"));
        _app.Time.Advance(TimeSpan.FromHours(1));
        await Look();
        Assert.Equal(1, _server.Asked);
        Assert.Equal(["allowed", "given", "forbidden"], await Trail());
    }

    [Fact]
    public async Task Another_address_replaces_the_first_with_all_that_came_from_it()
    {
        await Import(Calendar(Busy));
        _server.Answer = context => Status(context, 404);
        await _alice.Fill("/hours", ("calendar", Address + "?other"));
        Assert.Empty(await Times());
        Assert.Contains("Aucune plage n’a été prise", (await _alice.Page("/hours")).QuerySelector("#calendar-fault")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Collez")]
    [InlineData("calendrier", "pas une adresse")]
    [InlineData("ftp://calendar.example/x.ics", "https://")]
    [InlineData("file:///etc/passwd", "https://")]
    [InlineData("https://name:word@calendar.example/x.ics", "https://")]
    public async Task An_address_that_cannot_be_one_is_told_and_nothing_is_saved(string typed, string says)
    {
        await Allow();
        var page = await (await _alice.Fill("/hours", ("calendar", typed))).Html();
        Assert.Contains(says, page.QuerySelector("#calendar-error")!.TextContent, StringComparison.Ordinal);
        Assert.False(await _app.InClinic(_app.Cast.North, db => db.OutsideCalendars.AnyAsync()));
    }

    [Fact]
    public async Task An_address_too_long_is_told_and_webcal_means_https()
    {
        await Allow();
        var page = await (await _alice.Fill("/hours", ("calendar", $"https://calendar.example/{new string('x', 1000)}"))).Html();
        Assert.Contains("1 000 caractères", page.QuerySelector("#calendar-error")!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        await _alice.Fill("/hours", ("calendar", "webcal://calendar.example:1/x.ics"));
        Assert.Equal("https://calendar.example:1/x.ics", await _app.InClinic(_app.Cast.North, db => db.OutsideCalendars.Select(c => c.Address).SingleAsync()));
    }

    [Fact]
    public async Task Only_an_administrator_allows_it()
    {
        var form = (await _ada.Page("/clinic")).QuerySelector("form[action='/clinic/calendars']")!;
        Assert.Equal("false", form.QuerySelector("[name=allowed][checked]")!.GetAttribute("value"));
        foreach (var person in (Person[])[_app.Cast.Alice, _app.Cast.Nora, _app.Cast.Bob, _app.Cast.Charlie])
        {
            using var content = new FormUrlEncodedContent([KeyValuePair.Create("allowed", "true")]);
            using var refused = await (await _app.Browser(person)).PostAsync(new Uri("/clinic/calendars", UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        await Allow();
        Assert.Equal("true", (await _ada.Page("/clinic")).QuerySelector("[name=allowed][checked]")!.GetAttribute("value"));
        Assert.False(await _app.InClinic(_app.Cast.South, db => db.Set<Telemed.Tenancy.Tenant>().AnyAsync(t => t.Id == db.Tenant && t.ImportsCalendars)));
    }

    private static string Busy => Event("UID:a\nSUMMARY:Psychiatre\nLOCATION:ici\nDTSTART:20261201T090000Z\nDURATION:PT30M");

    private async Task Import(string calendar)
    {
        _server.Gives(calendar);
        await Allow();
        using var given = await _alice.Fill("/hours", ("calendar", Address));
        Assert.Equal(HttpStatusCode.Found, given.StatusCode);
    }

    private async Task Allow(bool allowed = true)
    {
        using var answer = await _ada.Fill("/clinic", ("allowed", allowed ? "true" : "false"));
        Assert.Equal("/clinic?saved=import", answer.Headers.Location!.PathAndQuery());
    }

    private Task<CalendarOutcome> Give(Person by) => _app.InClinic(by.Clinic, db => db.GiveCalendar(by.Actor, Address, _app.Services.GetRequiredService<OpenWeb>(), _app.Now));

    private Task Look() => _app.Services.GetRequiredService<CalendarWatch>().Look(TestContext.Current.CancellationToken);

    private Task<List<BusyTime>> Times() => _app.InClinic(_app.Cast.North, db => db.BusyTimes.AsNoTracking().Where(b => b.Kind == BusyKind.Outside).ToListAsync());

    private Task<List<string?>> Trail() => _app.InClinic(_app.Cast.North, db =>
        db.AuditEvents.Where(a => a.Action == AuditAction.CalendarImportChanged).OrderBy(a => a.Recorded).ThenBy(a => a.Id).Select(a => a.Detail).ToListAsync());

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Redirect(HttpContext context, string to)
    {
        context.Response.Headers.Location = to;
        return Status(context, 302);
    }

    private static async Task Large(HttpContext context)
    {
        var piece = new byte[1_000_000];
        for (var sent = 0; sent < 100 && !context.RequestAborted.IsCancellationRequested; sent++)
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        }
    }
}
