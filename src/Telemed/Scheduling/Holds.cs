using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling.Online;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>What became of a wish to hold a time.</summary>
public abstract record HoldOutcome
{
    private HoldOutcome() { }

    public sealed record Held(BusyTimeId Id) : HoldOutcome;

    /// <summary>Somebody else has it.</summary>
    public sealed record Taken : HoldOutcome;

    /// <summary>So many are held from that address that nobody more may for now.</summary>
    public sealed record TooMany : HoldOutcome;

    /// <summary>No such visit type, practitioner or time on offer.</summary>
    public sealed record NotOffered : HoldOutcome;
}

/// <summary>A time is kept for whoever is filling in the form for it. FHIR Slot, busy-tentative.</summary>
public static class Holds
{
    /// <summary>From the moment at which it was taken; a booking after that must win the time anew.</summary>
    public static readonly Duration Lasts = Duration.FromMinutes(10);

    // Of many who press one time at once, one asks at a time on each node: the others would else ask everything before the first has it.
    private static readonly SemaphoreSlim[] Doors = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    extension(Db db)
    {
        /// <summary>Holds a time for an account, and lets go of whatever else that account held: one form, one time. Not in a transaction.</summary>
        public async Task<HoldOutcome> HoldSlot(AccountActor by, PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now)
        {
            ArgumentNullException.ThrowIfNull(by);
            var door = Doors[(uint)HashCode.Combine(practitioner, start) % (uint)Doors.Length];
            await door.WaitAsync();
            try
            {
                return await db.HoldInTurn(by, practitioner, visit, start, now);
            }
            finally
            {
                door.Release();
            }
        }

        private async Task<HoldOutcome> HoldInTurn(AccountActor by, PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now)
        {
            if (await db.OfferedType(visit) is not { } type || (by.Role is Role.Patient && !type.ForPatients))
            {
                return new HoldOutcome.NotOffered();
            }

            var refused = await Foreseen(db, practitioner, type, start, now, by);
            if (refused is HoldOutcome.Taken && await db.BusyTimes.AnyAsync(b => b.HeldBy == by.AccountId && b.Kind == BusyKind.Hold))
            {
                await db.LetGo(by);
            }

            // What is on offer is not asked again in the practitioner's turn, where others wait: the booking asks it again in its own.
            return refused ?? await db.InTransaction(() => Place(db, practitioner, type, start, now, () => db.LetGo(by), by.AccountId));
        }

        /// <summary>Holds a time for a patient in the place of what the same person held before. To be called in a transaction.</summary>
        /// <param name="letGo">Gives that back, once the practitioner's time may be written.</param>
        internal async Task<HoldOutcome> TakeHold(PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now, Func<Task> letGo) =>
            await db.OfferedType(visit) is { } type && await IsOffered(db, practitioner, type, start, now, forPatient: true)
                ? await Place(db, practitioner, type, start, now, letGo, by: null) : new HoldOutcome.NotOffered();

        /// <summary>Whether it is this actor's own hold, whose place their booking may take.</summary>
        internal async Task<bool> IsHeldBy(Actor actor, BusyTimeId hold) => actor switch
        {
            AccountActor account => await db.BusyTimes.AnyAsync(b => b.Id == hold && b.HeldBy == account.AccountId),
            NewcomerActor newcomer => await db.Newcomers.AnyAsync(n => n.Id == newcomer.NewcomerId && n.Hold == hold.Value),
            _ => false,
        };

        /// <summary>The form was left: whatever this account holds is free again.</summary>
        public Task LetGo(AccountActor by) =>
            db.BusyTimes.Where(b => b.HeldBy == by.AccountId && b.Kind == BusyKind.Hold).ExecuteDeleteAsync();
    }

    private static async Task<HoldOutcome> Place(Db db, PractitionerId practitioner, VisitType type, Instant start, Instant now, Func<Task> letGo, AccountId? by)
    {
        await Turns.Wait(db, practitioner);
        await letGo();
        var around = type.Length.Around(start);
        if (await PractitionerTime.IsTaken(db, practitioner, around.Start, around.End, now))
        {
            return new HoldOutcome.Taken();
        }

        var hold = new BusyTime
        {
            TenantId = db.Tenant, Id = BusyTimeId.New(), PractitionerId = practitioner, StartsAt = around.Start, EndsAt = around.End,
            Kind = BusyKind.Hold, HeldUntil = now + Lasts, HeldBy = by,
        };
        db.BusyTimes.Add(hold);
        await db.SaveChangesAsync();
        return new HoldOutcome.Held(hold.Id);
    }

    /// <summary>
    /// What can be said before anything is written; null: nothing stands in the way so far. Whether exactly that time is gone is asked first, since
    /// that is what all but one hear of those who want a slot at once: it says no more than the slot's absence from the page they reload.
    /// </summary>
    private static async Task<HoldOutcome?> Foreseen(Db db, PractitionerId practitioner, VisitType type, Instant start, Instant now, AccountActor by)
    {
        var (from, until) = (type.Length.Around(start).Start, type.Length.Around(start).End);
        var there = db.BusyTimes.Where(b => b.PractitionerId == practitioner && b.EndsAt > from && b.StartsAt < until && b.Kind != BusyKind.Outside
            && (b.HeldUntil == null || (b.HeldUntil > now && b.HeldBy != by.AccountId)));
        if (await there.AnyAsync(b => b.StartsAt == from && b.EndsAt == until))
        {
            return new HoldOutcome.Taken();
        }

        return !await IsOffered(db, practitioner, type, start, now, by.Role is Role.Patient) ? new HoldOutcome.NotOffered()
            : await there.AnyAsync() ? new HoldOutcome.Taken() : null;
    }

    private static async Task<bool> IsOffered(Db db, PractitionerId practitioner, VisitType type, Instant start, Instant now, bool forPatient) =>
        start >= now && start <= now + NewAppointment.Horizon
        && await db.PractitionersOffering(type.Id).AnyAsync(p => p.Id == practitioner)
        && (!forPatient || await db.IsOffered(practitioner, type, start, now));
}
