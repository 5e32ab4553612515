using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.People.Identity;

/// <summary>What became of a wish to say who a patient is.</summary>
public abstract record IdentityOutcome
{
    private IdentityOutcome() { }

    public sealed record Done(Patient Patient) : IdentityOutcome;

    /// <summary>Not there, or not theirs.</summary>
    public sealed record NotFound : IdentityOutcome;

    /// <summary>Somebody changed the file since it was read. Nothing was written.</summary>
    public sealed record Stale : IdentityOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Faults">A code per field.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Faults) : IdentityOutcome;

    /// <summary>A trait that the law wants is missing, or somebody else has the number. Nothing was written.</summary>
    public sealed record Incomplete : IdentityOutcome;
}

/// <summary>
/// Who a patient is, and how sure that is (RNIV 1): traits are changed and documents seen by the clinic's staff, numbers given by the national
/// service. Every change keeps what stood before in <see cref="IdentityVersion"/>.
/// </summary>
public static class Identities
{
    extension(Db db)
    {
        /// <summary>Patients whose identity <paramref name="actor"/> may change: those whose page they open, for the clinic's staff.</summary>
        public IQueryable<Patient> PatientsToIdentify(Actor? actor) =>
            actor is AccountActor { IsStaff: true } ? db.PatientsFor(actor).Where(p => p.MergedInto == null) : db.Patients.Where(_ => false);

        /// <summary>Says who a patient is. A trait of <see cref="StrictTraits"/> that changes takes back what confirmed the old ones.</summary>
        /// <param name="read">The number of identity versions that the writer's page showed: see <see cref="IdentityVersions"/>.</param>
        public Task<IdentityOutcome> ChangeIdentity(AccountActor actor, PatientId patient, NewPatient said, int read, LocalDate today, Instant now)
        {
            ArgumentNullException.ThrowIfNull(said);
            return db.OrStale(async () =>
            {
                if (await db.PatientsToIdentify(actor).SingleOrDefaultAsync(p => p.Id == patient) is not { } file)
                {
                    return new IdentityOutcome.NotFound();
                }

                if (said.Faults(today) is { Count: > 0 } faults)
                {
                    return new IdentityOutcome.Invalid(faults);
                }

                // Two at once would wait for each other's keys.
                await db.InTurn(patient);
                if (await db.IdentityVersionsOf(patient).CountAsync() != read)
                {
                    return new IdentityOutcome.Stale();
                }

                var number = db.KeepFirst(file, read);
                var before = file.Traits;
                file.Describe(said);
                if (!before.Match(file.Traits))
                {
                    (file.IdentityStatus, file.InsNumber, file.InsKind) = (IdentityStatus.Provisional, null, null);
                }

                db.Keep(file, number, null, actor.AccountId, now);
                db.Record(actor, AuditAction.IdentityChanged, now, (nameof(Patient), patient.Value), patient);
                return new IdentityOutcome.Done(file);
            });
        }

        /// <summary>A document of high trust was seen and bears the same traits.</summary>
        public Task<IdentityOutcome> ValidateIdentity(AccountActor actor, PatientId patient, IdentityProof seen, int read, Instant now) => db.OrStale(async () =>
        {
            if (await db.PatientsToIdentify(actor).SingleOrDefaultAsync(p => p.Id == patient) is not { } file)
            {
                return new IdentityOutcome.NotFound();
            }

            if (!Enum.IsDefined(seen) || file.Sex is Sex.Unknown || file.BirthPlace is null)
            {
                return new IdentityOutcome.Incomplete();
            }

            await db.InTurn(patient);
            if (await db.IdentityVersionsOf(patient).CountAsync() != read)
            {
                return new IdentityOutcome.Stale();
            }

            var number = db.KeepFirst(file, read);
            file.IdentityStatus = file.InsNumber is null ? IdentityStatus.Validated : IdentityStatus.Qualified;
            db.Keep(file, number, seen, actor.AccountId, now);
            db.Record(actor, AuditAction.IdentityValidated, now, (nameof(Patient), patient.Value), patient, detail: seen.ToString());
            return new IdentityOutcome.Done(file);
        });

        /// <summary>
        /// Takes an answer of the national service: one person with the same traits makes a provisional identity retrieved, a validated one qualified.
        /// Anything else changes nothing. The only way to those two statuses.
        /// </summary>
        public Task<IdentityOutcome> TakeInsi(Actor actor, PatientId patient, InsiAnswer answer, Instant now) => db.OrStale(async () =>
        {
            await db.InTurn(patient);
            if (await db.Patients.SingleOrDefaultAsync(p => p.Id == patient && p.MergedInto == null) is not { } file)
            {
                return new IdentityOutcome.NotFound();
            }

            if (answer is not InsiAnswer.One one || !one.Traits.Match(file.Traits) || await db.Patients.AnyAsync(p => p.InsNumber == one.Ins.Packed && p.Id != patient))
            {
                return new IdentityOutcome.Incomplete();
            }

            var number = db.KeepFirst(file, await db.IdentityVersionsOf(patient).CountAsync());
            (file.InsNumber, file.InsKind) = (one.Ins.Packed, one.Kind);
            file.IdentityStatus = file.IdentityStatus is IdentityStatus.Provisional or IdentityStatus.Retrieved ? IdentityStatus.Retrieved : IdentityStatus.Qualified;
            db.Keep(file, number, null, (actor as AccountActor)?.AccountId, now);
            db.Record(actor, AuditAction.IdentityValidated, now, (nameof(Patient), patient.Value), patient, detail: "insi");
            return new IdentityOutcome.Done(file);
        });

        /// <summary>Who a patient was said to be, the latest first. Empty: nothing was changed since the file was opened.</summary>
        public IQueryable<IdentityVersion> IdentityVersionsOf(PatientId patient) =>
            db.IdentityVersions.AsNoTracking().Where(v => v.PatientId == patient).OrderByDescending(v => v.Number);

        // Of two who change one file at once, the number of the version lets one in.
        private async Task<IdentityOutcome> OrStale(Func<Task<IdentityOutcome>> change)
        {
            try
            {
                return await db.InTransaction(change);
            }
            catch (DbUpdateException)
            {
                return new IdentityOutcome.Stale();
            }
        }

        // The first change keeps what stood before it as well. Returns the number of what comes next.
        private int KeepFirst(Patient file, int versions)
        {
            if (versions is 0)
            {
                db.Keep(file, 1, null, null, file.CreatedAt);
            }

            return Math.Max(versions, 1) + 1;
        }

        private void Keep(Patient file, int number, IdentityProof? proof, AccountId? by, Instant now) => db.IdentityVersions.Add(new IdentityVersion
        {
            TenantId = file.TenantId, Id = IdentityVersionId.New(), PatientId = file.Id, Number = number, FamilyName = file.FamilyName, GivenName = file.GivenName, OtherGivenNames = file.OtherGivenNames,
            UsedFamilyName = file.UsedFamilyName, UsedGivenName = file.UsedGivenName, BirthDate = file.BirthDate, Sex = file.Sex, BirthPlace = file.BirthPlace,
            Status = file.IdentityStatus, Proof = proof, By = by, At = now,
        });
    }
}
