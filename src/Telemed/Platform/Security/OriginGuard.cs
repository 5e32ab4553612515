using Microsoft.Net.Http.Headers;

namespace Telemed.Platform.Security;

/// <summary>
/// Refuses what another site makes a visitor's browser send, before anything is read. A request that changes something must come
/// from this site by Sec-Fetch-Site, or else by Origin; one that carries a cookie and says neither is refused. A WebSocket carries no
/// Sec-Fetch-Site and no cross-origin check of its own, so under /hubs the Origin alone decides. The rule is that of Go's
/// http.CrossOriginProtection, stricter where neither header comes.
/// </summary>
public static class OriginGuard
{
    /// <summary>Where hubs live: every request there, upgrade or not, is held to its Origin.</summary>
    public const string Hubs = "/hubs";

    // What a form of another site can send without asking first. The JSON endpoints take none of it.
    private static readonly string[] FormTypes = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"];
    private static readonly PathString[] JsonOnly = ["/api", "/join"];

    public static WebApplication UseOriginGuard(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        app.Use((context, next) =>
        {
            if (!IsFromHere(context.Request, address))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }

            if (IsFormForJson(context.Request))
            {
                context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return Task.CompletedTask;
            }

            return next(context);
        });
        return app;
    }

    private static bool IsFromHere(HttpRequest request, PublicAddress address)
    {
        var origin = request.Headers.Origin.ToString();
        if (request.Path.StartsWithSegments(Hubs, StringComparison.OrdinalIgnoreCase))
        {
            return origin.Length > 0 ? address.IsOwnOrigin(origin) : request.Cookies.Count == 0;
        }

        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            return true;
        }

        return request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" or "none" => true,
            "" => origin.Length > 0 ? address.IsOwnOrigin(origin) : request.Cookies.Count == 0,
            _ => false,
        };
    }

    private static bool IsFormForJson(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && Array.Exists(JsonOnly, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && FormTypes.Contains(type.MediaType.ToString(), StringComparer.OrdinalIgnoreCase);
}
