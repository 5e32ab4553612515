using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Uploads;

/// <summary>Looks into uploads that have come whole and whose server died before it had: their sender may never ask again.</summary>
internal sealed class UploadWatch(IServiceScopeFactory scopes, Clock clock, ILogger<UploadWatch> log) : BackgroundService
{
    /// <summary>Younger ones are being looked into by whoever received them.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(2);

    // Whoever waits for a file asks for its receipt, which looks at once.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>One round.</summary>
    public async Task Look(CancellationToken cancel = default)
    {
        var before = clock.Now - Patience;
        var waiting = new List<(TenantId Clinic, UploadId Id)>();
        await EachClinic.Do(scopes, async db => waiting.AddRange((await db.Uploads.Where(u => u.State == UploadState.Received && u.ReceivedAt < before).Select(u => u.Id).ToListAsync(cancel))
            .Select(id => (db.Tenant, id))), cancel);
        foreach (var (clinic, id) in waiting)
        {
            await Finish(clinic, id);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look(stoppingToken);
            }
#pragma warning disable CA1031 // the next round tries again
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.UploadsNotSeen(exception);
            }
#pragma warning restore CA1031
        }
    }

    private async Task Finish(TenantId clinic, UploadId id)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Db>().Enter(clinic);
        try
        {
            await scope.ServiceProvider.GetRequiredService<Finishing>().Finish(id);
        }
#pragma warning disable CA1031 // one that cannot be finished must not hold up the others
        catch (Exception exception)
        {
            log.UploadNotFinished(exception, id);
        }
#pragma warning restore CA1031
    }
}
