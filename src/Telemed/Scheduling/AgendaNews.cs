using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Telemed.Notifications;
using Telemed.Platform;

namespace Telemed.Scheduling;

/// <summary>
/// Open agendas of the clinic hear of every appointment and blocked time that was written, once it has committed. One instance per
/// context, so that no caller can forget to say so.
/// </summary>
internal sealed class AgendaNews(LivePush push) : SaveChangesInterceptor
{
    private bool _changed;

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        _changed = eventData.Context!.ChangeTracker.Entries().Any(e => e.State is not EntityState.Unchanged && e.Entity is Appointment or BusyTime { Kind: BusyKind.Blocked });
        return ValueTask.FromResult(result);
    }

    public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        var db = (Db)eventData.Context!;
        if (_changed)
        {
            _changed = false;
            await db.AfterCommit(() => push.ChangedForStaff(db.Tenant, LivePush.Agenda));
        }

        return result;
    }
}
