using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Telemed.Platform;

namespace Telemed.Notifications;

/// <summary>
/// Notices what a unit of work tells people: once it has committed, the outbox wakes and open pages hear of it, so that no caller can
/// forget the wake-up. All contexts share one instance; what is told is kept by context.
/// </summary>
internal sealed class News(Outbox outbox, LivePush push) : SaveChangesInterceptor
{
    private sealed record Told(bool Mail, AccountId[] Accounts);

    private readonly ConditionalWeakTable<DbContext, Told> _told = [];

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        var tracker = eventData.Context!.ChangeTracker;
        _told.AddOrUpdate(eventData.Context, new Told(tracker.Entries<Delivery>().Any(e => e.State is EntityState.Added),
            [.. tracker.Entries<Notification>().Where(e => e.State is not EntityState.Unchanged).Select(e => e.Entity.AccountId).Distinct()]));
        return ValueTask.FromResult(result);
    }

    public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        var db = (Db)eventData.Context!;
        if (_told.TryGetValue(db, out var told) && told is { Mail: true } or { Accounts.Length: > 0 })
        {
            await db.AfterCommit(() => Spread(told.Mail, told.Accounts));
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
