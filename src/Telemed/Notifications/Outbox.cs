using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Notifications.Email;
using Telemed.Platform;

namespace Telemed.Notifications;

/// <summary>
/// Sends what the outbox holds: woken when a delivery commits, when the next one is due, and by a timer for what another process wrote.
/// A delivery is claimed in the database, so two senders never have the same one.
/// </summary>
public sealed class Outbox(IServiceScopeFactory scopes, IMailCarrier carrier, Clock clock, ILogger<Outbox> log) : BackgroundService
{
    /// <summary>How long it sleeps at most: so late it may be for what another process wrote, or after the clock was set.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private const int BatchSize = 20;

    /// <summary>Batches under way at once: a mail server takes a tenth of a second a mail, and a thousand may be due at the same minute.</summary>
    public const int Lanes = 4;

    private readonly SemaphoreSlim _turn = new(1, 1);

    // One token at most: many wake-ups while it works are one more round.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that a delivery has committed. Never lost: the next round starts after this one.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Sends everything that is due now; returns when nothing is left that this process could send.</summary>
    public async Task Drain(CancellationToken cancel = default)
    {
        if (!carrier.IsReady)
        {
            return;
        }

        await _turn.WaitAsync(cancel);
        try
        {
            while (await Batch(cancel))
            {
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!carrier.IsReady)
        {
            log.NoSmtpServer();
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Sleep(await Round(stoppingToken), stoppingToken);
        }
    }

    /// <summary>Returns how long to sleep after it.</summary>
    private async Task<TimeSpan> Round(CancellationToken stopping)
    {
        try
        {
            await Drain(stopping);
            return await UntilNextIsDue(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // a database that is away must not end the sender for good
        catch (Exception exception)
        {
            log.RoundFailed(exception);
        }
#pragma warning restore CA1031

        return Pause;
    }

    private async Task<TimeSpan> UntilNextIsDue(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (now, latest) = (clock.Now, clock.Now + Duration.FromTimeSpan(Pause));
        var next = await Waiting(scope.ServiceProvider).Where(d => d.NextTryAt > now && d.NextTryAt < latest)
            .OrderBy(d => d.NextTryAt).Select(d => (Instant?)d.NextTryAt).FirstOrDefaultAsync(cancel);
        return next is { } due ? (due - now).ToTimeSpan() : Pause;
    }

    private async Task Sleep(TimeSpan pause, CancellationToken stopping)
    {
        using var timer = new CancellationTokenSource(pause, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timer.Token);
        try
        {
            await _wake.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
        }

        // Taken before the round starts: whoever commits during the round wakes the next one.
        _wake.Reader.TryRead(out _);
    }

    /// <summary>True when there was something due.</summary>
    private async Task<bool> Batch(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = clock.Now;
        var due = await Waiting(scope.ServiceProvider).Where(d => d.NextTryAt <= now)
            .OrderBy(d => d.NextTryAt).Take(BatchSize * Lanes).Select(d => new { d.TenantId, d.Id }).ToListAsync(cancel);
        var batches = due.GroupBy(d => d.TenantId, d => d.Id).SelectMany(clinic => clinic.Chunk(BatchSize).Select(ids => (Clinic: clinic.Key, Ids: ids)));
        await Parallel.ForEachAsync(batches, new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancel }, async (batch, stop) =>
        {
            await using var one = scopes.CreateAsyncScope();
            await one.ServiceProvider.GetRequiredService<Sending>().Try(batch.Clinic, batch.Ids, stop);
        });
        return due.Count > 0;
    }

    private static IQueryable<Delivery> Waiting(IServiceProvider services) =>
        services.GetRequiredService<Db>().AcrossTenants<Delivery>("the outbox serves every clinic").Where(d => d.SentAt == null && d.GivenUp == null);

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }
}
