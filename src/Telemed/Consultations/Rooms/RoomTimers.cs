using Microsoft.EntityFrameworkCore;
using NodaTime;
using Orleans.Runtime;
using Telemed.Accounts;
using Telemed.Consultations.Cluster;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Consultations.Rooms;

/// <summary>
/// Fires the rooms' timers exactly when they are due: sleeps until the earliest that the rows hold, and is nudged when an earlier one
/// is written. After a restart it first lets every open room lose the connections of the process that is gone. Every node does so for
/// all rooms: whichever asks first, the room's rows let a timer fire once.
/// </summary>
internal sealed class RoomTimers(IServiceScopeFactory scopes, IGrainFactory grains, Clock clock, OpenConnections connections, Nodes nodes,
    ILogger<RoomTimers> log) : BackgroundService
{
    /// <summary>Rooms that lose their dead connections at once: each waits mostly for the database.</summary>
    private const int Together = 4;

    /// <summary>A timer written by another node, which has not died since, is seen at the latest after this; also how often open calls touch their session.</summary>
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
        var watch = WatchNodes(stoppingToken);
        if (nodes.IsFirst)
        {
            await Safely(RecoverRooms);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Safely(FireDue);
            await Safely(TouchSessions);
            await Sleep(stoppingToken);
        }

        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A node died: its connections are lost, and so are the timers that it alone knew.</summary>
    private async Task WatchNodes(CancellationToken stop)
    {
        var done = new HashSet<SiloAddress>();
        await foreach (var dead in nodes.Deaths(stop))
        {
            Nudge(Instant.MinValue);
            if (nodes.IsFirst)
            {
                foreach (var node in dead.Where(done.Add))
                {
                    log.NodeDied(node.ToParsableString());
                    await Safely(() => RecoverRoomsOf(node));
                }
            }
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
        await ForEach((encounters, _) => encounters.Where(e => e.DueAt != null && e.DueAt <= now), (grain, program) => grain.Reconsider(program));
    }

    /// <summary>Whoever was in a room when the process went is told to have left, as of now; they come back within seconds.</summary>
    private Task RecoverRooms() => ForEach((encounters, _) => encounters.Where(e => e.OpenedAt != null && e.EndedAt == null), (grain, program) => grain.Recover(program));

    private Task RecoverRoomsOf(SiloAddress node)
    {
        var prefix = Nodes.PrefixOf(node);
        return ForEach((encounters, events) => encounters.Where(e => e.OpenedAt != null && e.EndedAt == null
            && events.Any(c => c.TenantId == e.TenantId && c.EncounterId == e.Id && c.Connection!.StartsWith(prefix))), (grain, program) => grain.Recover(program));
    }

    private async Task ForEach(Func<IQueryable<Encounter>, IQueryable<RoomEvent>, IQueryable<Encounter>> which, Func<IConsultationRoomGrain, SystemActor, Task> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        const string Why = "recovery: rooms of every clinic";
        var rooms = await which(db.AcrossTenants<Encounter>(Why), db.AcrossTenants<RoomEvent>(Why)).AsNoTracking().Select(e => new { e.TenantId, e.Id }).ToListAsync();
        await Parallel.ForEachAsync(rooms, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (room, _) =>
            await Safely(() => act(grains.GetGrain<IConsultationRoomGrain>(ConsultationRoomGrain.KeyOf(room.TenantId, room.Id)), new SystemActor(room.TenantId))));
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
