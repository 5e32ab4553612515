using System.Globalization;
using Telemed.Tests.Testing;

namespace Telemed.BrowserTests.Networks;

/// <summary>
/// An internet of our own: a namespace in the middle, where server and relay stand, and the homes of two people around it, each with
/// two lines into it. Everything between them crosses it, and can be cut, slowed and lost there.
/// </summary>
public sealed class Internet : IAsyncDisposable
{
    /// <summary>Where the middle is reached from the homes.</summary>
    public const string Address = "10.77.0.1";

    private Internet(string name)
    {
        Core = new Namespace(name);
        Homes = [new Home(this, 1), new Home(this, 2)];
    }

    public Namespace Core { get; }

    public IReadOnlyList<Home> Homes { get; }

    public static async Task<Internet> Build()
    {
        var internet = new Internet(string.Create(CultureInfo.InvariantCulture, $"tm{Environment.ProcessId % 100_000}"));
        var core = internet.Core.Name;
        await Namespace.Shell($"""
            ip netns add {core}
            in="ip netns exec {core}"
            $in sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.route_localnet=1 net.ipv6.conf.all.disable_ipv6=1
            $in ip link set lo up
            $in ip address add {Address}/32 dev lo
            """ + string.Concat(internet.Homes.Select(home => home.Building)));
        return internet;
    }

    /// <summary>What listens at this port of loopback in the middle is reached from the homes: the demonstration listens nowhere else.</summary>
    public Task Publish(int port) => Namespace.Shell($"""
        ip netns exec {Core.Name} iptables -t nat -A PREROUTING -p tcp -d {Address} --dport {port} -j DNAT --to-destination 127.0.0.1:{port}
        """);

    public async ValueTask DisposeAsync() =>
        await Namespace.Shell(string.Join('\n', Homes.Select(home => home.Place.Name).Append(Core.Name).Select(name => $"ip netns delete {name}")));
}
