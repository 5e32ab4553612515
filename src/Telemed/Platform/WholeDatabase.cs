namespace Telemed.Platform;

/// <summary>
/// Refuses to serve on a database that lacks a table, trigger or constraint. Looked at while whatever can start without a database does;
/// no other hosted service starts before the answer: this one is registered first.
/// </summary>
internal sealed class WholeDatabase(IServiceScopeFactory scopes) : IHostedLifecycleService
{
    private Task<IReadOnlyList<string>> _missing = Task.FromResult<IReadOnlyList<string>>([]);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _missing = Task.Run(() => Missing(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await _missing is { Count: > 0 } missing)
        {
            throw new InvalidOperationException($"The database is not ready: {string.Join("; ", missing)}. Run `telemed migrate`; what is then still missing is in a backup.");
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IReadOnlyList<string>> Missing(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().Missing(cancel);
    }
}
