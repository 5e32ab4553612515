using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Telemed.Tests.People;

namespace Telemed.Tests.Documents.Tus;

/// <summary>The tus protocol as a browser of somebody speaks it, header by header.</summary>
internal sealed class TusClient(HttpClient browser, string uploads = TusClient.Uploads)
{
    public const string Uploads = "/api/uploads";
    public const string Phone = "/add/uploads";

    /// <summary>Longer than three segments, and no two stretches alike.</summary>
    public static readonly byte[] Long = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i:00000} ligne\n")));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? body = null, CancellationToken? cancel = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("Origin", TelemedApp.Address);
        if (!headers.Any(h => h.Name == "Tus-Resumable"))
        {
            request.Headers.Add("Tus-Resumable", "1.0.0");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await browser.SendAsync(request, cancel ?? Cancel);
    }

    public Task<HttpResponseMessage> Create(Guid patient, string name, long length, byte[]? bytes = null, params (string Key, string Value)[] more) =>
        Send(HttpMethod.Post, uploads, bytes is null ? null : Bytes(bytes), null,
            ("Upload-Length", length.ToString(CultureInfo.InvariantCulture)), ("Upload-Metadata", Metadata([("filename", name), ("patient", patient.ToString()), .. more])));

    /// <summary>The path of the upload.</summary>
    public async Task<string> Begin(Person patient, string name, long length, params (string Key, string Value)[] more)
    {
        var answer = await Create(patient.Patient!.Value.Value, name, length, null, more);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("1.0.0", answer.Headers.GetValues("Tus-Resumable").Single());
        return answer.Headers.Location!.PathAndQuery();
    }

    public Task<HttpResponseMessage> Patch(string path, long offset, byte[] bytes, params (string Name, string Value)[] more) => Patch(path, offset, Bytes(bytes), null, more);

    public Task<HttpResponseMessage> Patch(string path, long offset, HttpContent body, CancellationToken? cancel, params (string Name, string Value)[] more) =>
        Send(HttpMethod.Patch, path, body, cancel, [("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)), .. more]);

    /// <summary>Where it goes on; null: there is no such upload.</summary>
    public async Task<long?> Offset(string path)
    {
        var answer = await Send(HttpMethod.Head, path);
        return answer.StatusCode is HttpStatusCode.NotFound ? null : long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    public async Task<JsonElement> Receipt(string path) => await (await browser.Ask(HttpMethod.Get, path)).Json();

    public static ByteArrayContent Bytes(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        return content;
    }

    private static string Metadata((string Key, string Value)[] pairs) => string.Join(',', pairs.Select(p => $"{p.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(p.Value))}"));
}
