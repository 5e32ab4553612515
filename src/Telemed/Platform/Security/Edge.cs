using System.Net;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;

namespace Telemed.Platform.Security;

/// <summary>The outer wall: hosts, proxies, cookies and the sizes that the server takes.</summary>
public static class Edge
{
    /// <summary>Bytes of a request body; the upload endpoint raises its own.</summary>
    public const long BodyLimit = 1_000_000;

    /// <summary>Bytes of all headers of a request.</summary>
    public const int HeadersLimit = 16_384;

    /// <summary>The form token's cookie.</summary>
    public const string FormCookie = "__Host-form";

    public static WebApplicationBuilder AddEdge(this WebApplicationBuilder builder, TelemedOptions options)
    {
        builder.Services.AddKeyRing(options.DataFolder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeadersLimit;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.Services.AddAntiforgery(form =>
        {
            form.Cookie.Name = FormCookie;
            form.Cookie.Path = "/";
            form.Cookie.SameSite = SameSiteMode.Strict;
            // Always would throw at every form over http://localhost; the cookie policy adds Secure instead.
            form.Cookie.SecurePolicy = CookieSecurePolicy.None;
            // The answer's own header is stronger (frame-ancestors 'none').
            form.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.Configure<HostFilteringOptions>(hosts =>
        {
            if (string.IsNullOrEmpty(builder.Configuration["AllowedHosts"]))
            {
                hosts.AllowedHosts = AllowedHosts(options);
            }
        });
        return builder;
    }

    /// <summary>First in the pipeline: who is asking, over what, and the headers of whatever is answered.</summary>
    public static WebApplication UseEdge(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<TelemedOptions>>().Value;
        if (options.Proxies.Length > 0)
        {
            app.UseForwardedHeaders(Forwarding(options.Proxies));
        }

        app.UseSecurityHeaders();
        app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always, HttpOnly = HttpOnlyPolicy.Always });
        return app;
    }

    /// <summary>The public address's host, and this machine itself.</summary>
    private static List<string> AllowedHosts(TelemedOptions options) =>
        Uri.TryCreate(options.PublicAddress, UriKind.Absolute, out var address)
            ? [address.Host, "localhost", "127.0.0.1", "[::1]"]
            : ["localhost", "127.0.0.1", "[::1]"];

    private static ForwardedHeadersOptions Forwarding(string[] proxies)
    {
        var forwarding = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarding.KnownProxies.Clear();
        forwarding.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            forwarding.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        return forwarding;
    }
}
