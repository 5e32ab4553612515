using Microsoft.EntityFrameworkCore;
using Telemed.Platform;

namespace Telemed.Scheduling.Earlier;

/// <summary>Passes on what nobody answered in time. Every node looks; the row of the offer decides who passes it on, once.</summary>
public sealed class OfferWatch(IServiceScopeFactory scopes, Clock clock, ILogger<OfferWatch> log) : BackgroundService
{
    // Shorter than the grace: the time goes to the next before it is free for everybody.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>Offers of one look.</summary>
    private const int BatchSize = 100;

    /// <summary>Looks once at everything that is out of time.</summary>
    public async Task Look(CancellationToken cancel = default)
    {
        foreach (var (tenant, id) in await Due(cancel))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<Db>();
                db.Enter(tenant);
                await db.ExpireEarlier(id, clock.Now);
            }
#pragma warning disable CA1031 // one that fails must not hold up the others; it stays due
            catch (Exception exception) when (!cancel.IsCancellationRequested)
            {
                log.OfferNotPassedOn(exception, id);
            }
#pragma warning restore CA1031
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look(stoppingToken);
                await Task.Delay(Pause, clock.Time, stoppingToken);
            }
#pragma warning disable CA1031 // a database that is away must not end the watch for good
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.OfferWatchFailed(exception);
                await Task.Delay(Pause, CancellationToken.None);
            }
#pragma warning restore CA1031
        }
    }

    private async Task<List<(TenantId, EarlierOfferId)>> Due(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.Now;
        var due = await scope.ServiceProvider.GetRequiredService<Db>().AcrossTenants<EarlierOffer>("offers run out in every clinic")
            .Where(o => o.Answer == null && o.DueAt <= now).OrderBy(o => o.DueAt).Take(BatchSize).Select(o => new { o.TenantId, o.Id }).ToListAsync(cancel);
        return due.ConvertAll(o => (o.TenantId, o.Id));
    }
}
