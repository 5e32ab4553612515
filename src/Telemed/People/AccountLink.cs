using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.People;

/// <summary>Linking an account to the patient whose it is: from then on it sees what the clinic shares with that patient.</summary>
public static class AccountLink
{
    extension(Db db)
    {
        /// <summary>
        /// The account that may be linked in the entered clinic: confirmed, not disabled, and without a role there. Null for any other,
        /// whatever the reason.
        /// </summary>
        public async Task<Account?> FreeAccount(EmailAddress email)
        {
            var memberships = db.Memberships;
            return await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedEmail == email.Normalized
                && a.EmailConfirmedAt != null && a.DisabledAt == null && !memberships.Any(m => m.AccountId == a.Id));
        }

        /// <summary>The account of a patient, or null.</summary>
        public async Task<Account?> AccountOf(PatientId patient)
        {
            var accounts = db.Accounts;
            return await db.Memberships.Where(m => m.PatientId == patient && m.EndedAt == null)
                .Join(accounts, m => m.AccountId, a => a.Id, (_, a) => a).AsNoTracking().SingleOrDefaultAsync();
        }

        /// <summary>
        /// Makes the account the patient's. Null when it is not free (any more) or the patient has one already: the database lets one
        /// living account a patient, and one role an account and clinic.
        /// </summary>
        /// <param name="by">Staff, or the account itself by a visit's cookie and birth date.</param>
        public async Task<Membership?> Link(Actor by, Account account, PatientId patient, Instant now)
        {
            ArgumentNullException.ThrowIfNull(account);
            if (account.EmailConfirmedAt is null || await db.AccountOf(patient) is not null)
            {
                return null;
            }

            var membership = new Membership
            {
                TenantId = db.Tenant, Id = MembershipId.New(), AccountId = account.Id, Role = Role.Patient, PatientId = patient, Since = now,
            };
            try
            {
                await db.InTransaction(() =>
                {
                    db.Memberships.Add(membership);
                    db.Record(by, AuditAction.AccountLinked, now, (nameof(Account), account.Id.Value), patient);
                    return Task.CompletedTask;
                });
                return membership;
            }
            catch (DbUpdateException)
            {
                return null;
            }
        }
    }
}
