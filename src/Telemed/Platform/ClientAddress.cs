using System.Net;
using System.Net.Sockets;

namespace Telemed.Platform;

/// <summary>The address of whoever asks, as a key of limits and of counted refusals: the connection's own, never a header's claim.</summary>
public static class ClientAddress
{
    /// <summary>At most 43 characters. IPv6 is cut to its /64, since one household owns a whole /64 of addresses.</summary>
    public static string Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Of(context.Connection.RemoteIpAddress);
    }

    /// <inheritdoc cref="Of(HttpContext)"/>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily is AddressFamily.InterNetwork)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }
}
