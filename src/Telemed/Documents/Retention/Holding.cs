using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Retention;

/// <summary>What became of a wish to hold.</summary>
public abstract record HoldSet
{
    private HoldSet() { }

    /// <summary>A hold stands, by this or by what somebody did a moment before.</summary>
    public sealed record Done : HoldSet;

    /// <param name="Fault">Of the reason: required, too-short, too-long or characters.</param>
    public sealed record Refused(string Fault) : HoldSet;

    /// <summary>Not there, or not theirs to hold.</summary>
    public sealed record None : HoldSet;
}

/// <summary>A hold as the administrator reads it.</summary>
/// <param name="SetBy">By name, as <paramref name="LiftedBy"/>.</param>
public sealed record HoldLine(string Because, string SetBy, Instant SetAt, string? LiftedBy, Instant? LiftedAt);

/// <summary>The administrator holds a patient's documents, all of them, and lets go.</summary>
public static class Holding
{
    extension(Db db)
    {
        public DbSet<LegalHold> LegalHolds => db.Set<LegalHold>();

        /// <summary>Patients whose documents <paramref name="actor"/> may hold; a file that is read within another is held with that one.</summary>
        public IQueryable<Patient> PatientsToHoldFor(Actor? actor) =>
            actor is AccountActor { Role: Role.Administrator } ? db.Patients.Where(p => p.MergedInto == null) : db.Patients.Where(p => false);

        /// <summary>All of them, the last set first; none for who may not hold.</summary>
        public async Task<IReadOnlyList<HoldLine>> HoldsOf(AccountActor actor, PatientId patient)
        {
            if (!await db.PatientsToHoldFor(actor).AnyAsync(p => p.Id == patient))
            {
                return [];
            }

            var files = db.FilesOf(patient);
            var holds = await db.LegalHolds.AsNoTracking().Where(h => files.Contains(h.PatientId)).OrderByDescending(h => h.SetAt).ToListAsync();
            var names = await db.NamesOf(holds.SelectMany(h => (AccountId?[])[h.SetBy, h.LiftedBy]).OfType<AccountId>());
            return [.. holds.Select(h => new HoldLine(h.Because, names.GetValueOrDefault(h.SetBy) ?? "", h.SetAt, h.LiftedBy is { } by ? names.GetValueOrDefault(by) ?? "" : null, h.LiftedAt))];
        }

        /// <summary>From when it answers, nothing of the patient's documents is erased.</summary>
        public Task<HoldSet> Hold(AccountActor actor, PatientId patient, string reason, Instant now) => db.InTransaction<HoldSet>(async () =>
        {
            ArgumentNullException.ThrowIfNull(reason);
            if (!await db.PatientsToHoldFor(actor).AnyAsync(p => p.Id == patient))
            {
                return new HoldSet.None();
            }

            if (Reason.Fault(reason.Trim()) is { } fault)
            {
                return new HoldSet.Refused(fault);
            }

            await db.TakeTurn(patient);
            if (!await db.IsHeld(patient))
            {
                var hold = new LegalHold { TenantId = db.Tenant, Id = LegalHoldId.New(), PatientId = patient, Because = reason.Trim(), SetBy = actor.AccountId, SetAt = now };
                db.LegalHolds.Add(hold);
                db.Record(actor, AuditAction.LegalHoldSet, now, (nameof(LegalHold), hold.Id.Value), patient);
            }

            return new HoldSet.Done();
        });

        /// <summary>What was kept by it alone may be erased from now on. False: not theirs, or none stands.</summary>
        public Task<bool> LiftHold(AccountActor actor, PatientId patient, Instant now) => db.InTransaction(async () =>
        {
            if (!await db.PatientsToHoldFor(actor).AnyAsync(p => p.Id == patient))
            {
                return false;
            }

            await db.TakeTurn(patient);
            var files = db.FilesOf(patient);
            var standing = await db.LegalHolds.Where(h => files.Contains(h.PatientId) && h.LiftedAt == null).ToListAsync();
            foreach (var hold in standing)
            {
                (hold.LiftedBy, hold.LiftedAt) = (actor.AccountId, now);
                db.Record(actor, AuditAction.LegalHoldLifted, now, (nameof(LegalHold), hold.Id.Value), hold.PatientId);
            }

            return standing.Count > 0;
        });

        /// <summary>Whether one stands for the person of this file.</summary>
        internal Task<bool> IsHeld(PatientId person)
        {
            var files = db.FilesOf(person);
            return db.LegalHolds.AnyAsync(h => files.Contains(h.PatientId) && h.LiftedAt == null);
        }

        /// <summary>Who holds and who erases come one after the other: otherwise a hold could answer between the look for one and the erasing.</summary>
        internal Task TakeTurn(PatientId person) => db.Patients.Where(p => p.Id == person).ExecuteUpdateAsync(p => p.SetProperty(x => x.Language, x => x.Language));
    }
}
