using Microsoft.Extensions.Options;
using Telemed.Platform;

namespace Telemed.Consultations.Relay;

/// <summary><c>telemed turn-config</c>: prints coturn's configuration for this installation.</summary>
internal static class RelayConfig
{
    /// <summary>
    /// Everything that is no public address of the internet: the relay must not be a way into the clinic's network. IANA's special-purpose
    /// registries (RFC 6890 and its updates), multicast, and IPv4 addresses in IPv6 clothes: coturn before 4.9 lets those through to the
    /// IPv4 address even when that is denied (CVE-2026-27624). No range begins at "::": coturn takes that for every IPv4 address there is.
    /// </summary>
    private static readonly string[] Denied =
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

    public static Task<int> Run(IServiceProvider services)
    {
        var turn = services.GetRequiredService<IOptions<TelemedOptions>>().Value.Turn;
        if (string.IsNullOrEmpty(turn.Host) || string.IsNullOrEmpty(turn.Secret))
        {
            Console.Error.WriteLine("Set Telemed__Turn__Host and Telemed__Turn__Secret first, for the server as for this command.");
            return Task.FromResult(1);
        }

        Console.Write(Of(turn));
        return Task.FromResult(0);
    }

    /// <summary>Plain lines, each ended by a line feed.</summary>
    internal static string Of(TurnOptions turn) => string.Join('\n',
    [
        "# /etc/turnserver.conf, from `telemed turn-config`. Readable by coturn alone: it holds the secret.",
        $"listening-port={turn.Port}",
        .. Tls(turn),
        $"realm={turn.Host}",
        "fingerprint",
        "# Names and passwords that Telemed gives each participant for ten minutes.",
        "use-auth-secret",
        $"static-auth-secret={turn.Secret}",
        "stale-nonce=600",
        "# One browser holds a few at a time; a picture of 720 lines takes some 350,000 bytes a second.",
        "user-quota=12",
        "total-quota=600",
        "max-bps=750000",
        "no-cli",
        "no-multicast-peers",
        "no-tcp-relay",
        "no-rfc5780",
        "no-software-attribute",
        "# Into no network but the internet.",
        .. Denied.Select(range => $"denied-peer-ip={range}"),
        "",
    ]);

    private static string[] Tls(TurnOptions turn) => turn.TlsPort is not { } port ? ["no-tls", "no-dtls"] :
    [
        $"tls-listening-port={port}",
        $"cert=/etc/letsencrypt/live/{turn.Host}/fullchain.pem",
        $"pkey=/etc/letsencrypt/live/{turn.Host}/privkey.pem",
        "no-dtls", "no-tlsv1", "no-tlsv1_1",
    ];
}
