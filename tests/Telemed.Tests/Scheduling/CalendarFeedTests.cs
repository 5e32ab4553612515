using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Calendars;
using Telemed.Tests.People;
using static Telemed.Tests.Scheduling.Bookers;

namespace Telemed.Tests.Scheduling;

/// <summary>One's appointments in one's own calendar program: a file to keep, and a private address.</summary>
public sealed class CalendarFeedTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_is_shown_once_kept_as_a_hash_and_answers_whoever_holds_it_until_it_is_replaced_or_removed()
    {
        var bob = await app.Browser(app.Cast.Bob);
        var first = await Made(bob);
        Assert.Null((await bob.Page("/calendar")).QuerySelector("copy-link"));
        Assert.Equal(HttpStatusCode.OK, (await Read(first)).StatusCode);
        Assert.Equal(Secret.Hash(Token(first)), await app.InClinic(app.Cast.North, db => db.CalendarFeeds.Where(f => f.AccountId == app.Cast.Bob.Account && f.RevokedAt == null).Select(f => f.TokenHash).SingleAsync(Cancel)));

        var second = await Made(bob);
        Assert.Equal(HttpStatusCode.NotFound, (await Read(first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Read(second)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await (await app.Browser(app.Cast.Charlie)).GetAsync(new Uri(second), Cancel)).StatusCode); // the address alone counts

        var page = await bob.Page("/calendar");
        using var removed = await bob.Send("/calendar", page, ("revoke", "true"));
        Assert.Contains("ne répond plus", (await bob.Page(removed.Headers.Location!.PathAndQuery())).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Read(second)).StatusCode);
        using var again = await bob.Send("/calendar", page, ("revoke", "true"));
        Assert.Equal(["made", "made", "revoked"], await app.InClinic(app.Cast.North, db => db.AuditEvents
            .Where(a => a.Action == AuditAction.CalendarFeedChanged && a.AgentId == app.Cast.Bob.Account.Value).OrderBy(a => a.Recorded).ThenBy(a => a.Id).Select(a => a.Detail).ToListAsync(Cancel)));
    }

    [Fact]
    public async Task It_holds_ones_own_appointments_as_they_stand_and_no_name_reason_or_link()
    {
        var alices = await Made(await app.Browser(app.Cast.Alice));
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(40)));
        await app.Booked(app.Cast.Dan, Wanted(app, Duration.FromDays(41), with: app.Cast.Dan));
        var content = await Content(alices);
        var held = (await OtherCalendar.After([content])).Single(e => e.Uid.StartsWith(booked.Id.Value.ToString("N"), StringComparison.Ordinal));
        Assert.Equal(("Rendez-vous – Clinique du Nord", "PUBLISH"), (held.Summary, held.Method));
        foreach (var secret in (string[])["tension", "Durand", "Bob", "Okafor", "/join", "/visit", "mailto:"])
        {
            Assert.DoesNotContain(secret, content, StringComparison.OrdinalIgnoreCase);
        }

        await app.Reschedule(app.Cast.Alice, booked.Id, booked.StartsAt + Duration.FromHours(1));
        Assert.Contains("T090000Z", await Content(alices), StringComparison.Ordinal);
        await app.Move(app.Cast.Alice, booked.Id, AppointmentStatus.Cancelled);
        Assert.DoesNotContain(booked.Id.Value.ToString("N"), await Content(alices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressed_many_times_at_once_there_is_one_address_that_answers()
    {
        var dan = app.Cast.Dan.Actor;
        var tokens = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => app.InClinic(app.Cast.North, db => db.RenewFeed(dan, app.Now)), Cancel)));
        var answers = await Task.WhenAll(tokens.Select(async t => (await Read($"/calendar/{t}.ics")).StatusCode));
        Assert.Single(answers, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_left_the_clinic_reads_nothing_more()
    {
        await using var house = new TelemedApp();
        await house.InitializeAsync();
        var token = await house.InClinic(house.Cast.North, db => db.RenewFeed(house.Cast.Bob.Actor, house.Now));
        using var stranger = house.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(new Uri($"/calendar/{token}.ics", UriKind.Relative), Cancel)).StatusCode);
        await house.InClinic(house.Cast.North, db => db.Memberships.Where(m => m.AccountId == house.Cast.Bob.Account).ExecuteUpdateAsync(m => m.SetProperty(x => x.EndedAt, house.Now), Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(new Uri($"/calendar/{token}.ics", UriKind.Relative), Cancel)).StatusCode);
    }

    [Fact]
    public async Task Whoever_guesses_is_stopped_and_whoever_reads_their_own_is_not()
    {
        await using var house = new TelemedApp();
        await house.InitializeAsync();
        var token = await house.InClinic(house.Cast.North, db => db.RenewFeed(house.Cast.Alice.Actor, house.Now));
        using var office = house.Anonymous();
        for (var i = 0; i <= RateLimits.CalendarFeed.Burst; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await office.GetAsync(new Uri($"/calendar/{token}.ics", UriKind.Relative), Cancel)).StatusCode);
        }

        for (var i = 0; i < RateLimits.CalendarFeed.Burst; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await office.GetAsync(new Uri($"/calendar/{Secret.New()}.ics", UriKind.Relative), Cancel)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await office.GetAsync(new Uri($"/calendar/{Secret.New()}.ics", UriKind.Relative), Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_appointment_can_be_kept_as_a_file_by_whoever_may_see_it()
    {
        var booked = await app.Booked(app.Cast.Alice, Wanted(app, Duration.FromDays(50)));
        var bob = await app.Browser(app.Cast.Bob);
        var link = (await bob.Page($"/appointments/{booked.Id}")).QuerySelector("a[download]")!.GetAttribute("href")!;
        using var file = await bob.GetAsync(new Uri(link, UriKind.Relative), Cancel);
        Assert.Equal(("text/calendar", "attachment"), (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType));
        var held = Assert.Single(await OtherCalendar.After([await file.Content.ReadAsStringAsync(Cancel)]));
        Assert.Equal("2027-01-12T08:00:00.000Z", held.Start);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Dan)).GetAsync(new Uri(link, UriKind.Relative), Cancel)).StatusCode);
    }

    private static async Task<string> Made(HttpClient browser)
    {
        using var answer = await browser.Fill("/calendar", ("renew", "true"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Html()).QuerySelector("copy-link")!.GetAttribute("data-value")!;
    }

    private async Task<HttpResponseMessage> Read(string address)
    {
        using var program = app.Anonymous();
        return await program.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute), Cancel);
    }

    private async Task<string> Content(string address) => await (await Read(address)).Content.ReadAsStringAsync(Cancel);

    private static string Token(string address) => address[(address.LastIndexOf('/') + 1)..^".ics".Length];
}
