using Telemed.Platform;
using Telemed.Scheduling.Online;

namespace Telemed.Web.Pages.Online;

/// <summary>The cookie by which a browser without an account is known from step to step. Its prefix makes browsers refuse it from elsewhere or without TLS.</summary>
internal static class NewcomerCookie
{
    public const string Name = "__Host-newcomer";

    /// <summary>What the row knows it by; null: no such cookie.</summary>
    public static byte[]? HashOf(HttpContext context) => Secret.Hash(context.Request.Cookies[Name]);

    /// <summary>The same, with a fresh cookie for a browser that has none. Given before a time is chosen, so that pressing twice is one choice.</summary>
    public static byte[] Give(HttpContext context)
    {
        if (HashOf(context) is { } there)
        {
            return there;
        }

        var secret = Secret.New();
        context.Response.Cookies.Append(Name, secret, new CookieOptions
        {
            HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = Newcomer.Remembered.ToTimeSpan(),
        });
        return Secret.Hash(secret)!;
    }
}
