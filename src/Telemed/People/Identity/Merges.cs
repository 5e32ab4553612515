using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.People.Identity;

/// <summary>What became of a wish to join two files, or to part them again.</summary>
public enum MergeOutcome
{
    Done,

    /// <summary>One of them is not there, not theirs, or joined already.</summary>
    NotFound,

    /// <summary>One file with itself.</summary>
    Same,

    /// <summary>Both have an account: which of them goes on has to be said by the person first.</summary>
    TwoAccounts,

    /// <summary>Both identities were confirmed, and they differ: that is two people.</summary>
    TwoIdentities,

    /// <summary>The file that would be read within the other has files within it: they are parted first, so that each merge can be undone by itself.</summary>
    Nested,
    ReasonMissing,
}

/// <summary>
/// Files of one person joined and parted. No row moves: the other file keeps its history and points to the one that is kept, within which it is
/// read from then on; who cares for the person under one of them does so under both while it lasts.
/// </summary>
public static class Merges
{
    extension(Db db)
    {
        /// <summary>
        /// Joins two files. The one with an account is kept; else the one that is given as such. Assistants and administrators, who see every
        /// identity of the clinic; anybody else finds none.
        /// </summary>
        public Task<(MergeOutcome Outcome, PatientId Kept)> MergePatients(AccountActor actor, PatientId kept, PatientId other, string? reason, Instant now) => db.InTransaction(async () =>
        {
            var mine = db.FilesToMerge(actor);
            if (kept == other)
            {
                return (MergeOutcome.Same, kept);
            }

            // Else two who join the same files the other way round would each see both free, and none would be left to open.
            await db.InTurn(kept, other);
            if (await mine.SingleOrDefaultAsync(p => p.Id == kept) is not { } first || await mine.SingleOrDefaultAsync(p => p.Id == other) is not { } second)
            {
                return (MergeOutcome.NotFound, kept);
            }

            if (PlainText.Fault(reason, PatientMerge.MaxReason) is not null)
            {
                return (MergeOutcome.ReasonMissing, kept);
            }

            if (Confirmed(first) && Confirmed(second) && !first.Traits.Match(second.Traits))
            {
                return (MergeOutcome.TwoIdentities, kept);
            }

            var (one, two) = (await db.AccountOf(kept), await db.AccountOf(other));
            if (one is not null && two is not null)
            {
                return (MergeOutcome.TwoAccounts, kept);
            }

            var (keep, leave) = two is null ? (first, second) : (second, first);
            if (await db.Patients.AnyAsync(p => p.MergedInto == leave.Id))
            {
                return (MergeOutcome.Nested, kept);
            }

            await db.Join(actor, keep, leave, reason!.Trim(), now);
            return (MergeOutcome.Done, keep.Id);
        });

        /// <summary>Parts a file from the one in which it was read: both are again what they were, with what was written in each since.</summary>
        public Task<MergeOutcome> UnmergePatients(AccountActor actor, PatientId other, string? reason, Instant now) => db.InTransaction(async () =>
        {
            if (!actor.MayMerge() || await db.PatientMerges.SingleOrDefaultAsync(m => m.Other == other && m.UndoneAt == null) is not { } merge)
            {
                return MergeOutcome.NotFound;
            }

            if (PlainText.Fault(reason, PatientMerge.MaxReason) is not null)
            {
                return MergeOutcome.ReasonMissing;
            }

            (await db.Patients.SingleAsync(p => p.Id == other)).MergedInto = null;
            (merge.UndoneAt, merge.UndoneBy, merge.UndoneReason) = (now, actor.AccountId, reason!.Trim());
            await db.CareRelations.Where(r => r.ByMerge == merge.Id).ExecuteDeleteAsync();
            db.Record(actor, AuditAction.PatientsUnmerged, now, (nameof(Patient), merge.Kept.Value), merge.Other);
            db.Record(actor, AuditAction.PatientsUnmerged, now, (nameof(Patient), merge.Other.Value), merge.Kept);
            return MergeOutcome.Done;
        });

        private async Task Join(AccountActor actor, Patient kept, Patient other, string reason, Instant now)
        {
            var (into, from) = (kept.Id, other.Id);
            other.MergedInto = into;
            var merge = new PatientMerge { TenantId = db.Tenant, Id = PatientMergeId.New(), Kept = into, Other = from, Reason = reason, By = actor.AccountId, At = now };
            db.PatientMerges.Add(merge);
            await db.CareCrosses(merge, now);
            db.Record(actor, AuditAction.PatientsMerged, now, (nameof(Patient), into.Value), from);
            db.Record(actor, AuditAction.PatientsMerged, now, (nameof(Patient), from.Value), into);
        }
    }

    private static bool Confirmed(Patient file) => file.IdentityStatus is not IdentityStatus.Provisional;
}
