using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.People;

/// <summary>Who looks after the agendas of a clinic.</summary>
public static class Desk
{
    extension(Db db)
    {
        /// <summary>The accounts of these practitioners and of every assistant of the clinic.</summary>
        public Task<List<AccountId>> WhoPlansFor(IReadOnlyCollection<PractitionerId> practitioners, Instant now) =>
            db.Memberships.Where(m => (m.EndedAt == null || m.EndedAt > now)
                    && (m.Role == Role.Assistant || (m.PractitionerId != null && practitioners.Contains(m.PractitionerId.Value))))
                .Select(m => m.AccountId).Distinct().ToListAsync();
    }
}
