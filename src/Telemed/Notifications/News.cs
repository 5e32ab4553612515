using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Telemed.Platform;

namespace Telemed.Notifications;

/// <summary>
/// Notices what a unit of work tells people: once it has committed, the outbox wakes and open pages hear of it. One instance per
/// context, so that no caller can forget the wake-up.
/// </summary>
internal sealed class News(Outbox outbox, LivePush push) : SaveChangesInterceptor
{
    private bool _mail;
    private AccountId[] _told = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        var tracker = eventData.Context!.ChangeTracker;
        _mail = tracker.Entries<Delivery>().Any(e => e.State is EntityState.Added);
        _told = [.. tracker.Entries<Notification>().Where(e => e.State is not EntityState.Unchanged).Select(e => e.Entity.AccountId).Distinct()];
        return ValueTask.FromResult(result);
    }

    public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        var (mail, told, db) = (_mail, _told, (Db)eventData.Context!);
        (_mail, _told) = (false, []);
        if (mail || told.Length > 0)
        {
            await db.AfterCommit(() => Spread(mail, told));
        }

        return result;
    }

    private async Task Spread(bool mail, AccountId[] told)
    {
        if (mail)
        {
            outbox.Wake();
        }

        foreach (var account in told)
        {
            await push.Changed(account, LivePush.Notifications);
        }
    }
}
