using System.Net.Http.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Routing;
using Telemed.Tests.Documents;
using Telemed.Tests.Documents.Tus;

namespace Telemed.Tests.Security;

/// <summary>What is sent to each endpoint that takes something, so that it gets as far as looking whose it is.</summary>
internal static class Typed
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["shared"] = "true", ["to"] = "cancelled", ["starts"] = "2026-12-07T08:00:00Z", ["ends"] = "2026-12-07T08:15:00Z", ["version"] = "0", ["answer"] = "refuse", ["withdraw"] = "1",
        ["_handler"] = "search", ["q"] = "toux", ["patient"] = $"{Guid.CreateVersion7()}",
    };

    public static HttpContent? For(RouteEndpoint route, RowKey key, string token)
    {
        if (key.Method is "GET" or "DELETE")
        {
            return null;
        }

        if (key.Method is "PUT" && (key.Pattern.EndsWith("/documents", StringComparison.Ordinal) || key.Pattern.EndsWith("/files", StringComparison.Ordinal)))
        {
            return new ByteArrayContent(Samples.Pdf);
        }

        if (key.Method is "PATCH")
        {
            return TusClient.Bytes([1]);
        }

        return route.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation == true
            ? new FormUrlEncodedContent(Fields.Append(new("__RequestVerificationToken", token)))
            : JsonContent.Create(new
            {
                id = Guid.CreateVersion7(), version = 0, subjective = "x", objective = "x", assessment = "x", plan = "x", decision = "kept", secondsAgo = 0,
                code = "8867-4", unit = "/min", value = 70, noActs = true, noReport = true, noNumber = true, incidents = 0,
                clientId = Guid.CreateVersion7(), text = "x", place = "home", token = "x", reason = "x",
            });
    }
}
