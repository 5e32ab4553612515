using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Notifications;

/// <summary>What one account was told, and what of it was read.</summary>
public static class Bell
{
    /// <summary>A page shows no more; what is older was acted on or is past.</summary>
    public const int Most = 100;

    extension(Db db)
    {
        /// <summary>Latest first.</summary>
        public Task<List<Notification>> ToldTo(AccountActor actor) => db.Notifications.AsNoTracking().Where(n => n.AccountId == actor.AccountId)
            .OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(Most).ToListAsync();

        public Task<int> UnreadBy(AccountActor actor) => db.Notifications.CountAsync(n => n.AccountId == actor.AccountId && n.ReadAt == null);

        /// <summary>Marks one as read, once. False: it is not there, or somebody else's.</summary>
        public async Task<bool> MarkRead(AccountActor actor, NotificationId id, Instant now)
        {
            var mine = db.Notifications.Where(n => n.Id == id && n.AccountId == actor.AccountId);
            await db.InTransaction(() => mine.Where(n => n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now)));
            return await mine.AnyAsync();
        }

        public Task MarkAllRead(AccountActor actor, Instant now) => db.InTransaction(() => db.Notifications
            .Where(n => n.AccountId == actor.AccountId && n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now)));
    }
}
