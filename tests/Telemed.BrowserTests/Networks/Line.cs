using System.Globalization;
using Telemed.Tests.Testing;

namespace Telemed.BrowserTests.Networks;

/// <summary>One line of a home into the middle, with an address of its own.</summary>
public sealed class Line(Namespace core, Namespace home, string device, int number, int line)
{
    private readonly string _far = $"h{number}{device}";
    private readonly string _subnet = $"10.77.{number}{line}";
    private readonly string _core = $"ip netns exec {core?.Name}";
    private readonly string _home = $"ip netns exec {home?.Name}";

    internal string Building => $"""
        ip link add {_far} netns {core.Name} type veth peer name {device} netns {home.Name}
        {_core} ip address add {_subnet}.1/24 dev {_far}
        {_core} ip link set {_far} up
        """;

    internal string Rising => $"""
        {_home} ip link set {device} up
        {_home} ip address replace {_subnet}.2/24 dev {device}
        {_home} ip route replace default via {_subnet}.1
        """;

    // With it goes its address: what kept it would still be sent, by the other line.
    private string Falling => $"""
        {_home} ip address flush dev {device}
        {_home} ip link set {device} down
        """;

    /// <summary>The cable is in: address and way out.</summary>
    public Task Rise() => Namespace.Shell(Rising);

    /// <summary>The cable is out: the machine knows it has no network.</summary>
    public Task Fall() => Namespace.Shell(Falling);

    /// <summary>This one falls and the other rises, as from Wi-Fi to the mobile network.</summary>
    public Task MoveTo(Line other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Namespace.Shell(Falling + "\n" + other.Rising);
    }

    /// <summary>Loses this share of the packets, each way; of all of them, nobody on the line is told anything.</summary>
    public Task Lose(double share)
    {
        var some = share >= 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-m statistic --mode random --probability {share}");
        return Namespace.Shell($"""
            {_core} iptables -t mangle -A PREROUTING -i {_far} {some} -j DROP
            {_home} iptables -t mangle -A PREROUTING -i {device} {some} -j DROP
            """);
    }

    /// <summary>Loses everything but what goes to that port and comes from it.</summary>
    public Task LoseAllBut(int port) => Namespace.Shell($"""
        {_core} iptables -t mangle -A PREROUTING -i {_far} -p tcp --dport {port} -j ACCEPT
        {_home} iptables -t mangle -A PREROUTING -i {device} -p tcp --sport {port} -j ACCEPT
        {_core} iptables -t mangle -A PREROUTING -i {_far} -j DROP
        {_home} iptables -t mangle -A PREROUTING -i {device} -j DROP
        """);

    public Task LoseNothing() => Namespace.Shell($"""
        {_core} iptables -t mangle -F PREROUTING
        {_home} iptables -t mangle -F PREROUTING
        """);

    /// <summary>So many kbit/s each way, with a queue of 400 ms.</summary>
    public Task Slow(int rate) => Namespace.Shell($"""
        {_core} tc qdisc replace dev {_far} root tbf rate {rate}kbit burst 8kb latency 400ms
        {_home} tc qdisc replace dev {device} root tbf rate {rate}kbit burst 8kb latency 400ms
        """);

    public Task Quicken() => Namespace.Shell($"""
        {_core} tc qdisc delete dev {_far} root
        {_home} tc qdisc delete dev {device} root
        """);
}
