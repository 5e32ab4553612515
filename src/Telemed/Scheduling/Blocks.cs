using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Hours;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Time that is kept from being booked. FHIR Slot, busy-unavailable.</summary>
public static class Blocks
{
    extension(Db db)
    {
        /// <summary>Blocked times of those practitioners for whom the actor may plan.</summary>
        public IQueryable<BusyTime> BlocksFor(Actor? actor)
        {
            var planned = db.PractitionersToPlanFor(actor);
            return db.BusyTimes.Where(b => b.Kind == BusyKind.Blocked && planned.Any(p => p.Id == b.PractitionerId));
        }

        /// <summary>Blocks a time that nobody has, or says why not. The same wish sent twice is one block.</summary>
        public Task<BlockOutcome> Block(Actor actor, NewBlock wanted, Clock clock)
        {
            ArgumentNullException.ThrowIfNull(wanted);
            ArgumentNullException.ThrowIfNull(clock);
            return db.InTransaction<BlockOutcome>(async () =>
            {
                if (wanted.Fault(clock.Now) is { } fault)
                {
                    return fault;
                }

                if (!await db.PractitionersToPlanFor(actor).AnyAsync(p => p.Id == wanted.Practitioner))
                {
                    return new BlockOutcome.NotFound();
                }

                await Turns.Wait(db, wanted.Practitioner);
                return await Made(db, wanted) ?? await Write(db, actor, wanted, clock.Now);
            });
        }

        /// <summary>Gives a blocked time back. False: it is not there, or not this actor's to plan.</summary>
        public Task<bool> Unblock(Actor actor, BusyTimeId id, Instant now) => db.InTransaction(async () =>
        {
            if (await db.BlocksFor(actor).SingleOrDefaultAsync(b => b.Id == id) is not { } block)
            {
                return false;
            }

            // Two may press the button at once: only who takes it away writes so.
            await Turns.Wait(db, block.PractitionerId);
            await db.Entry(block).ReloadAsync();
            if (db.Entry(block).State is EntityState.Detached)
            {
                return false;
            }

            db.BusyTimes.Remove(block);
            db.Record(actor, AuditAction.TimeUnblocked, now, (nameof(BusyTime), id.Value));
            await db.SaveChangesAsync();
            await WaitingList.Freed(db, block.PractitionerId, block.StartsAt, block.EndsAt, now);
            return true;
        });
    }

    /// <summary>What the same form made already; null: nothing.</summary>
    private static async Task<BlockOutcome?> Made(Db db, NewBlock wanted) =>
        await db.BusyTimes.AsNoTracking().SingleOrDefaultAsync(b => b.Id == wanted.Id) is { Kind: BusyKind.Blocked } made
        && (made.PractitionerId, made.StartsAt, made.EndsAt) == (wanted.Practitioner, wanted.StartsAt, wanted.EndsAt)
            ? new BlockOutcome.Blocked(made) : null;

    private static async Task<BlockOutcome> Write(Db db, Actor actor, NewBlock wanted, Instant now)
    {
        if (await PractitionerTime.IsTaken(db, wanted.Practitioner, wanted.StartsAt, wanted.EndsAt, now))
        {
            return new BlockOutcome.Taken();
        }

        var block = new BusyTime
        {
            // A form gone back to and sent for another time is another block.
            TenantId = actor.TenantId, Id = await db.BusyTimes.AnyAsync(b => b.Id == wanted.Id) ? BusyTimeId.New() : wanted.Id,
            PractitionerId = wanted.Practitioner, StartsAt = wanted.StartsAt, EndsAt = wanted.EndsAt, Kind = BusyKind.Blocked,
            Note = wanted.Note.Length > 0 ? wanted.Note : null,
        };
        db.BusyTimes.Add(block);
        db.Record(actor, AuditAction.TimeBlocked, now, (nameof(BusyTime), block.Id.Value));
        return new BlockOutcome.Blocked(block);
    }
}
