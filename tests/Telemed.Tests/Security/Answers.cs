using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Telemed.Tests.Security;

/// <summary>Asking any route as a browser does, and reading what it says.</summary>
internal static partial class Answers
{
    private static readonly object AnyBody = new
    {
        version = 0, subjective = "x", objective = "x", assessment = "x", plan = "x", token = "x", code = "x", place = "home", reason = "x",
    };

    /// <param name="content">Null: what fits most endpoints.</param>
    public static async Task<HttpResponseMessage> Ask(this HttpClient browser, string method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path + (method == "PUT" ? $"?name=x.pdf&kind=report&id={Guid.CreateVersion7()}" : ""));
        if (path.Contains("/uploads", StringComparison.Ordinal))
        {
            // Without these an upload is not even looked for: see TusClient.
            foreach (var (name, value) in ((string, string)[])[("Tus-Resumable", "1.0.0"), ("Upload-Offset", "0"), ("X-HTTP-Method-Override", "DELETE")])
            {
                request.Headers.Add(name, value);
            }
        }

        request.Headers.Accept.ParseAdd("text/html");
        request.Content = method is "GET" or "DELETE" ? null : content ?? JsonContent.Create(AnyBody);
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<string> Said(this HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Whether it says no more than that one has to sign in.</summary>
    public static bool AsksToSignIn(this HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.Unauthorized
        || (answer.StatusCode is HttpStatusCode.Found && answer.Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal));

    /// <summary>Without what differs between any two answers: ids, form tokens, trace ids.</summary>
    public static string Plain(string body) => TraceId().Replace(Token().Replace(Uuid().Replace(body, "*"), "*"), "*");

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")]
    private static partial Regex Uuid();

    [GeneratedRegex("CfDJ8[\\w-]+")]
    private static partial Regex Token();

    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]")]
    private static partial Regex TraceId();
}
