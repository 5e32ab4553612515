using Microsoft.AspNetCore.StaticAssets;
using Telemed.Platform.Components;

namespace Telemed.Platform.Security;

/// <summary>
/// The security headers of every answer: pages, JSON, static files, errors, not-modified. They are decided when the answer
/// starts, so an error page that replaced a page gets its own. Only the pages of a visit may ask for camera and microphone.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>What a browser may do with an answer that is not a page: nothing.</summary>
    public const string NotAPage = "default-src 'none'; frame-ancestors 'none'; sandbox";

    /// <summary>The worker that draws PDFs: it loads nothing, and unpacks old kinds of pictures by code that comes with it.</summary>
    private const string PdfWorker = "default-src 'none'; script-src 'wasm-unsafe-eval'; frame-ancestors 'none'";

    private const string OtherFeatures = "accelerometer=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), midi=(), payment=(), serial=(), usb=()";
    private const string Camera = "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), ";
    private const string NoCamera = "camera=(), microphone=(), display-capture=(), fullscreen=(), ";

    /// <summary>Sets the headers when the answer starts, whatever then makes it.</summary>
    public static WebApplication UseSecurityHeaders(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Set(context, app.Services.GetRequiredService<PublicAddress>());
                return Task.CompletedTask;
            });
            return next(context);
        });
        return app;
    }

    /// <summary>The policy of a page: everything from this origin, nothing inline, no string into a script sink.</summary>
    public static string PagePolicy(string publicAddress, bool visit) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; "
        + (visit ? "img-src 'self' blob:; media-src 'self' blob:; " : "img-src 'self'; ")
        // Not every browser takes 'self' to cover the WebSocket of the same origin.
        + $"connect-src 'self' {WebSocketOrigin(publicAddress)}; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'self'; object-src 'none'; require-trusted-types-for 'script'; trusted-types prose pdf";

    private static string WebSocketOrigin(string publicAddress) => "ws" + publicAddress["http".Length..];

    private static void Set(HttpContext context, PublicAddress address)
    {
        var endpoint = context.GetEndpoint();
        var headers = context.Response.Headers;
        var page = context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
        var visit = page && endpoint?.Metadata.GetMetadata<ForAudienceAttribute>()?.Audience is Audience.Visit;
        headers.ContentSecurityPolicy = page ? PagePolicy(address.Value, visit) : context.Request.Path.StartsWithSegments("/js", out var script) && script.Value!.StartsWith("/pdf-worker.", StringComparison.Ordinal) ? PdfWorker : NotAPage;
        headers["Permissions-Policy"] = (visit ? Camera : NoCamera) + OtherFeatures;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var searchable = context.Response.StatusCode is StatusCodes.Status200OK && !context.Request.QueryString.HasValue;
        if (!searchable || endpoint?.Metadata.GetMetadata<SearchableAttribute>() is null)
        {
            headers["X-Robots-Tag"] = "noindex, nofollow";
        }

        if (context.Request.IsHttps && context.Request.Host.Host != "localhost")
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        // A static file names its own lifetime; anything else may hold what a patient said.
        if (endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
        {
            headers.CacheControl = "no-store";
        }
    }
}
