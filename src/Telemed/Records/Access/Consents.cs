using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Observing;
using Telemed.Tenancy;

namespace Telemed.Records.Access;

/// <summary>Consents given and withdrawn: by the patient; or written down by who heard them.</summary>
public static class Consents
{
    /// <summary>The version of the texts that are shown now.</summary>
    public const int TextVersion = 1;

    extension(Db db)
    {
        /// <summary>Everything a patient ever said, the latest first, to whom may open their page.</summary>
        public async Task<List<Consent>> ConsentsOf(Actor actor, PatientId patient)
        {
            var mine = db.PatientsFor(actor);
            return await db.Set<Consent>().AsNoTracking().Where(c => c.PatientId == patient && mine.Any(p => p.Id == c.PatientId)).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).ToListAsync();
        }

        /// <summary>What holds of one purpose; null: nobody asked. Whoever calls it has asked first whether the actor may know.</summary>
        internal Task<Consent?> SaidLast(PatientId patient, ConsentPurpose purpose) => db.Set<Consent>().AsNoTracking().Where(c => c.PatientId == patient && c.Purpose == purpose)
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Id).FirstOrDefaultAsync();

        /// <summary>When the patient agreed to a visit by video, by joining it; the latest first, some of them.</summary>
        public async Task<List<Instant>> JoinedByVideo(Actor actor, PatientId patient)
        {
            var (mine, files) = (db.PatientsFor(actor), db.FilesOf(patient));
            return await db.Participants.AsNoTracking().Where(p => p.PatientId != null && files.Contains(p.PatientId.Value) && p.ConsentedAt != null && mine.Any(m => m.Id == patient))
                .OrderByDescending(p => p.ConsentedAt).Take(20).Select(p => p.ConsentedAt!.Value).ToListAsync();
        }

        /// <summary>Gives or withdraws. False: not theirs. The same said again adds nothing.</summary>
        /// <param name="means">Account for the patient; anything else for staff who may open the page.</param>
        public Task<bool> Say(AccountActor actor, PatientId patient, ConsentPurpose purpose, bool given, ConsentMeans means, Instant now) => db.InTransaction(async () =>
        {
            var fits = (actor.Role is Role.Patient) == (means is ConsentMeans.Account) && actor.Role is Role.Patient or Role.Practitioner or Role.Assistant;
            if (!fits || !Enum.IsDefined(purpose) || !Enum.IsDefined(means) || !await db.PatientsFor(actor).AnyAsync(p => p.Id == patient))
            {
                return false;
            }

            var last = await db.SaidLast(patient, purpose);
            if (last is null || last.Given != given || last.TextVersion != TextVersion)
            {
                var said = new Consent
                {
                    TenantId = db.Tenant, Id = ConsentId.New(), PatientId = patient, Purpose = purpose, Given = given, TextVersion = TextVersion, Means = means,
                    By = actor.AccountId, At = now,
                };
                db.Set<Consent>().Add(said);
                db.Record(actor, AuditAction.ConsentChanged, now, (nameof(Consent), said.Id.Value), patient, detail: $"{purpose}-{(given ? "given" : "withdrawn")}");
                if (!given && purpose is ConsentPurpose.RemoteMonitoring)
                {
                    await db.MonitoringEnds(actor, patient, now);
                }

                if (!given && purpose is ConsentPurpose.Sharing)
                {
                    await db.StopShowingAll(actor, patient, now);
                }
            }

            return true;
        });
    }
}
