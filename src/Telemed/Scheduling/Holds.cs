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

    extension(Db db)
    {
        /// <summary>Holds a time for an account, and lets go of whatever else that account held: one form, one time.</summary>
        public async Task<HoldOutcome> HoldSlot(AccountActor by, PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now)
        {
            ArgumentNullException.ThrowIfNull(by);
            var forPatient = by.Role is Role.Patient;
            // Who comes too late need not wait for a turn to hear of it, unless they have something to let go.
            if (await Foreseen(db, practitioner, visit, start, now, forPatient, by.AccountId) is { } refused
                && !await db.BusyTimes.AnyAsync(b => b.HeldBy == by.AccountId && b.Kind == BusyKind.Hold))
            {
                return refused;
            }

            return await db.InTransaction(() => db.TakeHold(practitioner, visit, start, now, forPatient, () => db.LetGo(by), by.AccountId));
        }

        /// <summary>Holds a time in the place of what the same person held before. To be called in a transaction.</summary>
        /// <param name="letGo">Gives that back, once the practitioner's time may be written.</param>
        internal async Task<HoldOutcome> TakeHold(PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now, bool forPatient, Func<Task> letGo, AccountId? by)
        {
            if (await Offered(db, practitioner, visit, start, now, forPatient) is not { } type)
            {
                return new HoldOutcome.NotOffered();
            }

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

    /// <summary>What can be said before anything is written; null: nothing stands in the way so far.</summary>
    private static async Task<HoldOutcome?> Foreseen(Db db, PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now, bool forPatient, AccountId by)
    {
        if (await Offered(db, practitioner, visit, start, now, forPatient) is not { } type)
        {
            return new HoldOutcome.NotOffered();
        }

        var (from, until) = (type.Length.Around(start).Start, type.Length.Around(start).End);
        return await db.BusyTimes.AnyAsync(b => b.PractitionerId == practitioner && b.EndsAt > from && b.StartsAt < until && b.Kind != BusyKind.Outside
            && (b.HeldUntil == null || (b.HeldUntil > now && b.HeldBy != by))) ? new HoldOutcome.Taken() : null;
    }

    /// <summary>The type of a visit that this practitioner offers at that time; null: not on offer.</summary>
    private static async Task<VisitType?> Offered(Db db, PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now, bool forPatient) =>
        start >= now && start <= now + NewAppointment.Horizon && await db.OfferedType(visit) is { } type
        && await db.PractitionersOffering(visit).AnyAsync(p => p.Id == practitioner)
        && (!forPatient || await db.IsOffered(practitioner, type, start, now)) ? type : null;
}
