using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Telemed.Platform;

/// <summary>Where this installation is reached from outside: configured, or else what the server bound. Never a Host header.</summary>
public sealed class PublicAddress(IOptions<TelemedOptions> options, IServer server)
{
    /// <summary>Scheme, host and port without a trailing slash. Throws before the server has bound an address and none is configured.</summary>
    public string Value => options.Value.PublicAddress is { Length: > 0 } configured
        ? configured.TrimEnd('/')
        : (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The server has not bound an address yet.")).TrimEnd('/')
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal);

    /// <summary>True when <paramref name="origin"/> (an Origin header) is this installation's own.</summary>
    public bool IsOwnOrigin(string? origin) => string.Equals(origin, Value, StringComparison.OrdinalIgnoreCase);
}
