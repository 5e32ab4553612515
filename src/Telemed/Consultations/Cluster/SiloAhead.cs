namespace Telemed.Consultations.Cluster;

/// <summary>
/// Begins to start the silo while the database is looked at: the two need nothing of each other, and each takes half of the time until
/// the server is ready. In its turn among the hosted services it waits until the silo runs.
/// </summary>
internal sealed class SiloAhead(IHostedService silo) : IHostedLifecycleService
{
    private Task? _starting;

    /// <summary>Puts itself in the place of Orleans' own hosted service, the last one registered.</summary>
    public static void Replace(IServiceCollection services)
    {
        var own = services.Last(d => d.ServiceType == typeof(IHostedService));
        services.Remove(own);
        services.AddSingleton<IHostedService>(all => new SiloAhead((IHostedService)ActivatorUtilities.CreateInstance(all, own.ImplementationType!)));
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _starting = Task.Run(() => silo.StartAsync(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => _starting ?? silo.StartAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Also where a database that is not whole broke the start off before our turn.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_starting is { } starting)
        {
            await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await silo.StopAsync(cancellationToken);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
