namespace Telemed.Benchmarks.Running;

/// <summary>The published server as its own process on a free port of this machine.</summary>
internal sealed class PublishedServer : IAsyncDisposable
{
    private readonly Child _child;

    private PublishedServer(Child child, Uri address, TimeSpan ready) => (_child, Address, Ready) = (child, address, ready);

    public Uri Address { get; }

    /// <summary>From the start of the process to 200 on /health/ready.</summary>
    public TimeSpan Ready { get; }

    /// <summary>Resident memory now, in bytes.</summary>
    public long Resident => _child.Resident;

    /// <summary>Processor time used so far.</summary>
    public TimeSpan Processor => _child.Processor;

    public Task<long> Settled() => _child.Settled();

    public Task<(TimeSpan After, TimeSpan Processor)> Rests() => _child.Rests();

    public static async Task Migrate(Launch launch)
    {
        Directory.CreateDirectory(launch.DataFolder);
        await using var child = Run(launch, "migrate");
        await child.Finish();
    }

    /// <param name="again">The address that it had before; null: a new one.</param>
    public static async Task<PublishedServer> Start(Launch launch, Uri? again = null)
    {
        var address = again ?? new Uri($"http://localhost:{Child.FreePort()}");
        var child = Run(launch, "--urls", address.ToString());
        return new PublishedServer(child, address, await child.Answers(new Uri(address, "/health/ready")));
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    private static Child Run(Launch launch, params string[] arguments) =>
        Child.Start(Path.Combine(launch.Published, "telemed"), launch.Published, launch.Variables(), arguments);
}
