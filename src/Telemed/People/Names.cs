using Microsoft.EntityFrameworkCore;
using Telemed.Accounts;
using Telemed.Platform;

namespace Telemed.People;

/// <summary>What people of the clinic are called on screen.</summary>
public static class Names
{
    extension(Db db)
    {
        /// <summary>A practitioner as patients read it ("Dr Alice Martin"), anybody else by given and family name.</summary>
        public async Task<Dictionary<AccountId, string>> NamesOf(IEnumerable<AccountId> accounts)
        {
            var wanted = accounts.Distinct().ToList();
            var names = await db.Accounts.AsNoTracking().Where(a => wanted.Contains(a.Id))
                .ToDictionaryAsync(a => a.Id, a => $"{a.GivenName} {a.FamilyName}");
            foreach (var practitioner in await db.Practitioners.AsNoTracking().Where(p => wanted.Contains(p.AccountId)).ToListAsync())
            {
                names[practitioner.AccountId] = practitioner.DisplayName;
            }

            return names;
        }
    }
}
