using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations;

/// <summary>
/// Fires the rooms' timers exactly when they are due: sleeps until the earliest that the rows hold, and is nudged when an earlier one
/// is written. After a restart it first lets every open room lose the connections of the process that is gone.
/// </summary>
internal sealed class RoomTimers(IServiceScopeFactory scopes, IGrainFactory grains, Clock clock, OpenConnections connections, ILogger<RoomTimers> log)
    : BackgroundService
{
    /// <summary>A timer written by another node is seen at the latest after this; also how often open calls touch their session.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _nudged = new(0, 1);
    private Instant _sleepsUntil = Instant.MaxValue;

    /// <summary>A timer is due at this instant: wakes up if that is sooner than planned.</summary>
    public void Nudge(Instant? dueAt)
    {
        if (dueAt is { } due && due < _sleepsUntil && _nudged.CurrentCount == 0)
        {
            try
            {
                _nudged.Release();
            }
            catch (SemaphoreFullException)
            {
                // Nudged by another room at the same moment: awake already.
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Safely(RecoverRooms);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Safely(FireDue);
            await Safely(TouchSessions);
            await Sleep(stoppingToken);
        }
    }

    private async Task Sleep(CancellationToken stop)
    {
        var next = await NextDue();
        var now = clock.Now;
        var wait = next is { } due && due - now < Duration.FromTimeSpan(LongestSleep) ? Duration.Max(due - now, Duration.Zero).ToTimeSpan() : LongestSleep;
        _sleepsUntil = now + Duration.FromTimeSpan(wait);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sleep = Task.Delay(wait, clock.Time, either.Token);
        if (clock.Now < _sleepsUntil)
        {
            await Task.WhenAny(sleep, _nudged.WaitAsync(either.Token));
        }

        await either.CancelAsync();
        _sleepsUntil = Instant.MaxValue;
    }

    private async Task<Instant?> NextDue()
    {
        await using var scope = scopes.CreateAsyncScope();
        var encounters = scope.ServiceProvider.GetRequiredService<Db>().AcrossTenants<Encounter>("recovery: timers of every clinic's rooms");
        return await encounters.Where(e => e.DueAt != null).MinAsync(e => e.DueAt);
    }

    private async Task FireDue()
    {
        var now = clock.Now;
        await ForEach(encounters => encounters.Where(e => e.DueAt != null && e.DueAt <= now), (grain, program) => grain.Reconsider(program));
    }

    /// <summary>Whoever was in a room when the process went is told to have left, as of now; they come back within seconds.</summary>
    private Task RecoverRooms() => ForEach(encounters => encounters.Where(e => e.OpenedAt != null && e.EndedAt == null), (grain, program) => grain.Recover(program));

    private async Task ForEach(Func<IQueryable<Encounter>, IQueryable<Encounter>> which, Func<IConsultationRoomGrain, SystemActor, Task> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        var encounters = scope.ServiceProvider.GetRequiredService<Db>().AcrossTenants<Encounter>("recovery: rooms of every clinic");
        var rooms = await which(encounters).AsNoTracking().Select(e => new { e.TenantId, e.Id }).ToListAsync();
        foreach (var room in rooms)
        {
            await Safely(() => act(grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(room.TenantId, room.Id)), new SystemActor(room.TenantId)));
        }
    }

    /// <summary>An open room is activity: staff are not signed out in mid-call. A session that ended closes its pages.</summary>
    private async Task TouchSessions()
    {
        var ids = connections.Sessions;
        if (ids.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = clock.Now;
        var sessions = await db.Sessions.Where(s => ids.Contains(s.Id)).ToListAsync();
        foreach (var session in sessions.Where(s => s.IsAlive(now)))
        {
            session.Touch(now);
        }

        await db.SaveChangesAsync();
        connections.Close(sessions.Where(s => !s.IsAlive(now)).Select(s => s.Id).ToHashSet());
    }

    private async Task Safely(Func<Task> work)
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // one broken room must not stop the timers of the others
        catch (Exception exception)
        {
            log.TimerFailed(exception);
        }
#pragma warning restore CA1031
    }

    public override void Dispose()
    {
        _nudged.Dispose();
        base.Dispose();
    }
}
