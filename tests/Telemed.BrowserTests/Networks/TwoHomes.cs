using Telemed.BrowserTests.Testing;
using System.Globalization;
using Telemed.BrowserTests.Visits;
using Telemed.Tests.Testing;

namespace Telemed.BrowserTests.Networks;

/// <summary>A server in the middle, and a practitioner and a patient at home, each with a browser of their own.</summary>
public sealed class TwoHomes(Browsers browsers) : IAsyncLifetime
{
    /// <summary>How long a packet takes from a home to the relay, and back: 300 ms from one home to the other.</summary>
    private static readonly TimeSpan ToTheRelay = TimeSpan.FromMilliseconds(150);

    private IBrowser[] _browsers = [];
    private Coturn? _coturn;
    private SlowRelay? _relay;

    public Internet Internet { get; private set; } = null!;

    public RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Internet = await Internet.Build();
        var port = FreePort.Take();
        Server = new RunningServer
        {
            Inside = Internet,
            Settings = new Dictionary<string, string>
            {
                ["Telemed__Turn__Host"] = Internet.Address, ["Telemed__Turn__Port"] = port.ToString(CultureInfo.InvariantCulture), ["Telemed__Turn__Secret"] = "for-these-journeys-only",
            },
        };
        var config = await Server.Prints("turn-config");
        await Server.InitializeAsync();
        _coturn = await Coturn.Start(Internet.Core, Internet.Address, config, port, $"allowed-peer-ip={Internet.Address}");
        _relay = await SlowRelay.Open(Internet, port, ToTheRelay);
        _browsers = await Task.WhenAll(Internet.Homes.Select(home => home.Browser(browsers)));
    }

    /// <summary>A running call between the two homes.</summary>
    public Task<Call> Call() => Visits.Call.Begin(Server, browsers, _browsers);

    /// <summary>A running call in which neither finds another way than the relay's, which is far away.</summary>
    public Task<Call> FarCall() => Visits.Call.Begin(Server, browsers, _browsers, someone => someone.OnlyByRelay("udp"));

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
        {
            await browser.DisposeAsync();
        }

        await (_relay?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_coturn?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Server.DisposeAsync();
        await Internet.DisposeAsync();
    }
}
