using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Accounts;

/// <summary>Opening, keeping and ending sessions.</summary>
public static class Sessions
{
    /// <summary>Adds a session to the unit of work; returns the cookie's secret, which is stored nowhere.</summary>
    /// <param name="keep">The person asked to stay signed in; granted to patients only.</param>
    public static (Session Session, string Secret) Open(Db db, AccountId account, Membership? membership, bool keep, string device, Instant now)
    {
        var persistent = keep && membership?.Role is Role.Patient;
        return Add(db, account, membership, persistent, now + (persistent ? Session.PatientLifetime : Session.StaffLifetime), device, now);
    }

    /// <summary>A session in another clinic in place of <paramref name="old"/>, which the caller revokes: no longer than that one had left.</summary>
    public static (Session Session, string Secret) GoOn(Db db, Session old, Membership membership, Instant now)
    {
        ArgumentNullException.ThrowIfNull(old);
        return Add(db, old.AccountId, membership, old.Persistent, old.EndsAt, old.Device, now);
    }

    /// <summary>
    /// Notes activity that makes no request, such as an open call, at most once a minute. False: the session has ended or was
    /// revoked, or its account was disabled: whoever asks must close what it keeps open.
    /// </summary>
    public static async Task<bool> Touch(Db db, SessionId id, Clock clock)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.Now;
        var session = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id);
        if (session is null || !session.IsAlive(now) || await db.Accounts.AnyAsync(a => a.Id == session.AccountId && a.DisabledAt != null))
        {
            return false;
        }

        if (session.Touch(now))
        {
            var sessions = db.Sessions;
            await db.InTransaction(() => sessions.Where(s => s.Id == id && s.RevokedAt == null && s.LastSeenAt < now)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now)));
        }

        return true;
    }

    /// <summary>Ends those of the account's living sessions that are asked for; returns how many. To be called in a transaction.</summary>
    public static Task<int> Revoke(Db db, AccountId account, Instant now, SessionId? only = null, SessionId? allBut = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        var sessions = db.Sessions.Where(s => s.AccountId == account && s.RevokedAt == null);
        sessions = only is { } one ? sessions.Where(s => s.Id == one) : sessions;
        sessions = allBut is { } kept ? sessions.Where(s => s.Id != kept) : sessions;
        return sessions.ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now));
    }

    private static (Session Session, string Secret) Add(Db db, AccountId account, Membership? membership, bool persistent, Instant endsAt, string device, Instant now)
    {
        ArgumentNullException.ThrowIfNull(db);
        var secret = Secret.New();
        var session = new Session
        {
            Id = SessionId.New(), AccountId = account, MembershipId = membership?.Id.Value, SecretHash = Secret.Hash(secret)!, CreatedAt = now,
            LastSeenAt = now, EndsAt = endsAt, Persistent = persistent, Device = device,
        };
        db.Sessions.Add(session);
        return (session, secret);
    }
}
