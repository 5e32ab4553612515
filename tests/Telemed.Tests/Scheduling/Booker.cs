using System.Diagnostics;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Telemed.Platform;
using Telemed.Tests.People;

namespace Telemed.Tests.Scheduling;

/// <summary>What a booking was answered, and how long after it was sent.</summary>
internal sealed record BookingAnswer(bool Won, bool Taken, HttpStatusCode Status, TimeSpan Took);

/// <summary>A browser with the booking form of Alice's agenda open: books through the page, with its form token, session, audit and outbox.</summary>
internal sealed class Booker(HttpClient browser, string path, IHtmlFormElement form, PractitionerId practitioner)
{
    private readonly Dictionary<string, string> _hidden = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").ToDictionary(i => i.Name!, i => i.Value);

    /// <summary>Half of them Alice herself, half the assistant.</summary>
    public static async Task<List<Booker>> Many(TelemedApp app, int count)
    {
        var path = $"/appointments/new?patient={app.Cast.Bob.Patient}";
        var bookers = new List<Booker>();
        for (var i = 0; i < count; i++)
        {
            var browser = await app.Browser(i % 2 is 0 ? app.Cast.Alice : app.Cast.Nora);
            var form = (await browser.Page(path)).QuerySelectorAll<IHtmlFormElement>("form[method=post]").Single(f => f.QuerySelector("[name=reason]") is not null);
            bookers.Add(new Booker(browser, path, form, app.Cast.Alice.Practitioner!.Value));
        }

        return bookers;
    }

    public async Task<BookingAnswer> Book(string date, string time, string minutes)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>(_hidden)
        {
            ["date"] = date, ["time"] = time, ["length"] = minutes, ["reason"] = "Suivi", ["modality"] = "video", ["practitioner"] = practitioner.ToString(),
        });
        var clock = Stopwatch.StartNew();
        using var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var won = answer.Headers.Location?.PathAndQuery().StartsWith("/appointments?booked=", StringComparison.Ordinal) is true;
        return new BookingAnswer(won, answer.StatusCode is HttpStatusCode.OK && WebUtility.HtmlDecode(body).Contains("n’est pas libre", StringComparison.Ordinal), answer.StatusCode, clock.Elapsed);
    }
}
