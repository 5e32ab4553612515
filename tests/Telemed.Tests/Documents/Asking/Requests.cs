using System.Net;
using Microsoft.EntityFrameworkCore;
using Telemed.Documents.Asking;
using Telemed.Platform;
using Telemed.Tests.Documents.Tus;
using Telemed.Tests.People;

namespace Telemed.Tests.Documents.Asking;

/// <summary>Asking and answering, as pages and browsers do it.</summary>
internal static class Requests
{
    public static async Task<DocumentRequest> Ask(this TelemedApp app, HttpClient practitioner, string wording, string kind = "LabResult")
    {
        var answer = await practitioner.Fill($"/patients/{app.Cast.Bob.Patient}", ("wording", wording), ("ask-kind", kind));
        Assert.Equal((HttpStatusCode.Redirect, $"/patients/{app.Cast.Bob.Patient}"), (answer.StatusCode, answer.Headers.Location?.PathAndQuery()));
        return await app.InClinic(app.Cast.North, db => db.DocumentRequests.AsNoTracking().SingleAsync(r => r.Wording == wording));
    }

    public static Task<DocumentRequest> Row(this TelemedApp app, DocumentRequestId id) => app.InClinic(app.Cast.North, db => db.DocumentRequests.AsNoTracking().SingleAsync(r => r.Id == id));

    public static Task<HttpResponseMessage> Withdraw(this TelemedApp app, HttpClient practitioner, DocumentRequest request) =>
        app.SendWithdrawal(practitioner, $"/patients/{app.Cast.Bob.Patient}", request);

    /// <summary>The button beside that request on that page.</summary>
    public static async Task<HttpResponseMessage> SendWithdrawal(this TelemedApp app, HttpClient browser, string path, DocumentRequest request)
    {
        var token = (await browser.Page(path)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("back", path)]);
        return await browser.PostAsync(new Uri($"/documents/requests/{request.Id}/withdrawal", UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a whole file and returns what its receipt says.</summary>
    public static async Task<System.Text.Json.JsonElement> Sent(this TusClient sender, Guid patient, string name, byte[] bytes, params (string Key, string Value)[] more)
    {
        var answer = await sender.Create(patient, name, bytes.Length, bytes, more);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await sender.Receipt(answer.Headers.Location!.PathAndQuery());
    }
}
