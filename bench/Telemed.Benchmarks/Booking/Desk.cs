using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Telemed.Platform;

namespace Telemed.Benchmarks.Booking;

/// <summary>One practitioner at their browser, over HTTP: signs in through the form and keeps the cookies.</summary>
internal sealed partial class Desk : IDisposable
{
    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _cookies = [];

    private Desk(Uri server, int number)
    {
        // Cookies by hand: the handler drops Secure ones on http.
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server };
        _http.DefaultRequestHeaders.Add("X-Forwarded-For", $"10.2.0.{number + 1}");
        _http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
    }

    public static async Task<Desk> SignIn(Uri server, string email, int number)
    {
        var desk = new Desk(server, number);
        var form = await desk.FormToken("/sign-in");
        using var answer = await desk.Post("/sign-in", new()
        {
            ["_handler"] = "sign-in", ["__RequestVerificationToken"] = form, ["Typed.Email"] = email, ["Typed.Password"] = LoadClinic.Password,
        });
        return answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther ? desk
            : throw new InvalidOperationException($"Signing in answered {answer.StatusCode}.");
    }

    /// <summary>The token of the form on that page, for as many posts as one likes.</summary>
    public async Task<string> FormToken(string page)
    {
        using var answer = await Send(new HttpRequestMessage(HttpMethod.Get, page));
        return Token().Match(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).Groups[1].Value;
    }

    /// <summary>Reads a page whole.</summary>
    public async Task<string> Read(string page)
    {
        using var answer = await Send(new HttpRequestMessage(HttpMethod.Get, page));
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public async Task<HttpResponseMessage> Post(string page, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await Send(new HttpRequestMessage(HttpMethod.Post, page) { Content = content });
    }

    /// <summary>Sends JSON and reads the JSON that comes back.</summary>
    public async Task<JsonElement> Send(HttpMethod method, string address, object body)
    {
        using var content = JsonContent.Create(body);
        using var answer = await Send(new HttpRequestMessage(method, address) { Content = content });
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Adds a document to the patient's record; returns its address.</summary>
    public async Task<string> File(PatientId patient, string name, HttpContent body)
    {
        using var answer = await Send(new HttpRequestMessage(HttpMethod.Put, $"/api/patients/{patient}/documents?name={name}&kind=other") { Content = body });
        return answer.StatusCode is HttpStatusCode.Created ? answer.Headers.Location!.ToString() : throw new InvalidOperationException($"The upload answered {answer.StatusCode}.");
    }

    /// <summary>Takes a document whole and keeps nothing of it; returns how many bytes came.</summary>
    public async Task<long> Take(string document)
    {
        using var answer = await Send(new HttpRequestMessage(HttpMethod.Get, document), HttpCompletionOption.ResponseHeadersRead);
        await using var content = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
        var (buffer, bytes) = (new byte[1 << 20], 0L);
        while (await content.ReadAsync(buffer) is var read && read > 0)
        {
            bytes += read;
        }

        return bytes;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        var answer = await _http.SendAsync(request, until);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();
}
