using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Outside;
using Telemed.Platform;
using Telemed.Tests.People;

namespace Telemed.Tests.Documents;

/// <summary>A document for somebody outside the clinic: by an address and a password, for a while, seen and taken back by its maker.</summary>
public sealed class ShareLinkTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_link_and_password_somebody_outside_takes_the_document_and_its_maker_sees_when()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (id, token, password) = await Shared(alice, "courrier.txt");
        var outside = app.Anonymous();
        var first = await outside.Page("/shared");
        Assert.DoesNotContain("courrier", first.DocumentElement.OuterHtml, StringComparison.Ordinal); // nothing is told before the password
        Assert.Equal("/shared", (await outside.Fill("/shared", ("password", $" {password.ToUpperInvariant().Replace('-', ' ')} "), ("token", token))).Headers.Location!.PathAndQuery());
        Assert.Contains("courrier.txt", (await outside.Page("/shared")).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        var file = await outside.GetAsync("/shared/file", Cancel);
        Assert.Equal(Samples.Text, await file.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(("attachment", "courrier.txt"), (file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentDisposition.FileNameStar));
        Assert.Contains("default-src 'none'", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        Assert.Contains(", ouvert le ", (await alice.Page($"/documents/{id}/view")).QuerySelector("details .line .note")!.TextContent, StringComparison.Ordinal);
        // Nothing else opens to that cookie, and it is over after a quarter of an hour.
        Assert.Equal(HttpStatusCode.Unauthorized, (await outside.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        app.Time.Advance(ShareLink.ToTake.ToTimeSpan());
        await Closed(outside);
        Assert.Equal(HttpStatusCode.Redirect, (await Open(outside, token, password)).StatusCode); // the same link again
        var trail = await app.InClinic(app.Cast.North, db => db.AuditEvents.Where(e => e.Entity == "ShareLink" && e.PatientId == app.Cast.Bob.Patient!.Value.Value && e.Allowed).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(Cancel));
        Assert.Equal([AuditAction.ShareLinkMade, AuditAction.ShareLinkOpened, AuditAction.ShareLinkOpened], trail.TakeLast(3));
    }

    [Fact]
    public async Task A_wrong_password_opens_nothing_and_the_tenth_closes_the_link_for_the_right_one_too()
    {
        var (_, token, password) = await Shared(await app.Browser(app.Cast.Alice), "secret.txt");
        var outside = app.Anonymous();
        for (var wrong = 0; wrong < ShareLink.MostWrong; wrong++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(30)); // more tries from one address are not even looked at
            var page = await (await Open(outside, token, "aaaa-bbbb-cccc")).Html();
            Assert.Contains("mot de passe n’est pas le bon", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(token, page.QuerySelector("input[name=token]")!.GetAttribute("value")); // to try again with
        }

        app.Time.Advance(TimeSpan.FromMinutes(1));
        await Gone(outside, token, password);
    }

    [Fact]
    public async Task Of_many_tries_at_once_no_more_are_looked_at_than_a_link_bears()
    {
        var (_, token, password) = await Shared(await app.Browser(app.Cast.Alice), "course.txt");
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => app.InScope(async services =>
            await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Db>(services).OpenShareLink(token, "aaaa-bbbb-cccc", app.Now))));
        Assert.Equal(ShareLink.MostWrong, await app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(e => e.Action == AuditAction.ShareLinkOpened && !e.Allowed && e.Recorded == app.Now, Cancel)));
        await Gone(app.Anonymous(), token, password);
    }

    [Theory, InlineData("over"), InlineData("taken back"), InlineData("deleted"), InlineData("deleted and brought back"), InlineData("its maker may no more"), InlineData("unknown")]
    public async Task A_link_that_is_no_more_says_so_and_how_to_go_on(string why)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (id, token, password) = await Shared(alice, "fini.txt");
        var outside = app.Anonymous();
        await Open(outside, token, password);
        switch (why)
        {
            case "over":
                app.Time.Advance(TimeSpan.FromDays(7));
                break;
            case "taken back":
                var page = await alice.Page($"/documents/{id}/view");
                var form = page.QuerySelectorAll<IHtmlFormElement>("form[action*=revocation]").First();
                Assert.Equal(HttpStatusCode.Redirect, (await alice.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input[name]").Select(i => KeyValuePair.Create(i.Name!, i.Value))), Cancel)).StatusCode);
                Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(e => e.Action == AuditAction.ShareLinkRevoked && e.PatientId == app.Cast.Bob.Patient!.Value.Value, Cancel)));
                break;
            case "deleted":
            case "deleted and brought back":
                await alice.Ask(HttpMethod.Delete, $"/api/documents/{id}");
                Assert.Equal(why != "deleted", why != "deleted" && await app.InClinic(app.Cast.North, db => db.Restore(app.Cast.Alice.Actor, new DocumentId(id), app.Now)));
                break;
            case "its maker may no more":
                await Disabled(app.Now);
                break;
            default:
                token = new string('A', 43);
                outside = app.Anonymous();
                break;
        }

        await Closed(outside);
        await Gone(outside, token, password);
        await Disabled(null);
    }

    [Fact]
    public async Task Who_closes_the_document_leaves_nothing_for_who_comes_next_and_another_link_opens_in_the_same_browser()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (_, token, password) = await Shared(alice, "un.txt");
        var (_, other, its) = await Shared(alice, "deux.txt");
        var outside = app.Anonymous();
        await Open(outside, token, password);
        await Open(outside, other, its);
        Assert.Equal("deux.txt", (await outside.Page("/shared")).QuerySelector("h1")!.TextContent);
        var page = await outside.Page("/shared");
        var form = page.QuerySelectorAll<IHtmlFormElement>("form[method=post]").First(f => f.QuerySelector("input[value=close]") is not null);
        await outside.PostAsync("/shared", new FormUrlEncodedContent(form.QuerySelectorAll<IHtmlInputElement>("input[name]").Select(i => KeyValuePair.Create(i.Name!, i.Value))), Cancel);
        await Closed(outside);
        // The token is in the link alone: a page that was reloaded says so, and takes no try away.
        Assert.Contains("Ouvrez de nouveau le lien", (await (await Open(outside, "", password)).Html()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_may_share_a_document_makes_a_link_or_takes_one_back()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (id, _, _) = await Shared(alice, "a-moi.txt");
        await alice.Ask(HttpMethod.Put, $"/api/documents/{id}/sharing");
        Assert.Null((await (await app.Browser(app.Cast.Bob)).Page($"/documents/{id}/view")).QuerySelector("#whom"));
        foreach (var other in (Person[])[app.Cast.Nora, app.Cast.Dan, app.Cast.Charlie, app.Cast.Bob])
        {
            Assert.Null(await app.InClinic(other == app.Cast.Charlie ? app.Cast.South : app.Cast.North, async db => await db.MakeShareLink(other.Actor, new DocumentId(id), "moi", 7, app.Now)));
        }

        foreach (var (whom, days) in ((string, int)[])[("", 7), ("Dr Petit", 365), (new string('x', 101), 7)])
        {
            Assert.Null(await app.InClinic(app.Cast.North, async db => await db.MakeShareLink(app.Cast.Alice.Actor, new DocumentId(id), whom, days, app.Now)));
        }
    }

    private Task<int> Disabled(Instant? at) => app.InClinic(app.Cast.North, db => db.Accounts.Where(a => a.Id == app.Cast.Alice.Account).ExecuteUpdateAsync(a => a.SetProperty(x => x.DisabledAt, at)));

    private async Task<(Guid Id, string Token, string Password)> Shared(HttpClient browser, string name)
    {
        var id = await (await browser.Upload(app.Cast.Bob, name, Samples.Text)).Id();
        var made = await (await browser.Fill($"/documents/{id}/view", ("whom", "Dr Petit, CHU"), ("days", "7"))).Html();
        var url = new Uri(made.QuerySelector("copy-link")!.GetAttribute("data-value")!);
        Assert.Equal(("/shared", ""), (url.AbsolutePath, url.Query)); // the token is in no address that a server sees
        return (id, url.Fragment[1..], made.QuerySelector("strong.identifier")!.TextContent);
    }

    private static Task<HttpResponseMessage> Open(HttpClient outside, string token, string password) => outside.Fill("/shared", ("password", password), ("token", token));

    private static async Task Closed(HttpClient outside)
    {
        Assert.Equal("Document partagé", (await outside.Page("/shared")).QuerySelector("h1")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await outside.GetAsync("/shared/file", Cancel)).StatusCode);
    }

    private static async Task Gone(HttpClient outside, string token, string password) =>
        Assert.Contains("Demandez-en un nouveau", (await (await Open(outside, token, password)).Html()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
}
