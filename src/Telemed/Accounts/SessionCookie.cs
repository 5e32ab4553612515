using NodaTime;

namespace Telemed.Accounts;

/// <summary>The cookie that holds a session's secret. Its prefix makes browsers refuse it from elsewhere, for another path or without TLS.</summary>
public static class SessionCookie
{
    /// <param name="until">For a session that outlives the browser; null: the cookie goes with it.</param>
    public static void Give(HttpContext context, string secret, Instant? until)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cookie = Options();
        cookie.Expires = until?.ToDateTimeOffset();
        context.Response.Cookies.Append(SessionHandler.Cookie, secret, cookie);
    }

    public static void TakeBack(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Delete(SessionHandler.Cookie, Options());
    }

    // Lax and not Strict: a person who follows a link from a mail to a page of ours is still signed in there.
    private static CookieOptions Options() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
