using Microsoft.Extensions.Options;
using Telemed.Platform;
using Telemed.Platform.Security;

namespace Telemed.Consultations.Relay;

/// <summary><c>telemed turn-config</c>: prints coturn's configuration for this installation.</summary>
internal static class RelayConfig
{
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
        .. InnerNetworks.Ranges.Select(range => $"denied-peer-ip={range}"),
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
