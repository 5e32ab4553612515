using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Accounts;

/// <param name="Keep">Stay signed in; granted to patients only.</param>
/// <param name="Address">From <see cref="ClientAddress"/>.</param>
/// <param name="OldSecret">The session cookie that the browser brought, if any: that session ends.</param>
public sealed record SignInAttempt(string Email, string Password, bool Keep, string Address, string Device, string? OldSecret);

/// <summary>What became of an attempt.</summary>
public abstract record SignInOutcome
{
    /// <param name="Until">For a session that outlives the browser.</param>
    public sealed record Opened(string Secret, Instant? Until, int Clinics) : SignInOutcome;

    /// <summary>Unknown address, wrong password, locked or disabled: nobody is told which.</summary>
    public sealed record Refused : SignInOutcome;

    public sealed record TooMany : SignInOutcome;
}

/// <summary>
/// Signing in by e-mail and password. An attempt costs one password check and the same statements whether or not there is an
/// account, and a refusal, told on a beat, does not tell. The lock takes the <see cref="Clock"/>, which Identity's own does not.
/// </summary>
public sealed class SignIn(Db db, UserManager<Account> accounts, Buckets buckets, Clock clock, EvenTime even, IServiceScopeFactory scopes)
{
    /// <summary>Wrong passwords in a row before the account is locked.</summary>
    public const int TriesBeforeLock = 5;

    public static readonly Duration LockLasts = Duration.FromMinutes(15);

    // Stands in where there is no account, so that a check is made all the same.
    private static readonly Account Nobody = new()
    {
        Id = default, Email = "", NormalizedEmail = "", GivenName = "", FamilyName = "", Language = "fr", CreatedAt = default,
        PasswordHash = Passwords.Hash(Secret.New()),
    };

    public async Task<SignInOutcome> Try(SignInAttempt attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var begun = EvenTime.Begin();
        var name = EmailAddress.TryParse(attempt.Email, out var email) ? email.Normalized : "";
        if (!buckets.Take(RateLimits.SignInByAddress, attempt.Address) || !buckets.Take(RateLimits.SignInByName, name))
        {
            await db.CountRefusal(attempt.Address, "sign-in-limit", clock.Now);
            return new SignInOutcome.TooMany();
        }

        var account = await accounts.FindByEmailAsync(name);
        var tested = account is { PasswordHash: not null } ? account : Nobody;
        var right = attempt.Password.Length <= PasswordRules.MaxLength && await accounts.CheckPasswordAsync(tested, attempt.Password);
        if (right && account is not null && await Open(account, attempt) is { } opened)
        {
            buckets.GiveBack(RateLimits.SignInByAddress, attempt.Address);
            buckets.GiveBack(RateLimits.SignInByName, name);
            return opened;
        }

        await Refuse(account?.Id ?? default, attempt.Address);
        await even.Beat(begun, EvenTime.Account);
        return new SignInOutcome.Refused();
    }

    /// <summary>Null when the account is locked or disabled, or its password was changed while we checked.</summary>
    private async Task<SignInOutcome.Opened?> Open(Account account, SignInAttempt attempt)
    {
        var memberships = await AccountTrail.MembershipsOf(db, account.Id).AsNoTracking().ToListAsync();
        var membership = await LastUsed(account.Id, memberships);
        return await InClinic(membership?.TenantId ?? account.RegisteredWith, async own =>
        {
            var now = clock.Now;
            if (!await Admit(own, account, now))
            {
                return null;
            }

            await EndOld(own, attempt.OldSecret, now);
            var keep = attempt.Keep && memberships.TrueForAll(m => m.Role is Role.Patient);
            var (session, secret) = Sessions.Open(own, account.Id, membership, keep, attempt.Device, now);
            if (own.Tenant != default)
            {
                own.Record(AccountTrail.ActorOf(own.Tenant, account.Id, membership), AuditAction.SignedIn, now, (nameof(Session), session.Id.Value));
            }

            return new SignInOutcome.Opened(secret, session.Persistent ? session.EndsAt : null, memberships.Count);
        });
    }

    /// <summary>One statement asks and resets, so that no guess slips past a lock set at the same moment.</summary>
    private static async Task<bool> Admit(Db own, Account account, Instant now)
    {
        var rows = own.Accounts.Where(a => a.Id == account.Id && a.PasswordHash == account.PasswordHash && a.DisabledAt == null
            && (a.LockedUntil == null || a.LockedUntil <= now));
        return await rows.ExecuteUpdateAsync(a => a.SetProperty(x => x.FailedSignIns, 0).SetProperty(x => x.LockedUntil, (Instant?)null)) == 1;
    }

    private static async Task EndOld(Db own, string? oldSecret, Instant now)
    {
        if (Secret.Hash(oldSecret) is { } hash)
        {
            await own.Sessions.Where(s => s.SecretHash == hash && s.RevokedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now));
        }
    }

    private async Task Refuse(AccountId account, string address)
    {
        var clinics = await AccountTrail.ClinicsOf(db, account);
        await InClinic(clinics.Count > 0 ? clinics[0] : null, async own =>
        {
            var now = clock.Now;
            await CountFailure(own, account, now);
            if (own.Tenant == default)
            {
                await own.CountRefusal(address, "sign-in", now);
            }
            else
            {
                own.RecordStranger(own.Tenant, AuditAction.SignInRefused, now, (nameof(Account), account.Value));
            }

            return true;
        });
        foreach (var other in clinics.Skip(1))
        {
            await InClinic(other, own =>
            {
                own.RecordStranger(other, AuditAction.SignInRefused, clock.Now, (nameof(Account), account.Value));
                return Task.FromResult(true);
            });
        }
    }

    private static async Task CountFailure(Db own, AccountId account, Instant now)
    {
        await own.Accounts.Where(a => a.Id == account && (a.LockedUntil == null || a.LockedUntil <= now))
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.FailedSignIns, x => x.FailedSignIns + 1));
        var until = now + LockLasts;
        await own.Accounts.Where(a => a.Id == account && a.FailedSignIns >= TriesBeforeLock)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.FailedSignIns, 0).SetProperty(x => x.LockedUntil, until));
    }

    /// <summary>The clinic of the account's latest session, while it still belongs there; else the oldest membership.</summary>
    private async Task<Membership?> LastUsed(AccountId account, List<Membership> memberships)
    {
        var last = await db.Sessions.Where(s => s.AccountId == account && s.MembershipId != null)
            .OrderByDescending(s => s.CreatedAt).Select(s => s.MembershipId).FirstOrDefaultAsync();
        return memberships.Find(m => m.Id.Value == last) ?? memberships.FirstOrDefault();
    }

    /// <summary>In a unit of work of its own: the request's may belong to the clinic of somebody who was signed in before.</summary>
    private async Task<T> InClinic<T>(TenantId? clinic, Func<Db, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        var own = scope.ServiceProvider.GetRequiredService<Db>();
        if (clinic is { } entered)
        {
            own.Enter(entered);
        }

        return await own.InTransaction(() => work(own));
    }
}
