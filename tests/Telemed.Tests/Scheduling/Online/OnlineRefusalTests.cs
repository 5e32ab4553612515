using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling.Online;

namespace Telemed.Tests.Scheduling.Online;

/// <summary>What is refused on the clinic's public page: each time a clear sentence, and nothing changed.</summary>
public sealed class OnlineRefusalTests(ManyAddresses app) : IClassFixture<ManyAddresses>
{
    [Theory]
    [InlineData("2026-12-10T07:30:00Z", "before the hours")]
    [InlineData("2026-12-10T09:01:00Z", "at an odd minute")]
    [InlineData("2026-12-12T09:00:00Z", "on a Saturday")]
    [InlineData("2026-11-20T09:00:00Z", "in the past")]
    [InlineData("2026-11-23T09:30:00Z", "too soon")]
    [InlineData("2027-03-10T09:00:00Z", "outside the window")]
    [InlineData("9999-12-31T23:59:59Z", "at the end of time")]
    [InlineData("not a time", "that is none")]
    public async Task A_time_that_is_not_on_offer_is_refused(string at, string why)
    {
        var scene = await OnlineScene.Open(app);
        await Refused(scene, $"{scene.Offer.With}_{at}", why);
    }

    [Fact]
    public async Task Nobody_books_a_practitioner_or_a_visit_type_of_another_clinic_or_one_for_staff_alone()
    {
        var scene = await OnlineScene.Open(app);
        await Refused(scene, $"{app.Cast.Charlie.Practitioner}_2026-12-10T09:00:00Z", "another clinic's practitioner");
        await Refused(scene, $"{app.Cast.Dan.Practitioner}_2026-12-10T09:00:00Z", "a practitioner who does not offer it");
        var (inside, south) = (await OfferScene.Make(app, OfferScene.Usual with { Name = "Interne", ForPatients = false }), VisitTypeId.New());
        await app.InClinic(app.Cast.South, async db =>
        {
            db.VisitTypes.Add(new VisitType { TenantId = db.Tenant, Id = south, Name = "Consultation du Sud", Minutes = 30, Modality = Modality.Video, ForPatients = true });
            db.OfferedVisits.Add(new OfferedVisit { TenantId = db.Tenant, Id = OfferedVisitId.New(), PractitionerId = app.Cast.Charlie.Practitioner!.Value, VisitTypeId = south });
            return await db.SaveChangesAsync();
        });
        var before = await Everything();
        foreach (var type in (VisitTypeId[])[inside.Type, south, VisitTypeId.New()])
        {
            var browser = app.Anonymous();
            using var answer = await browser.Fill($"{scene.Page}?visit={type}", ("_handler", "hold"), ("slot", $"{scene.Offer.With}_2026-12-10T09:00:00Z"));
            var page = await answer.Html();
            Assert.Contains("Ce motif n’est pas proposé", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Interne", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("Sud", page.Body!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(before, await Everything());
    }

    [Fact]
    public async Task A_code_that_is_wrong_too_old_tried_too_often_or_somebody_elses_books_nothing()
    {
        var (scene, who, other) = (await OnlineScene.Open(app), Stranger.Any(), Stranger.Any());
        var (at, later) = (Instant.FromUtc(2026, 12, 11, 9, 0), Instant.FromUtc(2026, 12, 11, 10, 0));
        var (mine, theirs) = (await scene.Asks(who, at), await scene.Asks(other, later));
        var (code, stranger) = (await scene.CodeOf(who.Email), await scene.CodeOf(other.Email));
        await Wrong(scene, theirs, code == stranger ? "000000" : code);
        await Wrong(scene, app.Anonymous(), code, "n’existe");
        for (var i = 0; i < Newcomer.MaxTries; i++)
        {
            await Wrong(scene, mine, code == "123456" ? "654321" : "123456");
        }

        await Wrong(scene, mine, code);
        Assert.Equal($"{scene.Page}/code?sent=true", OnlineScene.At(await mine.Fill($"{scene.Page}/code", ("again", "true"))));
        await Wrong(scene, mine, code);
        var fresh = await scene.CodeOf(who.Email);
        app.Time.Advance(Newcomer.CodeLife.ToTimeSpan());
        await Wrong(scene, mine, fresh);
        Assert.False(await app.InClinic(app.Cast.North, db => db.Appointments.AnyAsync(a => a.StartsAt == at || a.StartsAt == later)));
        Assert.False(await app.InClinic(app.Cast.North, db => db.Patients.AnyAsync(p => p.Email == who.Email || p.Email == other.Email)));
    }

    [Fact]
    public async Task A_code_mailed_to_one_address_does_not_prove_another()
    {
        var (scene, who, at) = (await OnlineScene.Open(app), Stranger.Any(), Instant.FromUtc(2026, 12, 11, 13, 0));
        var browser = await scene.Asks(who, at);
        var code = await scene.CodeOf(who.Email);
        using var changed = await scene.Describe(browser, who with { Email = "bob@telemed.test" });
        Assert.Equal($"{scene.Page}/code", OnlineScene.At(changed));
        await Wrong(scene, browser, code);
        Assert.False(await app.InClinic(app.Cast.North, db => db.Appointments.AnyAsync(a => a.StartsAt == at)));
    }

    [Fact]
    public async Task The_time_that_another_browser_holds_is_nobody_elses()
    {
        var (scene, at) = (await OnlineScene.Open(app), Instant.FromUtc(2026, 12, 14, 9, 0));
        await scene.Choose(app.Anonymous(), at);
        var other = app.Anonymous();
        Assert.Contains("lost=", await scene.Choose(other, at), StringComparison.Ordinal);
        // Without a time of one's own there is nothing to describe and nothing to prove.
        foreach (var step in (string[])["details", "code"])
        {
            using var sent = await other.Visit($"{scene.Page}/{step}");
            Assert.Equal($"{scene.Page}?said=expired", OnlineScene.At(sent));
        }

        // Nor is another's time taken with a form about it: it is about another time than one's own.
        var own = Instant.FromUtc(2026, 12, 14, 10, 0);
        await scene.Choose(other, own);
        var form = await other.Page($"{scene.Page}/details");
        using var foreign = await other.Send($"{scene.Page}/details", form, ("slot", $"{scene.Offer.With}_{at}"), ("given", "Zoé"), ("family", "Roux"), ("birth", "1991-01-01"), ("email", "z@patients.test"), ("language", "fr"));
        Assert.Contains("autre horaire entre-temps", (await foreign.Html()).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await app.InClinic(app.Cast.North, db => db.Newcomers.AsNoTracking().SingleAsync(n => n.StartsAt == own))).Email);
    }

    [Theory]
    [InlineData("given", "", "Indiquez le prénom")]
    [InlineData("family", "!!!", "au moins une lettre")]
    [InlineData("birth", "2031-01-01", "dans le futur")]
    [InlineData("birth", "hier", "Indiquez la date de naissance")]
    [InlineData("email", "", "le code de confirmation y part")]
    [InlineData("email", "zoe@", "n’est pas complète")]
    [InlineData("phone", "12", "6 à 15 chiffres")]
    [InlineData("language", "de", "langue des messages")]
    public async Task What_is_wrong_is_said_at_its_field_and_the_rest_is_kept(string field, string value, string sentence)
    {
        var (scene, browser) = (await OnlineScene.Open(app), app.Anonymous());
        app.Time.Advance(Holds.Lasts.ToTimeSpan()); // the time that the case before held
        await scene.Choose(browser, Instant.FromUtc(2026, 12, 15, 9, 0));
        var fields = new Dictionary<string, string> { ["given"] = "Zoé", ["family"] = "Lambert", ["birth"] = "1991-05-17", ["email"] = "zoe@patients.test", ["phone"] = "", ["language"] = "fr", [field] = value };
        using var answer = await browser.Fill($"{scene.Page}/details", [.. fields.Select(f => (f.Key, f.Value))]);
        var page = await answer.Html();
        Assert.Contains(sentence, page.QuerySelector($"#{field}-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(field == "family" ? "Zoé" : "Lambert", page.QuerySelector<IHtmlInputElement>(field == "family" ? "#given" : "#family")!.Value);
        Assert.True(await app.InClinic(app.Cast.North, db => db.Newcomers.AllAsync(n => n.Email != "zoe@patients.test")));
    }

    [Fact]
    public async Task An_hour_later_nothing_is_known_of_somebody_who_did_not_go_on()
    {
        var (scene, who) = (await OnlineScene.Open(app), Stranger.Any());
        var browser = await scene.Asks(who, Instant.FromUtc(2026, 12, 16, 9, 0));
        app.Time.Advance(Newcomer.Remembered.ToTimeSpan());
        Assert.Equal($"{scene.Page}?said=expired", OnlineScene.At(await browser.Visit($"{scene.Page}/code")));
        await scene.Choose(app.Anonymous(), Instant.FromUtc(2026, 12, 16, 10, 0));
        Assert.False(await app.InClinic(app.Cast.North, db => db.Newcomers.AnyAsync(n => n.Email == who.Email)));
    }

    private async Task Refused(OnlineScene scene, string slot, string why)
    {
        var before = await Everything();
        var browser = app.Anonymous();
        using var answer = await browser.Fill(scene.Times, ("slot", slot));
        var page = await browser.Page(OnlineScene.At(answer));
        Assert.True(page.QuerySelector("[role=alert]")?.TextContent.Contains("n’est plus proposé", StringComparison.Ordinal), why);
        Assert.Equal(before, await Everything());
    }

    /// <summary>Every row, but newcomers who are forgotten: whoever comes by clears those away.</summary>
    private async Task<string> Everything()
    {
        var since = app.Now - Newcomer.Remembered;
        var known = await app.InClinic(app.Cast.North, db => db.Newcomers.Where(n => n.SeenAt > since).OrderBy(n => n.Id).Select(n => n.Hold).ToListAsync());
        return await app.Everything(app.Cast.North, "newcomers") + string.Join(' ', known);
    }

    private static async Task Wrong(OnlineScene scene, HttpClient browser, string code, string? sentence = null)
    {
        if (sentence is not null)
        {
            using var nobody = await browser.Visit($"{scene.Page}/code");
            Assert.Equal($"{scene.Page}?said=expired", OnlineScene.At(nobody));
            return;
        }

        var (to, page) = await scene.Types(browser, code);
        Assert.Equal("", to);
        Assert.Contains("n’est pas le bon", page.QuerySelector(".field-error")!.TextContent, StringComparison.Ordinal);
    }
}
