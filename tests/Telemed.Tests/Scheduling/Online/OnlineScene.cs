using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling.Online;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling.Online;

/// <summary>Who somebody says that they are.</summary>
internal sealed record Stranger(string Given, string Family, string Birth, string Email, string Phone = "", string Language = "fr", string Zone = "")
{
    private static int _made;

    public static Stranger Any() => new("Zoé", "Lambert", "1991-05-17", $"zoe{Interlocked.Increment(ref _made)}@patients.test");
}

/// <summary>North with its public page open, and what anybody does there.</summary>
internal sealed record OnlineScene(TelemedApp App, OfferScene Offer, string Slug)
{
    public string Page => $"/c/{Slug}";

    public string Times => $"{Page}?visit={Offer.Type}";

    public static async Task<OnlineScene> Open(TelemedApp app, VisitTypeDraft? draft = null)
    {
        const string slug = "clinique-du-nord";
        var offer = await OfferScene.Make(app, draft);
        Assert.IsType<OnlineSettingOutcome.Saved>(await app.InClinic(app.Cast.North, db => db.SaveOnline(app.Cast.Ada.Actor, open: true, slug, app.Now)));
        return new OnlineScene(app, offer, slug);
    }

    /// <summary>Presses a time; where that leads.</summary>
    public async Task<string> Choose(HttpClient browser, Instant at)
    {
        using var answer = await browser.Fill(Times, ("slot", $"{Offer.With}_{at}"));
        return At(answer);
    }

    public async Task<HttpResponseMessage> Describe(HttpClient browser, Stranger who) => await browser.Fill($"{Page}/details",
        ("given", who.Given), ("family", who.Family), ("birth", who.Birth), ("email", who.Email), ("phone", who.Phone), ("language", who.Language), ("zone", who.Zone));

    /// <summary>Chooses and says who it is: on the way to them is a code.</summary>
    public async Task<HttpClient> Asks(Stranger who, Instant at, HttpClient? browser = null)
    {
        browser ??= App.Anonymous();
        Assert.Equal($"{Page}/details", await Choose(browser, at));
        using var described = await Describe(browser, who);
        Assert.Equal($"{Page}/code", At(described));
        return browser;
    }

    /// <summary>Types the code; where that leads, or the page that says what is wrong.</summary>
    public async Task<(string To, IHtmlDocument Page)> Types(HttpClient browser, string code)
    {
        using var answer = await browser.Fill($"{Page}/code", ("code", code));
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests ? ("", await answer.Html()) : (At(answer), await new HttpResponseMessage { Content = new StringContent("") }.Html());
    }

    /// <summary>The letter with the latest code to that address, written as the outbox would.</summary>
    public Task<Letter?> LetterTo(string email) => App.InScope(async services =>
    {
        var db = services.GetRequiredService<Db>();
        db.Enter(App.Cast.North);
        var code = await db.Newcomers.Where(n => n.Email == email).Select(n => n.Code).SingleAsync();
        var delivery = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.SubjectId == code);
        // The outbox at work mints a code too: only after it is ours the last.
        while (delivery is { SentAt: null, GivenUp: null })
        {
            await Task.Yield();
            delivery = await db.Deliveries.AsNoTracking().SingleAsync(d => d.SubjectId == code, TestContext.Current.CancellationToken);
        }

        return delivery is null ? null
            : await services.GetServices<ILetter>().Single(l => l.Kind is NotificationKind.BookingCode).Write(db, delivery, TestContext.Current.CancellationToken);
    });

    public async Task<string> CodeOf(string email) => new([.. (await LetterTo(email))!.Paragraphs[0].Where(char.IsAsciiDigit)]);

    public static string At(HttpResponseMessage answer) => answer.Headers.Location?.PathAndQuery() ?? $"{(int)answer.StatusCode}";
}
