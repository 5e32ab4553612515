using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Uploads;

/// <summary>Looks into uploads that have come whole: soon after their last byte, and those whose server died before it had, since their sender may never ask again.</summary>
internal sealed class UploadWatch(IServiceScopeFactory scopes, Pens pens, Clock clock, ILogger<UploadWatch> log) : BackgroundService
{
    /// <summary>Younger ones are being looked into by whoever received them.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(2);

    // Whoever waits for a file asks for its receipt, which looks at once.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    private readonly Channel<(TenantId Clinic, UploadId Id)> _soon = Channel.CreateUnbounded<(TenantId, UploadId)>();

    /// <summary>One round.</summary>
    public async Task Look(CancellationToken cancel = default)
    {
        var before = clock.Now - Patience;
        var waiting = new List<(TenantId Clinic, UploadId Id)>();
        await EachClinic.Do(scopes, async db => waiting.AddRange((await Waiting(db, before, cancel)).Select(id => (db.Tenant, id))), cancel);
        foreach (var (clinic, id) in waiting)
        {
            await Finish(clinic, id);
        }
    }

    /// <summary>It has come whole: it is looked into when it is its turn, whoever asks or not. The request that brought it does not wait.</summary>
    public void Soon(TenantId clinic, UploadId id) => _soon.Writer.TryWrite((clinic, id));

    /// <summary>All of a clinic that wait are looked into again: somebody asks for it.</summary>
    public async Task Again(Db db, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        pens.Now();
        foreach (var id in await Waiting(db, Instant.MaxValue, cancel))
        {
            Soon(db.Tenant, id);
        }
    }

    private static Task<List<UploadId>> Waiting(Db db, Instant before, CancellationToken cancel) =>
        db.Uploads.Where(u => u.State == UploadState.Received && u.ReceivedAt < before).OrderBy(u => u.ReceivedAt).Select(u => u.Id).ToListAsync(cancel);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Rounds(stoppingToken), Turns(stoppingToken));

    private async Task Turns(CancellationToken stoppingToken)
    {
        await foreach (var (clinic, id) in _soon.Reader.ReadAllAsync(stoppingToken))
        {
            await Finish(clinic, id);
        }
    }

    private async Task Rounds(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Counted from the last round: a clock that jumps is one round, not one for each that it jumped over.
                await Task.Delay(Every, clock.Time, stoppingToken);
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
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Db>().Enter(clinic);
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
