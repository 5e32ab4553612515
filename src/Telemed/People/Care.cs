using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Platform;

namespace Telemed.People;

public static class Care
{
    extension(Db db)
    {
        /// <summary>
        /// Writes that a practitioner cares for a patient from now on; nothing when it is written already. Saves what is pending first,
        /// so that both people stand. To be called inside <see cref="Db.InTransaction{T}"/>.
        /// </summary>
        public async Task CareBegins(PractitionerId practitioner, PatientId patient, Instant now)
        {
            await db.SaveChangesAsync();
            // Not read-then-add: two writers that begin the same care at once would collide on the unique key.
            object since = db.IsPostgres ? now.ToDateTimeUtc() : now.ToUnixTimeMilliseconds();
            await db.Database.ExecuteSqlRawAsync(
                "INSERT INTO care_relations (tenant_id, id, patient_id, practitioner_id, since) VALUES ({0}, {1}, {2}, {3}, {4}) ON CONFLICT DO NOTHING",
                db.Tenant.Value, CareRelationId.New().Value, patient.Value, practitioner.Value, since);
        }

        /// <summary>The account under which a patient signs in to this clinic, or null: a patient may have none.</summary>
        public async Task<AccountId?> AccountOf(PatientId patient, Instant now)
        {
            var membership = await db.Memberships.AsNoTracking()
                .FirstOrDefaultAsync(m => m.PatientId == patient && (m.EndedAt == null || m.EndedAt > now));
            return membership?.AccountId;
        }
    }
}
