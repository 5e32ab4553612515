using System.Net;
using Telemed.Accounts;

namespace Telemed.Tests.Durability;

/// <summary>Cookies for a server on plain http: .NET's own jar drops Secure ones there, where Chromium keeps them for localhost.</summary>
internal sealed class PlainBrowser : DelegatingHandler
{
    private readonly Dictionary<string, string> _cookies = [];

    private PlainBrowser(string? session) : base(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        if (session is not null)
        {
            _cookies[SessionHandler.Cookie] = session;
        }
    }

    /// <param name="session">The session's cookie; null: not signed in.</param>
    public static HttpClient Of(Uri server, string? session)
    {
        var browser = new HttpClient(new PlainBrowser(session)) { BaseAddress = server, Timeout = TimeSpan.FromSeconds(60) };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_cookies)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        var answer = await base.SendAsync(request, cancellationToken);
        Keep(answer);
        return answer;
    }

    private void Keep(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            return;
        }

        lock (_cookies)
        {
            foreach (var cookie in set)
            {
                var pair = cookie.Split(';')[0].Split('=', 2);
                _cookies[pair[0]] = pair[1];
            }
        }
    }
}
