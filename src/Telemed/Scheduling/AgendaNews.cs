using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>
/// Open agendas of the clinic hear of every appointment and blocked time that a transaction wrote, once it has committed, so that no caller
/// can forget to say so. Keeps nothing from one call to the next: all contexts share one instance.
/// </summary>
internal sealed class AgendaNews(LivePush push) : SaveChangesInterceptor
{
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        var db = (Db)eventData.Context!;
        // Without a transaction there is no "afterwards"; every domain verb has one.
        if (db.Database.CurrentTransaction is not null && db.ChangeTracker.Entries().Any(IsNews))
        {
            await db.AfterCommit(() => push.ChangedForStaff(db.Tenant, LivePush.Agenda));
        }

        return result;
    }

    private static bool IsNews(Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry entry) =>
        entry.State is not EntityState.Unchanged && (entry.Entity is Appointment or BusyTime { Kind: BusyKind.Blocked });
}
