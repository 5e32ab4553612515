using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Consultations.Relay;

/// <summary>
/// How one participant's browser may use the relay: a name that ends by itself and a password that the relay checks with the secret it
/// shares with us, so that it needs no list (coturn's <c>use-auth-secret</c>, draft-uberti-behave-turn-rest-00).
/// </summary>
public sealed class RelayCredentials(IOptions<TelemedOptions> options, Clock clock)
{
    /// <summary>Long enough to find a way; whoever looks for a new one asks for new ones.</summary>
    public static readonly Duration Lifetime = Duration.FromMinutes(10);

    private TurnOptions Turn => options.Value.Turn;

    /// <summary>No relay: calls go the direct way or not at all.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(Turn.Host) && !string.IsNullOrEmpty(Turn.Secret);

    /// <summary>For <paramref name="participant"/> alone; empty when there is no relay. No other server: nobody outside learns of the call.</summary>
    public IReadOnlyList<IceServer> For(ParticipantId participant)
    {
        if (!IsConfigured)
        {
            return [];
        }

        var ends = (clock.Now + Lifetime).ToUnixTimeSeconds();
        var name = string.Create(CultureInfo.InvariantCulture, $"{ends}:{participant}");
#pragma warning disable CA5350 // what coturn computes
        var password = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Turn.Secret!), Encoding.UTF8.GetBytes(name)));
#pragma warning restore CA5350
        return [new IceServer(Urls, name, password)];
    }

    /// <summary>
    /// Where the relay says, without a password, that it is reached (RFC 7064): for whoever tries the network before joining, when nobody gets
    /// credentials yet. Null without a relay.
    /// </summary>
    public string? Stun => IsConfigured ? $"stun:{Turn.Host}:{Turn.Port}" : null;

    private List<string> Urls
    {
        get
        {
            // RFC 7065. UDP first: it costs least.
            var urls = new List<string> { $"turn:{Turn.Host}:{Turn.Port}?transport=udp", $"turn:{Turn.Host}:{Turn.Port}?transport=tcp" };
            if (Turn.TlsPort is { } tls)
            {
                urls.Add($"turns:{Turn.Host}:{tls}?transport=tcp");
            }

            return urls;
        }
    }
}
