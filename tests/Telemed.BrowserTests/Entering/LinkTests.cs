using System.Collections.Concurrent;
using Telemed.BrowserTests.Testing;
using Telemed.BrowserTests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Telemed.BrowserTests.Entering;

/// <summary>Links that open nothing, and what their page says instead.</summary>
public sealed class LinkTests(RunningServer server, Browsers browsers)
{
    private const string Alice = "alice.martin@tilleuls.example";

    private static readonly NewPerson Odile = new("Odile", "Rastignac", "1964-10-11");

    [Fact]
    public async Task An_unknown_link_says_what_to_do()
    {
        await using var someone = await browsers.Someone(server, phone: true);
        await someone.Page.GotoAsync("/join#" + new string('A', 43));
        await someone.View("dead").WaitForAsync();
        await someone.View("dead").Locator("[data-do=renew]").ClickAsync();
        await Expect(someone.View("dead").Locator("[data-fill=renewed]")).ToContainTextAsync("un nouveau lien part");
    }

    [Fact]
    public async Task Another_browser_needs_a_code_and_a_wrong_one_is_refused()
    {
        var links = await server.ReadyVisit();
        await using var own = await browsers.Someone(server, phone: true);
        await own.Join(links.Patient);
        await own.View("waiting").WaitForAsync();
        await using var other = await browsers.Someone(server, phone: true);
        await other.Page.GotoAsync(links.Patient);
        await other.View("other-device").WaitForAsync();
        await other.View("other-device").Locator("[data-do=send-code]").First.ClickAsync();
        await other.Page.Locator("#code").FillAsync("000000");
        await other.Page.Keyboard.PressAsync("Enter");
        await Expect(other.Page.Locator("#code-error")).ToContainTextAsync("n’est pas le bon");
        await Expect(own.View("waiting")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_code_from_the_mail_moves_the_visit_to_the_second_browser()
    {
        var links = await server.ReadyVisit();
        var name = (await server.Expected(links.Patient)).GetProperty("you").GetString()!;
        await using var own = await browsers.Someone(server, phone: true);
        await own.Join(links.Patient);
        await own.View("waiting").WaitForAsync();
        await using var reader = await browsers.Someone(server);
        var mails = new Mailbox(reader);
        var before = await mails.Count(name, "Votre code pour continuer");
        await using var other = await browsers.Someone(server);
        await other.Page.GotoAsync(links.Patient);
        await other.View("other-device").Locator("[data-do=send-code]").First.ClickAsync();
        await other.Page.FillAsync("#code", await mails.Code(name, "Votre code pour continuer", before));
        await other.Page.Keyboard.PressAsync("Enter");
        await other.View("waiting").WaitForAsync();
        await own.View("taken-over").WaitForAsync();
        // The first browser's cookie is worth nothing any more.
        Assert.Equal(404, (await own.Page.ReloadAsync())!.Status);
        await using var practitioner = await browsers.Someone(server);
        await practitioner.Join(links.Practitioner);
        await Task.WhenAll(other.SeesAndHears(), practitioner.SeesAndHears());
    }

    [Fact]
    public async Task An_expired_link_says_what_to_do()
    {
        var links = await server.ReadyVisit();
        await server.Ages((await server.Expected(links.Patient)).GetProperty("participantId").GetString()!, TimeSpan.FromDays(9));
        await using var someone = await browsers.Someone(server, phone: true);
        await someone.Page.GotoAsync(links.Patient);
        await someone.View("dead").Locator("[data-do=renew]").ClickAsync();
        await Expect(someone.View("dead").Locator("[data-fill=renewed]")).ToContainTextAsync("un nouveau lien part");
    }

    [Fact]
    public async Task An_appointments_link_waits_for_its_day_and_is_dead_once_cancelled()
    {
        await using var alice = await browsers.Someone(server);
        await alice.SignIn(Alice, server.PasswordOf(Alice));
        await alice.Books(Odile);
        await using var reader = await browsers.Someone(server);
        var link = await new Mailbox(reader).Link(Odile.FullName, "Votre téléconsultation");
        var participant = (await server.Expected(link)).GetProperty("participantId").GetString()!;
        await server.Moves(participant, TimeSpan.FromDays(2));
        await using var early = await browsers.Someone(server, phone: true);
        await early.Page.GotoAsync(link);
        await Expect(early.View("early")).ToContainTextAsync("Cette page s’ouvre à");
        await early.Page.HasNoGraveFinding("early");
        await server.Moves(participant, TimeSpan.FromDays(-2));
        await using var someone = await browsers.Someone(server, phone: true);
        await someone.Page.GotoAsync(link);
        await someone.View("prejoin").WaitForAsync();

        // The practitioner waits in the room while it is cancelled in another tab.
        await alice.Page.GotoAsync("/today");
        await alice.Page.Locator(".agenda-row").Filter(new LocatorFilterOptions { HasText = Odile.Family }).Locator("a[href^='/visit/']").ClickAsync();
        await alice.Until("() => document.querySelector('visit-room')?.room?.line === 'connected'");
        var desk = new Someone(alice.Context, await alice.Context.NewPageAsync());
        await desk.Cancels(Odile);
        await alice.View("cancelled").WaitForAsync();
        await alice.Page.HasNoGraveFinding("cancelled");
        await someone.Page.Locator("[data-join]").ClickAsync();
        await someone.View("dead").WaitForAsync();
        // Opened anew: a link in the fragment alone is no new page.
        await using var again = await browsers.Someone(server, phone: true);
        await again.Page.GotoAsync(link);
        await again.View("dead").WaitForAsync();
    }

    [Fact]
    public async Task The_token_is_in_no_address_and_no_request_but_the_ones_that_need_it()
    {
        var links = await server.ReadyVisit();
        var token = new Uri(links.Patient).Fragment[1..];
        await using var patient = await browsers.Someone(server);
        // The page goes on asking while they are looked at.
        var addresses = new ConcurrentQueue<string>();
        patient.Page.Request += (_, request) => addresses.Enqueue(request.Url + string.Concat(request.Headers.Values));
        await patient.Join(links.Patient);
        await patient.View("waiting").WaitForAsync();
        Assert.DoesNotContain(addresses.ToArray(), a => a.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(token, patient.Page.Url, StringComparison.Ordinal);
        Assert.False(await patient.Page.EvaluateAsync<bool>("token => JSON.stringify({...localStorage, ...sessionStorage}).includes(token)", token));
    }

    [Fact]
    public async Task A_hundred_visits_by_scanners_burn_nothing()
    {
        var links = await server.ReadyVisit();
        for (var visit = 0; visit < 45; visit++)
        {
            using var get = await server.Http.GetAsync(new Uri(links.Patient), TestContext.Current.CancellationToken);
            using var head = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(links.Patient)), TestContext.Current.CancellationToken);
            Assert.True(get.IsSuccessStatusCode);
            Assert.True(head.IsSuccessStatusCode);
        }

        for (var visit = 0; visit < 10; visit++)
        {
            await using var scanner = await browsers.Someone(server);
            await scanner.Page.GotoAsync(links.Patient);
            await scanner.View("prejoin").WaitForAsync();
        }

        await using var patient = await browsers.Someone(server, phone: true);
        await patient.Join(links.Patient);
        await patient.View("waiting").WaitForAsync();
    }

    [Fact]
    public async Task The_page_of_a_visit_is_not_there_for_strangers()
    {
        await using var call = await Call.Begin(server, browsers);
        await using var stranger = await browsers.Someone(server);
        var answer = await stranger.Page.GotoAsync(call.Patient.Page.Url);
        Assert.Equal(404, answer!.Status);
        // Whoever holds the cookie of one visit is a stranger to every other.
        var other = await server.ReadyVisit();
        await stranger.Join(other.Patient);
        await stranger.View("waiting").WaitForAsync();
        answer = await stranger.Page.GotoAsync(call.Patient.Page.Url);
        Assert.Equal(404, answer!.Status);
    }
}
