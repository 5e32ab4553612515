using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>What became of a wish to hold a time.</summary>
public abstract record HoldOutcome
{
    private HoldOutcome() { }

    public sealed record Held(BusyTimeId Id) : HoldOutcome;

    /// <summary>Somebody else has it.</summary>
    public sealed record Taken : HoldOutcome;

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
        public Task<HoldOutcome> HoldSlot(AccountActor by, PractitionerId practitioner, VisitTypeId visit, Instant start, Instant now)
        {
            ArgumentNullException.ThrowIfNull(by);
            return db.InTransaction<HoldOutcome>(async () =>
            {
                if (await db.OfferedType(visit) is not { } type || !await db.PractitionersOffering(visit).AnyAsync(p => p.Id == practitioner)
                    || start < now || start > now + NewAppointment.Horizon || (by.Role is Role.Patient && !await db.IsOffered(practitioner, type, start, now)))
                {
                    return new HoldOutcome.NotOffered();
                }

                await PractitionerTime.Hold(db, practitioner);
                await db.LetGo(by);
                var around = type.Length.Around(start);
                if (await PractitionerTime.IsTaken(db, practitioner, around.Start, around.End, now))
                {
                    return new HoldOutcome.Taken();
                }

                var hold = new BusyTime
                {
                    TenantId = by.TenantId, Id = BusyTimeId.New(), PractitionerId = practitioner, StartsAt = around.Start, EndsAt = around.End,
                    Kind = BusyKind.Hold, HeldUntil = now + Lasts, HeldBy = by.AccountId,
                };
                db.BusyTimes.Add(hold);
                await db.SaveChangesAsync();
                return new HoldOutcome.Held(hold.Id);
            });
        }

        /// <summary>The form was left: whatever this account holds is free again.</summary>
        public Task LetGo(AccountActor by) =>
            db.BusyTimes.Where(b => b.HeldBy == by.AccountId && b.Kind == BusyKind.Hold).ExecuteDeleteAsync();
    }
}
