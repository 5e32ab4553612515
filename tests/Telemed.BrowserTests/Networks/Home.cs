using Telemed.BrowserTests.Testing;
using Telemed.Tests.Testing;

namespace Telemed.BrowserTests.Networks;

/// <summary>Where one person's browser runs: a namespace with two lines, of which the first is up.</summary>
public sealed class Home
{
    public Home(Internet internet, int number)
    {
        ArgumentNullException.ThrowIfNull(internet);
        Place = new Namespace($"{internet.Core.Name}h{number}");
        Wifi = new Line(internet.Core, Place, "wifi", number, 1);
        Cell = new Line(internet.Core, Place, "cell", number, 2);
    }

    public Namespace Place { get; }

    public Line Wifi { get; }

    public Line Cell { get; }

    internal string Building => $"""

        ip netns add {Place.Name}
        ip netns exec {Place.Name} sysctl -qw net.ipv6.conf.all.disable_ipv6=1
        ip netns exec {Place.Name} ip link set lo up
        {Wifi.Building}
        {Cell.Building}
        {Wifi.Rising}
        """;

    /// <summary>The machine falls asleep: everything that runs in here stands still.</summary>
    public Task Sleep() => Namespace.Shell($"ip netns pids {Place.Name} | xargs kill -STOP");

    public Task Wake() => Namespace.Shell($"ip netns pids {Place.Name} | xargs kill -CONT");

    /// <summary>
    /// A browser of its own in here. Its localhost is the server in the middle: elsewhere no camera is given without a certificate. At full size, with
    /// the machine to itself, its camera gives what a camera gives.
    /// </summary>
    public Task<IBrowser> Browser(Browsers browsers, params string[] flags)
    {
        ArgumentNullException.ThrowIfNull(browsers);
        return browsers.LaunchIn(Place, [.. Browsers.Flags, $"--use-fake-device-for-media-stream=fps={Trial.Size(10, 30)}", $"--host-resolver-rules=MAP localhost {Internet.Address}", .. flags]);
    }
}
