using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling;

namespace Telemed.Tests.Scheduling.Agenda;

/// <summary>What the tests of the agenda ask of the app and read from its pages.</summary>
internal static class AgendaScene
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    /// <summary>An instant by North's clock.</summary>
    public static Instant At(int year, int month, int day, int hour, int minute = 0) =>
        new LocalDateTime(year, month, day, hour, minute).InZoneLeniently(Paris).ToInstant();

    /// <summary>Books by the practitioner, who needs nobody's word.</summary>
    public static Task<Appointment> Books(this TelemedApp app, Person practitioner, Instant at, string reason, int minutes = 30, PatientId? patient = null) => app.Booked(practitioner,
        new NewAppointment(patient ?? app.Cast.Bob.Patient!.Value, practitioner.Practitioner!.Value, at, Duration.FromMinutes(minutes), reason, Modality.Video));

    public static Task<BlockOutcome> Blocks(this TelemedApp app, Person by, Person whose, Instant from, Instant until, string note = "Réunion", BusyTimeId? id = null) =>
        app.InClinic(by.Clinic, db => db.Block(by.Actor, new NewBlock(id ?? BusyTimeId.New(), whose.Practitioner!.Value, from, until, note), new Clock(app.Time)));

    /// <summary>Posts fields with the token of the page that is open, as a script does.</summary>
    public static Task<HttpResponseMessage> PostForm(this HttpClient browser, string path, IHtmlDocument page, params (string Name, string Value)[] fields)
    {
        var token = page.QuerySelector<IHtmlInputElement>("input[name=__RequestVerificationToken]")!.Value;
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]),
        };
        request.Headers.Accept.ParseAdd("application/json");
        return browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The entry of an appointment or block; null: it is not shown.</summary>
    public static IElement? Entry(this IHtmlDocument page, Guid id) => page.QuerySelector($".booking[data-id='{id}']");

    /// <summary>What the link's address says under that name.</summary>
    public static string? SearchParams(this IElement link, string name) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(new Uri(TelemedApp.Address), link.GetAttribute("href")).Query)[name];

    public static string Words(this IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
