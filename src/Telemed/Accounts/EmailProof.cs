using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Accounts;

public enum EmailProofOutcome
{
    Confirmed,

    /// <summary>Wrong, used, too old, tried too often or never sent: nobody is told which.</summary>
    Refused,
    TooMany,
}

/// <summary>
/// Proving that an e-mail address is one's own by a code mailed to it. The code's id is the key of the page: it stays in the browser
/// that asked and never stands in the mail, so a code helps nobody but the one who registered.
/// </summary>
public sealed class EmailProof(Db db, Buckets buckets, ShortCodes codes, Clock clock, IServiceScopeFactory scopes)
{
    /// <summary>Adds a code and its mail to the unit of work; too many mails to one address: the code, but no mail.</summary>
    internal static EmailCodeId Ask(Db db, Account account, Buckets buckets, Instant now)
    {
        var code = new EmailCode { Id = EmailCodeId.New(), AccountId = account.Id, CreatedAt = now, ExpiresAt = now + EmailCode.Life };
        db.EmailCodes.Add(code);
        if (buckets.Take(RateLimits.MailByAddressee, account.NormalizedEmail))
        {
            db.Mail(account.Id, NotificationKind.EmailCode, code.Id.Value, now);
        }

        return code.Id;
    }

    internal static Task Void(Db db, AccountId account, Instant now) =>
        db.EmailCodes.Where(c => c.AccountId == account && c.UsedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now));

    public async Task<EmailProofOutcome> Confirm(EmailCodeId id, string typed, string address)
    {
        if (!buckets.Take(RateLimits.CodeEntry, address))
        {
            return EmailProofOutcome.TooMany;
        }

        var account = await AccountOf(id);
        if (account is null || account.EmailConfirmedAt is not null)
        {
            await db.CountRefusal(address, "email-code", clock.Now);
            return EmailProofOutcome.Refused;
        }

        return await InClinicOf(account, async own =>
        {
            var now = clock.Now;
            var right = await Use(own, id, typed, now)
                && await own.Accounts.Where(a => a.Id == account.Id && a.EmailConfirmedAt == null)
                    .ExecuteUpdateAsync(a => a.SetProperty(x => x.EmailConfirmedAt, now)) == 1;
            own.Record(AccountTrail.ActorOf(own.Tenant, account.Id, null), AuditAction.EmailConfirmed, now, (nameof(Account), account.Id.Value), allowed: right);
            return right ? EmailProofOutcome.Confirmed : EmailProofOutcome.Refused;
        });
    }

    /// <summary>A fresh code in place of an earlier one. An unknown id gets an answer of the same kind. Null: too many from this address.</summary>
    public async Task<EmailCodeId?> AskAgain(EmailCodeId earlier, string address)
    {
        if (!buckets.Take(RateLimits.MailByAddress, address))
        {
            return null;
        }

        return await AccountOf(earlier) is { } account
            ? await InClinicOf(account, async own =>
            {
                var rows = own.EmailCodes;
                await rows.Where(c => c.Id == earlier && c.UsedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, clock.Now));
                return Ask(own, account, buckets, clock.Now);
            })
            : EmailCodeId.New();
    }

    /// <summary>A code for somebody signed in whose address is not confirmed yet. Null: too many from this address, or nothing to confirm.</summary>
    public async Task<EmailCodeId?> AskFor(AccountId id, string address)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.EmailConfirmedAt == null && a.RegisteredWith != null);
        return account is not null && buckets.Take(RateLimits.MailByAddress, address)
            ? await InClinicOf(account, own => Task.FromResult(Ask(own, account, buckets, clock.Now)))
            : null;
    }

    /// <summary>Counts the try before it looks, and takes the code in one statement: of any number of tries at once, one wins and five count.</summary>
    private async Task<bool> Use(Db own, EmailCodeId id, string typed, Instant now)
    {
        var rows = own.EmailCodes;
        var alive = rows.Where(c => c.Id == id && c.UsedAt == null && c.ExpiresAt > now);
        if (await alive.Where(c => c.Tries < EmailCode.MaxTries).ExecuteUpdateAsync(c => c.SetProperty(x => x.Tries, x => x.Tries + 1)) != 1)
        {
            return false;
        }

        var hash = await rows.Where(c => c.Id == id).Select(c => c.CodeHash).SingleAsync();
        return codes.Matches(hash, id.Value, typed) && await alive.ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now)) == 1;
    }

    private async Task<Account?> AccountOf(EmailCodeId id)
    {
        var accounts = db.Accounts;
        return await db.EmailCodes.Where(c => c.Id == id).Join(accounts, c => c.AccountId, a => a.Id, (_, a) => a).AsNoTracking().SingleOrDefaultAsync();
    }

    private async Task<T> InClinicOf<T>(Account account, Func<Db, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        var own = scope.ServiceProvider.GetRequiredService<Db>();
        own.Enter(account.RegisteredWith ?? (await AccountTrail.ClinicsOf(db, account.Id))[0]);
        return await own.InTransaction(() => work(own));
    }
}
