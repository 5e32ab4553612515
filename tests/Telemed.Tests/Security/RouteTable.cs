using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Telemed.Tests.Security;

/// <summary>Every route of the product, taken from its endpoints: a new one is here by itself.</summary>
internal static class RouteTable
{
    public static IEnumerable<RouteEndpoint> Routes(this TelemedApp app)
    {
        _ = app.Server;
        return app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            // Static files, and the catch-all that serves them from the sources outside a published output.
            .Where(r => r.Metadata.GetMetadata<StaticAssetDescriptor>() is null && r.RoutePattern.RawText != "{**path:file}" && r.RoutePattern.RawText != "/{**path:file}");
    }

    public static IEnumerable<(RouteEndpoint Route, string Method)> Calls(this TelemedApp app) => app.Routes().SelectMany(r =>
        (r.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? ["GET"] : r.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
        .Where(m => m is "GET" or "POST" or "PUT" or "DELETE" or "PATCH").Select(m => (r, m)));

    public static string Pattern(this RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');

    /// <summary>The route's address with these ids in it.</summary>
    public static string Fill(this RouteEndpoint route, IReadOnlyDictionary<string, Guid> ids) =>
        Regex.Replace(route.Pattern(), @"\{\**(\w+)[^}]*\}", m => route.IdFor(m.Groups[1].Value, ids)?.ToString() ?? "404");

    /// <summary>The id that a parameter means: by its own name, or by the noun before it. Null: none is known.</summary>
    public static Guid? IdFor(this RouteEndpoint route, string parameter, IReadOnlyDictionary<string, Guid> ids)
    {
        var name = parameter.ToLowerInvariant();
        if (name == "id")
        {
            var noun = Regex.Match(route.Pattern(), @"(\w+)/\{\**[iI]d\b").Groups[1].Value;
            name = noun switch
            {
                "visit" => "participantid",
                "notes" => "noteid",
                "patients" when route.Pattern().EndsWith("/unmerge", StringComparison.Ordinal) => "mergedid",
                _ => noun.TrimEnd('s') + "id",
            };
        }

        return ids.TryGetValue(name, out var id) ? id : null;
    }

    public static Dictionary<string, Guid> Unknown(IReadOnlyDictionary<string, Guid> ids) => ids.ToDictionary(i => i.Key, _ => Guid.CreateVersion7());
}
