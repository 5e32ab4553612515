using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.People;

/// <summary>Who an account is in the clinic entered.</summary>
/// <param name="Language">fr or en.</param>
public sealed record Member(AccountActor Actor, string Language);

public static class Members
{
    extension(Db db)
    {
        /// <summary>Who an account is here at this moment, with no session at hand; null when it is nobody (any more), or is disabled.</summary>
        public async Task<Member?> MemberNow(AccountId id, Instant now)
        {
            var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.DisabledAt == null);
            var role = await db.Memberships.AsNoTracking().FirstOrDefaultAsync(m => m.AccountId == id && (m.EndedAt == null || m.EndedAt > now));
            return account is null || role is null ? null
                : new Member(new AccountActor(role.TenantId, id, role.Role, role.PractitionerId, role.PatientId), account.Language);
        }
    }
}
