using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>
/// Notices which agendas a transaction changes: once it has committed, the open pages of whoever plans there hear of it, so that nobody who
/// books, moves, cancels or blocks can forget to say so. Keeps nothing: all contexts share one instance.
/// </summary>
internal sealed class AgendaNews(LivePush push, OpenPages pages, Clock clock) : SaveChangesInterceptor
{
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        var db = (Db)eventData.Context!;
        // Without a transaction there is no "afterwards"; every domain verb has one.
        if (pages.AreOpen && db.Database.CurrentTransaction is not null && Changed(db) is { Count: > 0 } changed)
        {
            await db.AfterCommit(() => Spread(db, changed));
        }

        return result;
    }

    /// <summary>A hold is no news: it is over in minutes, and most become an appointment.</summary>
    private static HashSet<PractitionerId> Changed(Db db) =>
    [
        .. db.ChangeTracker.Entries<Appointment>().Where(e => e.State is not EntityState.Unchanged).Select(e => e.Entity.PractitionerId),
        .. db.ChangeTracker.Entries<BusyTime>().Where(e => e.State is not EntityState.Unchanged && e.Entity.Kind is BusyKind.Blocked).Select(e => e.Entity.PractitionerId),
    ];

    private async Task Spread(Db db, HashSet<PractitionerId> changed)
    {
        foreach (var account in await db.WhoPlansFor(changed, clock.Now))
        {
            await push.Changed(account, LivePush.Agenda);
        }
    }
}
