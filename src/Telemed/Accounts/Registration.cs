using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Accounts;

/// <summary>What somebody gives to register; every part checked. No role: it follows from being linked by a clinic.</summary>
/// <param name="Clinic">Whose outbox carries the mail and whose trail tells of it.</param>
/// <param name="Address">From <see cref="ClientAddress"/>.</param>
public sealed record NewPerson(EmailAddress Email, string Password, string GivenName, string FamilyName, string Language, TenantId Clinic, string Address);

/// <summary>
/// Registering. The answer is the same whether or not the address is taken, and it comes on a beat. The work is an account (new, or as it
/// was), a code, a mail. Only its owner reads which: a taken address gets "you already have an account" instead of a code.
/// </summary>
public sealed class Registration(Buckets buckets, IPasswordHasher<Account> passwords, Clock clock, EvenTime even, IServiceScopeFactory scopes)
{
    /// <summary>The code that is asked for next; null when too many came from this address.</summary>
    public async Task<EmailCodeId?> Submit(NewPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (!buckets.Take(RateLimits.Register, person.Address))
        {
            return null;
        }

        var begun = EvenTime.Begin();
        // Outside the transaction: hashing takes a tenth of a second, during which no other writer should wait.
        var hash = passwords.HashPassword(null!, person.Password);
        var code = await Ask(person, hash);
        await even.Beat(begun, EvenTime.Account);
        return code;
    }

    private async Task<EmailCodeId> Ask(NewPerson person, string hash)
    {
        try
        {
            return await Once(person, hash);
        }
        catch (DbUpdateException)
        {
            // Registered by somebody else at the same moment: now the address is found.
            return await Once(person, hash);
        }
    }

    private async Task<EmailCodeId> Once(NewPerson person, string hash)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(person.Clinic);
        return await db.InTransaction(async () =>
        {
            var account = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedEmail == person.Email.Normalized);
            if (account is null)
            {
                account = Add(db, person, hash);
            }
            else if (account.EmailConfirmedAt is null)
            {
                await StartOver(db, account, person, hash);
            }

            return EmailProof.Ask(db, account, buckets, clock.Now);
        });
    }

    private Account Add(Db db, NewPerson person, string hash)
    {
        var account = new Account
        {
            Id = AccountId.New(), Email = person.Email.Value, NormalizedEmail = person.Email.Normalized, GivenName = person.GivenName,
            FamilyName = person.FamilyName, Language = person.Language, CreatedAt = clock.Now, RegisteredWith = person.Clinic,
            PasswordHash = hash, SecurityStamp = Secret.New(),
        };
        db.Accounts.Add(account);
        db.Record(AccountTrail.ActorOf(person.Clinic, account.Id, null), AuditAction.AccountRegistered, clock.Now, (nameof(Account), account.Id.Value));
        return account;
    }

    /// <summary>
    /// Nobody has proved yet that the address is theirs: the latest to register decides, and codes of earlier ones are void. Else a
    /// stranger could register first and keep a password that the owner's code then makes good.
    /// </summary>
    private async Task StartOver(Db db, Account account, NewPerson person, string hash)
    {
        (account.PasswordHash, account.SecurityStamp) = (hash, Secret.New());
        (account.GivenName, account.FamilyName, account.Language) = (person.GivenName, person.FamilyName, person.Language);
        await Sessions.Revoke(db, account.Id, clock.Now);
        await EmailProof.Void(db, account.Id, clock.Now);
        db.Record(AccountTrail.ActorOf(person.Clinic, account.Id, null), AuditAction.AccountRegistered, clock.Now, (nameof(Account), account.Id.Value));
    }
}
