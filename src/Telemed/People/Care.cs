using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.People.Identity;
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
            if (await db.InsertCare(practitioner, patient, now, null) is 0)
            {
                // It stood, and with it what follows from merges.
                return;
            }

            await db.FollowsFromMerges(practitioner, patient, now);
        }

        /// <summary>The same because a colleague who cares for the patient says so; nothing when it stands already. To be called inside <see cref="Db.InTransaction{T}"/>.</summary>
        public async Task CareIsGranted(PractitionerId practitioner, PatientId patient, PractitionerId by, Instant now)
        {
            await db.SaveChangesAsync();
            if (await db.Database.ExecuteSqlAsync($"""
                INSERT INTO care_relations (tenant_id, id, patient_id, practitioner_id, since, granted_by) VALUES ({db.Tenant.Value}, {CareRelationId.New().Value}, {patient.Value}, {practitioner.Value}, {db.Stored(now)}, {by.Value})
                ON CONFLICT (tenant_id, patient_id, practitioner_id) DO UPDATE SET ends_at = NULL, by_merge = NULL, granted_by = excluded.granted_by WHERE care_relations.ends_at IS NOT NULL
                """) > 0)
            {
                await db.FollowsFromMerges(practitioner, patient, now);
            }
        }

        /// <summary>What was given is taken back, with what followed from it by a merge; what stands by itself stays. True when something ended.</summary>
        public async Task<bool> GrantEnds(PractitionerId practitioner, PatientId patient, Instant now)
        {
            var (ends, merges) = ((Instant?)now, db.PatientMerges);
            if (await db.CareRelations.Where(r => r.PatientId == patient && r.PractitionerId == practitioner && r.GrantedBy != null && r.EndsAt == null)
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.EndsAt, ends)) is 0)
            {
                return false;
            }

            await db.CareRelations.Where(r => r.PractitionerId == practitioner && r.EndsAt == null && merges.Any(m => m.Id == r.ByMerge && m.Kept == patient))
                .ExecuteUpdateAsync(r => r.SetProperty(x => x.EndsAt, ends));
            return true;
        }

        private async Task FollowsFromMerges(PractitionerId practitioner, PatientId patient, Instant now)
        {
            foreach (var merge in await db.PatientMerges.AsNoTracking().Where(m => m.Kept == patient && m.UndoneAt == null).ToListAsync())
            {
                await db.InsertCare(practitioner, merge.Other, now, merge.Id);
            }
        }

        /// <summary>Who cares for a person under one file does so under the other. To be called inside <see cref="Db.InTransaction{T}"/>.</summary>
        internal async Task CareCrosses(PatientMerge merge, Instant now)
        {
            await db.SaveChangesAsync();
            var (kept, other) = (merge.Kept, merge.Other);
            foreach (var relation in await db.CareRelations.AsNoTracking().Where(r => (r.PatientId == kept || r.PatientId == other) && r.EndsAt == null).ToListAsync())
            {
                await db.InsertCare(relation.PractitionerId, relation.PatientId == kept ? other : kept, now, merge.Id);
            }
        }

        /// <summary>Opens a record for a while; where care goes on anyway, nothing. To be called inside <see cref="Db.InTransaction{T}"/>.</summary>
        public Task CareInEmergency(PractitionerId practitioner, PatientId patient, Instant now, Instant until)
        {
            var (since, ends) = (db.Stored(now), db.Stored(until));
            return db.Database.ExecuteSqlAsync($"""
                INSERT INTO care_relations (tenant_id, id, patient_id, practitioner_id, since, ends_at) VALUES ({db.Tenant.Value}, {CareRelationId.New().Value}, {patient.Value}, {practitioner.Value}, {since}, {ends})
                ON CONFLICT (tenant_id, patient_id, practitioner_id) DO UPDATE SET ends_at = excluded.ends_at WHERE care_relations.ends_at IS NOT NULL
                """);
        }

        // Not read-then-add: two writers that begin the same care at once would collide on the unique key. What was opened in an emergency, or
        // followed from a merge, stands by itself from now on.
        private Task<int> InsertCare(PractitionerId practitioner, PatientId patient, Instant now, PatientMergeId? merge)
        {
            var (since, id) = (db.Stored(now), CareRelationId.New().Value);
            return merge is { } by
                ? db.Database.ExecuteSqlAsync($"""
                    INSERT INTO care_relations (tenant_id, id, patient_id, practitioner_id, since, by_merge) VALUES ({db.Tenant.Value}, {id}, {patient.Value}, {practitioner.Value}, {since}, {by.Value})
                    ON CONFLICT (tenant_id, patient_id, practitioner_id) DO UPDATE SET ends_at = NULL, by_merge = excluded.by_merge WHERE care_relations.ends_at IS NOT NULL
                    """)
                : db.Database.ExecuteSqlAsync($"""
                    INSERT INTO care_relations (tenant_id, id, patient_id, practitioner_id, since) VALUES ({db.Tenant.Value}, {id}, {patient.Value}, {practitioner.Value}, {since})
                    ON CONFLICT (tenant_id, patient_id, practitioner_id) DO UPDATE SET ends_at = NULL, by_merge = NULL, granted_by = NULL
                    WHERE care_relations.ends_at IS NOT NULL OR care_relations.by_merge IS NOT NULL OR care_relations.granted_by IS NOT NULL
                    """);
        }

        private object Stored(Instant at) => db.IsPostgres ? at.ToDateTimeUtc() : at.ToUnixTimeMilliseconds();

        /// <summary>The account under which a patient signs in to this clinic, or null: a patient may have none.</summary>
        public async Task<AccountId?> AccountOf(PatientId patient, Instant now)
        {
            var membership = await db.Memberships.AsNoTracking()
                .FirstOrDefaultAsync(m => m.PatientId == patient && (m.EndedAt == null || m.EndedAt > now));
            return membership?.AccountId;
        }
    }
}
