using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Platform;

namespace Telemed.Tests.Documents;

internal static class Uploads
{
    /// <summary>As the upload island sends it: the bytes alone, the name in the address.</summary>
    public static Task<HttpResponseMessage> Upload(this HttpClient browser, Person patient, string name, byte[] bytes, string query = "") =>
        browser.Upload(patient.Patient!.Value.Value, name, new ByteArrayContent(bytes), query);

    public static Task<HttpResponseMessage> Upload(this HttpClient browser, Guid patient, string name, HttpContent content, string query = "", CancellationToken? cancel = null)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return browser.Ask(HttpMethod.Put, $"/api/patients/{patient}/documents?name={Uri.EscapeDataString(name)}{query}", content, cancel);
    }

    public static async Task<Guid> Id(this HttpResponseMessage answer)
    {
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Json()).GetProperty("id").GetGuid();
    }

    public static async Task<JsonElement> Json(this HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public static async Task<HttpResponseMessage> Ask(this HttpClient browser, HttpMethod method, string path, HttpContent? content = null,
        CancellationToken? cancel = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (!browser.DefaultRequestHeaders.Contains("Origin"))
        {
            request.Headers.Add("Origin", TelemedApp.Address);
        }

        return await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel ?? TestContext.Current.CancellationToken);
    }

    public static async Task<Guid[]> Listed(this HttpClient browser, Person patient, string query = "")
    {
        var answer = await browser.Ask(HttpMethod.Get, $"/api/patients/{patient.Patient}/documents{query}");
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.Json()).EnumerateArray().Select(d => d.GetProperty("id").GetGuid())];
    }

    /// <summary>As if it had been deleted that long ago: a jump of thirty days wakes every timer of the product a thousand times.</summary>
    public static Task DeletedFor(this TelemedApp app, DocumentId document, Duration since) => app.InClinic(app.Cast.North, db =>
    {
        var then = app.Now - since;
        return db.Documents.Where(d => d.Id == document && d.DeletedAt != null).ExecuteUpdateAsync(d => d.SetProperty(x => x.DeletedAt, then));
    });

    /// <summary>A visit to Alice, without an appointment; one at a time is planned for a patient.</summary>
    public static async Task<Guid> Visit(this TelemedApp app, PatientId patient, EncounterStatus status = EncounterStatus.Planned) => await app.InClinic(app.Cast.North, async db =>
    {
        var encounter = new Encounter
        {
            TenantId = db.Tenant, Id = EncounterId.New(), PatientId = patient, PractitionerId = app.Cast.Alice.Practitioner!.Value,
            Status = status, CreatedAt = app.Now, EndedAt = status is EncounterStatus.Completed ? app.Now : null,
        };
        db.Encounters.Add(encounter);
        await db.SaveChangesAsync();
        return encounter.Id.Value;
    });
}
