using System.Net;
using System.Net.Sockets;

namespace Telemed.Platform.Security;

/// <summary>
/// Everything that is no public address of the internet: neither the relay nor a reading of somebody's address must be a way into the
/// clinic's network. IANA's special-purpose registries (RFC 6890 and its updates), multicast, and IPv4 addresses in IPv6 clothes: coturn
/// before 4.9 lets those through to the IPv4 address even when that is denied (CVE-2026-27624).
/// </summary>
public static class InnerNetworks
{
    /// <summary>First and last address of each. None begins at "::": coturn takes that for every IPv4 address there is.</summary>
    public static IReadOnlyList<string> Ranges { get; } =
    [
        "0.0.0.0-0.255.255.255", "10.0.0.0-10.255.255.255", "100.64.0.0-100.127.255.255", "127.0.0.0-127.255.255.255", "169.254.0.0-169.254.255.255",
        "172.16.0.0-172.31.255.255", "192.0.0.0-192.0.0.255", "192.0.2.0-192.0.2.255", "192.31.196.0-192.31.196.255", "192.52.193.0-192.52.193.255",
        "192.88.99.0-192.88.99.255", "192.168.0.0-192.168.255.255", "192.175.48.0-192.175.48.255", "198.18.0.0-198.19.255.255",
        "198.51.100.0-198.51.100.255", "203.0.113.0-203.0.113.255", "224.0.0.0-255.255.255.255",
        "::1-::ffff:ffff", "::ffff:0.0.0.0-::ffff:255.255.255.255", "64:ff9b::-64:ff9b::ffff:ffff", "64:ff9b:1::-64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        "100::-100::ffff:ffff:ffff:ffff", "2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2620:4f:8000::-2620:4f:8000:ffff:ffff:ffff:ffff:ffff", "3fff::-3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
        "5f00::-5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::-feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "ff00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ];

    private static readonly (byte[] First, byte[] Last)[] Bounds =
        [.. Ranges.Select(r => r.Split('-')).Select(r => (IPAddress.Parse(r[0]).GetAddressBytes(), IPAddress.Parse(r[1]).GetAddressBytes()))];

    public static bool Has(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bytes = address.GetAddressBytes();
        return address.Equals(IPAddress.IPv6Any) || address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6)
            || Array.Exists(Bounds, b => b.First.Length == bytes.Length && bytes.AsSpan().SequenceCompareTo(b.First) >= 0 && bytes.AsSpan().SequenceCompareTo(b.Last) <= 0);
    }
}
