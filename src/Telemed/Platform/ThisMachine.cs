using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Telemed.Platform;

/// <summary>What exists in Development only is for the person at this machine: the server listens on it alone, and the asker is on it.</summary>
public static class ThisMachine
{
    /// <summary>True while every address that the server bound is a loopback address.</summary>
    public static bool IsAllThat(IServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
            && addresses.All(a => Uri.TryCreate(a, UriKind.Absolute, out var uri) && uri.IsLoopback);
    }

    public static bool IsAsking(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
    }
}
