using Microsoft.EntityFrameworkCore;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Accounts;

/// <summary>
/// A page that listens asks nothing, so nothing would tell it that its session has ended: here, once a minute, the lines of sessions
/// that were revoked, ran out or lost their account are cut. Listening is no activity: it keeps no session alive.
/// </summary>
internal sealed class SessionWatch(OpenPages pages, IServiceScopeFactory scopes, Clock clock, ILogger<SessionWatch> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await CloseEnded(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
#pragma warning disable CA1031 // a database that is away must not end the watch for good
            catch (Exception exception)
            {
                log.WatchFailed(exception);
            }
#pragma warning restore CA1031
        }
    }

    private async Task CloseEnded(CancellationToken cancel)
    {
        var open = pages.Sessions.Select(s => new SessionId(s)).ToList();
        if (open.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var (now, accounts) = (clock.Now, db.Accounts);
        var sessions = await db.Sessions.AsNoTracking().Where(s => open.Contains(s.Id) && !accounts.Any(a => a.Id == s.AccountId && a.DisabledAt != null)).ToListAsync(cancel);
        pages.Close(open.Except(sessions.Where(s => s.IsAlive(now)).Select(s => s.Id)).Select(s => s.Value).ToHashSet());
    }
}
