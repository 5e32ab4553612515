using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Accounts;

/// <summary>An account to be made with its role in a clinic.</summary>
/// <param name="Language">fr or en.</param>
/// <param name="PractitionerId">Exactly when <paramref name="Role"/> is Practitioner.</param>
/// <param name="PatientId">Exactly when <paramref name="Role"/> is Patient.</param>
public sealed record NewAccount(string Email, string Password, string GivenName, string FamilyName, string Language, Role Role,
    PractitionerId? PractitionerId = null, PatientId? PatientId = null);

/// <summary>Accounts made by the program itself: the first administrator, the demo clinics. Their address counts as confirmed.</summary>
public static class NewAccounts
{
    /// <summary>
    /// Adds the account and its membership of the clinic that <paramref name="db"/> has entered; the caller saves, with the
    /// practitioner or patient row that the membership names.
    /// </summary>
    public static (AccountId Account, MembershipId Membership) Create(Db db, NewAccount wanted, Instant now)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(wanted);
        var account = new Account
        {
            Id = AccountId.New(), Email = wanted.Email, NormalizedEmail = wanted.Email.ToUpperInvariant(), GivenName = wanted.GivenName,
            FamilyName = wanted.FamilyName, Language = wanted.Language, CreatedAt = now, EmailConfirmedAt = now,
            PasswordHash = Passwords.Hash(wanted.Password), SecurityStamp = Secret.New(),
        };
        var membership = new Membership
        {
            TenantId = db.Tenant, Id = MembershipId.New(), AccountId = account.Id, Role = wanted.Role,
            PractitionerId = wanted.PractitionerId, PatientId = wanted.PatientId, Since = now,
        };
        db.Accounts.Add(account);
        db.Memberships.Add(membership);
        return (account.Id, membership.Id);
    }
}
