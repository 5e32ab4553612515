using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Calendars;

/// <summary>What a calendar program reads at somebody's private address.</summary>
/// <param name="Language">fr or en.</param>
public sealed record CalendarReading(Tenant Clinic, string Language, IReadOnlyList<Appointment> Appointments);

/// <summary>The private calendar addresses of practitioners and patients.</summary>
public static class CalendarFeeds
{
    /// <summary>Appointments in one reading; nobody has more to come.</summary>
    public const int Most = 1000;

    private const int MostTries = 3;

    private static readonly Duration Back = Duration.FromDays(30);

    private static readonly AppointmentStatus[] Shown = [.. AppointmentMoves.Holding, AppointmentStatus.Fulfilled];

    extension(Db db)
    {
        /// <summary>The address that somebody has now, or null.</summary>
        public Task<CalendarFeed?> FeedOf(AccountActor actor) =>
            db.CalendarFeeds.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == actor.AccountId && f.RevokedAt == null);

        /// <summary>Makes a new address and ends the one before. The token is returned this once: only its hash is stored.</summary>
        public async Task<string> RenewFeed(AccountActor by, Instant now)
        {
            ArgumentNullException.ThrowIfNull(by);
            for (var tries = 1; ; tries++)
            {
                try
                {
                    return await db.InTransaction(async () =>
                    {
                        await End(db, by, now);
                        var token = Secret.New();
                        var feed = new CalendarFeed { TenantId = by.TenantId, Id = CalendarFeedId.New(), AccountId = by.AccountId, TokenHash = Secret.Hash(token)!, CreatedAt = now };
                        db.CalendarFeeds.Add(feed);
                        db.Record(by, AuditAction.CalendarFeedChanged, now, (nameof(CalendarFeed), feed.Id.Value), detail: "made");
                        await db.SaveChangesAsync();
                        return token;
                    });
                }
                catch (DbUpdateException) when (tries < MostTries)
                {
                    // Pressed twice at the same moment: one address a person, and the later press has the last word.
                }
            }
        }

        /// <summary>Ends the address; nothing when there is none.</summary>
        public Task RevokeFeed(AccountActor by, Instant now)
        {
            ArgumentNullException.ThrowIfNull(by);
            return db.InTransaction(async () =>
            {
                if (await db.FeedOf(by) is { } feed && await End(db, by, now) > 0)
                {
                    db.Record(by, AuditAction.CalendarFeedChanged, now, (nameof(CalendarFeed), feed.Id.Value), detail: "revoked");
                }
            });
        }

        /// <summary>
        /// What whoever holds this token may read: unknown, revoked, and of somebody who is in the clinic no longer are one answer, null.
        /// Enters the clinic.
        /// </summary>
        public async Task<CalendarReading?> ReadFeed(string token, Instant now)
        {
            if (Secret.Hash(token) is not { } hash || await db.AcrossTenants<CalendarFeed>("a calendar program brings its token and nothing else")
                .AsNoTracking().SingleOrDefaultAsync(f => f.TokenHash == hash && f.RevokedAt == null) is not { } feed)
            {
                return null;
            }

            db.Enter(feed.TenantId);
            if (await db.MemberNow(feed.AccountId, now) is not { Actor.Role: Role.Practitioner or Role.Patient } member)
            {
                return null;
            }

            var since = now - Back;
            var appointments = await db.AppointmentsFor(member.Actor).AsNoTracking().Where(a => a.EndsAt > since && Shown.Contains(a.Status))
                .OrderBy(a => a.StartsAt).Take(Most).ToListAsync();
            return new CalendarReading(await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == feed.TenantId), member.Language, appointments);
        }
    }

    private static Task<int> End(Db db, AccountActor by, Instant now) =>
        db.CalendarFeeds.Where(f => f.AccountId == by.AccountId && f.RevokedAt == null).ExecuteUpdateAsync(f => f.SetProperty(x => x.RevokedAt, now));
}
