using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling.Online;
using Telemed.Tenancy;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling.Online;

/// <summary>What is public of a clinic, who decides it, and how much of it anybody may ask for.</summary>
public sealed class OnlinePageTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task A_clinic_that_has_not_opened_its_page_is_not_there()
    {
        var scene = await OnlineScene.Open(app);
        Assert.Equal(HttpStatusCode.OK, (await app.Anonymous().Visit(scene.Page)).StatusCode);
        await app.InClinic(app.Cast.North, db => db.SaveOnline(app.Cast.Ada.Actor, open: false, scene.Slug, app.Now));
        var (closed, unknown) = (await app.Anonymous().Visit(scene.Page), await app.Anonymous().Visit("/c/no-such-clinic"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (closed.StatusCode, unknown.StatusCode));
        Assert.Equal((await unknown.Html()).QuerySelector("main")!.TextContent, (await closed.Html()).QuerySelector("main")!.TextContent);
        foreach (var step in (string[])["/details", "/code", "/done"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await app.Anonymous().Visit(scene.Page + step)).StatusCode);
        }
    }

    [Fact]
    public async Task The_page_names_the_clinic_who_may_be_booked_and_for_what_and_nobody_else()
    {
        var scene = await OnlineScene.Open(app);
        await OfferScene.Make(app, OfferScene.Usual with { Name = "Réunion interne", ForPatients = false }, app.Cast.Dan);
        foreach (var path in (string[])[scene.Page, scene.Times])
        {
            var said = await (await app.Anonymous().Visit(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var text = WebUtility.HtmlDecode(said);
            Assert.Contains("Clinique du Nord", text, StringComparison.Ordinal);
            Assert.Contains("Dr Alice Martin", text, StringComparison.Ordinal);
            Assert.All((string[])["Okafor", "interne", "Durand", "Petit", "Kervella", "@telemed.test"], nobody => Assert.DoesNotContain(nobody, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Search_engines_may_list_that_page_at_its_plain_address_and_nothing_else()
    {
        var scene = await OnlineScene.Open(app);
        Assert.False((await app.Anonymous().Visit(scene.Page)).Headers.Contains("X-Robots-Tag"));
        foreach (var path in (string[])[scene.Times, $"{scene.Page}/details", "/c/no-such-clinic", "/sign-in", "/join", "/icons.svg", "/no/such/page"])
        {
            Assert.Equal(["noindex, nofollow"], (await app.Anonymous().Visit(path)).Headers.GetValues("X-Robots-Tag"));
        }
    }

    [Fact]
    public async Task Free_times_are_those_of_a_speciality_where_one_is_asked_for()
    {
        var scene = await OnlineScene.Open(app);
        await app.InClinic(app.Cast.North, async db =>
        {
            (await db.Set<Telemed.People.Practitioner>().SingleAsync(p => p.Id == app.Cast.Dan.Practitioner)).Speciality = "Pédiatrie";
            await db.SaveChangesAsync();
            return await db.Offer(app.Cast.Nora.Actor, app.Cast.Dan.Practitioner!.Value, [scene.Offer.Type], app.Now);
        });
        await OfferScene.Make(app, with: app.Cast.Dan); // with hours
        await app.InClinic(app.Cast.North, db => db.Offer(app.Cast.Nora.Actor, app.Cast.Dan.Practitioner!.Value, [scene.Offer.Type], app.Now));
        foreach (var (browser, page) in ((HttpClient, string)[])[(app.Anonymous(), scene.Times), (await app.Browser(app.Cast.Bob), $"/book?visit={scene.Offer.Type}")])
        {
            var options = (await browser.Page(page)).QuerySelectorAll("#with option").Select(o => o.GetAttribute("value")).ToList();
            Assert.Subset(options.ToHashSet(), new HashSet<string?> { "", "Pédiatrie", "Médecine générale", app.Cast.Dan.Practitioner.ToString() });
            Assert.Equal(["Dr Okafor"], await Shown(browser, page + "&with=Pédiatrie"));
            Assert.Equal(["Dr Martin"], await Shown(browser, page + "&with=Médecine générale"));
            Assert.Empty(await Shown(browser, page + "&with=Cardiologie"));
        }
    }

    [Fact]
    public async Task The_administrator_opens_the_page_at_an_address_of_their_choice_and_the_staff_hands_it_on()
    {
        var ada = await app.Browser(app.Cast.Ada);
        Assert.Equal("clinique-du-nord", (await ada.Page("/clinic/online")).QuerySelector<IHtmlInputElement>("#slug")!.Value);
        Assert.Equal("/clinic/online?saved=true", (await ada.Fill("/clinic/online", ("slug", "clinique-nord"), ("open", "true"))).Headers.Location!.PathAndQuery());
        foreach (var person in (Person[])[app.Cast.Ada, app.Cast.Nora, app.Cast.Alice])
        {
            var page = await (await app.Browser(person)).Page("/clinic/online");
            Assert.Equal($"{TelemedApp.Address}/c/clinique-nord", page.QuerySelector("copy-link")!.GetAttribute("data-value"));
            Assert.Equal(person == app.Cast.Ada, page.QuerySelector("#slug") is not null);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Browser(app.Cast.Bob)).Visit("/clinic/online")).StatusCode);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.OnlineBookingChanged && a.AgentId == app.Cast.Ada.Account.Value && a.Detail == "open")));
        Assert.IsType<OnlineSettingOutcome.Invalid>(await app.InClinic(app.Cast.North, db => db.SaveOnline(app.Cast.Nora.Actor, open: false, "clinique-nord", app.Now)));
    }

    [Theory]
    [InlineData("", "Indiquez la fin")]
    [InlineData("ab", "au moins 3")]
    [InlineData("Clinique", "minuscules")]
    [InlineData("clinique--nord", "tirets seuls")]
    [InlineData("../clinic", "minuscules")]
    [InlineData("clinique-du-sud", "prise")]
    public async Task An_address_that_cannot_be_is_refused(string slug, string sentence)
    {
        await app.InClinic(app.Cast.South, async db =>
        {
            (await db.Set<Tenant>().SingleAsync(t => t.Id == db.Tenant)).Slug = "clinique-du-sud";
            return await db.SaveChangesAsync();
        });
        var before = await app.InClinic(app.Cast.North, db => db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == db.Tenant));
        var page = await (await (await app.Browser(app.Cast.Ada)).Fill("/clinic/online", ("slug", slug), ("open", "true"))).Html();
        Assert.Contains(sentence, page.QuerySelector("#slug-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equivalent(before, await app.InClinic(app.Cast.North, db => db.Set<Tenant>().AsNoTracking().SingleAsync(t => t.Id == db.Tenant)));
    }

    [Theory]
    [InlineData("Maison de santé des Tilleuls", "maison-de-sante-des-tilleuls")]
    [InlineData("  L’Œil & l’Été (Paris 12ᵉ) ", "l-il-l-ete-paris-12e")]
    [InlineData("診療所", "")]
    [InlineData("A", "")]
    public void A_name_is_proposed_as_an_address_writes_it(string name, string slug) => Assert.Equal(slug, PublicName.Propose(name));

    [Fact]
    public void What_is_proposed_may_be_chosen() => CsCheck.Check.Sample(CsCheck.Gen.String, name =>
    {
        var slug = PublicName.Propose(name);
        return slug.Length == 0 || PublicName.Fault(slug) is null;
    });

    private static async Task<List<string>> Shown(HttpClient browser, string page) =>
        [.. (await browser.Page(page)).QuerySelectorAll("button[name=slot] > span").Select(s => s.TextContent).Distinct()];
}

/// <summary>How many times and mails one address gets.</summary>
public sealed class OnlineLimitTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task One_address_holds_ten_times_at_once_and_is_then_told_to_wait()
    {
        var (scene, first) = (await OnlineScene.Open(app), Instant.FromUtc(2026, 12, 1, 8, 0));
        app.Time.Advance(TimeSpan.FromHours(1)); // what other tests held and asked for
        for (var i = 0; i < Newcomer.MostHeld; i++)
        {
            var day = first + Duration.FromDays(i / 6);
            Assert.Equal($"{scene.Page}/details", await scene.Choose(app.Anonymous(), day + Duration.FromMinutes(30 * (i % 6))));
        }

        var next = Instant.FromUtc(2026, 12, 3, 9, 0);
        var refused = await app.Anonymous().Fill(scene.Times, ("slot", $"{scene.Offer.With}_{next}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("Trop d’essais depuis cette adresse", (await refused.Html()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.True(await scene.Offer.IsFree(next));
        app.Time.Advance(Holds.Lasts.ToTimeSpan());
        Assert.Equal($"{scene.Page}/details", await scene.Choose(app.Anonymous(), next));
    }

    [Fact]
    public async Task Three_mails_an_hour_leave_for_one_address_and_the_answers_do_not_tell()
    {
        var (scene, who) = (await OnlineScene.Open(app), Stranger.Any());
        app.Time.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 5; i++)
        {
            await scene.Asks(who, Instant.FromUtc(2026, 12, 7, 8, 0) + Duration.FromMinutes(30 * i));
        }

        Assert.Equal(3, await app.InClinic(app.Cast.North, async db =>
        {
            var ids = await db.Newcomers.Where(n => n.Email == who.Email).Select(n => n.Id).ToListAsync();
            var values = ids.ConvertAll(id => (Guid?)id.Value);
            return await db.Deliveries.CountAsync(d => values.Contains(d.ToNewcomerId));
        }));
    }

    [Fact]
    public async Task Whoever_asks_for_the_page_too_often_is_told_to_wait()
    {
        var scene = await OnlineScene.Open(app);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        HttpResponseMessage last = new();
        for (var i = 0; i <= RateLimits.PublicPage.Burst; i++)
        {
            last = await app.Anonymous().Visit(scene.Page);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.Contains("Attendez quelques minutes", (await last.Html()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, (await app.Anonymous().Visit(scene.Page)).StatusCode);
    }
}
