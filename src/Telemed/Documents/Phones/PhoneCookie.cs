using NodaTime;

namespace Telemed.Documents.Phones;

/// <summary>By which a phone that opened a link is known: it may add to one record for half an hour.</summary>
public static class PhoneCookie
{
    public const string Name = "__Host-phone";

    public static string? Read(HttpContext context) => context?.Request.Cookies[Name];

    public static void Set(HttpContext context, string secret)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.Cookies.Append(Name, secret, new CookieOptions
        {
            HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, MaxAge = PhoneLink.ToAdd.ToTimeSpan(),
        });
    }
}
