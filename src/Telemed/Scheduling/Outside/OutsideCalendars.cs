using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Platform.Security;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Outside;

/// <summary>What became of a wish about a calendar elsewhere.</summary>
public abstract record CalendarOutcome
{
    private CalendarOutcome() { }

    /// <summary>Saved; it is read next.</summary>
    public sealed record Saved(OutsideCalendarId Id) : CalendarOutcome;

    public sealed record Removed : CalendarOutcome;

    /// <summary>Not this actor's to say, or the clinic does not allow it: the same answer.</summary>
    public sealed record NotFound : CalendarOutcome;

    /// <summary>Nothing was written.</summary>
    /// <param name="Code">required, too-long, not-https or unreadable.</param>
    public sealed record Invalid(string Code) : CalendarOutcome;
}

/// <summary>The clinic allows it, the practitioner gives an address, and either takes it back; what was busy in it goes with it.</summary>
public static class OutsideCalendars
{
    extension(Db db)
    {
        /// <summary>A practitioner's own calendar, given by herself alone: it is hers. The same address again is read anew.</summary>
        public Task<CalendarOutcome> GiveCalendar(Actor actor, string typed, OpenWeb web, Instant now)
        {
            ArgumentNullException.ThrowIfNull(web);
            return db.InTransaction<CalendarOutcome>(async () =>
            {
                if (actor is not AccountActor { PractitionerId: { } self } || !await db.Tenants.AnyAsync(t => t.Id == actor.TenantId && t.ImportsCalendars))
                {
                    return new CalendarOutcome.NotFound();
                }

                if (Fault(typed, web, out var address) is { } code)
                {
                    return new CalendarOutcome.Invalid(code);
                }

                await Turns.Wait(db, self);
                if (await db.OutsideCalendars.SingleOrDefaultAsync(c => c.PractitionerId == self) is { } there)
                {
                    if (there.Address == address)
                    {
                        there.NextReadAt = now;
                        return new CalendarOutcome.Saved(there.Id);
                    }

                    await Forget(db, db.OutsideCalendars.Where(c => c.Id == there.Id), db.BusyTimes.Where(b => b.PractitionerId == self));
                    db.Entry(there).State = EntityState.Detached;
                }

                var given = new OutsideCalendar
                {
                    TenantId = db.Tenant, Id = OutsideCalendarId.New(), PractitionerId = self, Address = address, GivenAt = now, NextReadAt = now,
                };
                db.OutsideCalendars.Add(given);
                db.Record(actor, AuditAction.CalendarImportChanged, now, ("Practitioner", self.Value), detail: "given");
                return new CalendarOutcome.Saved(given.Id);
            });
        }

        /// <summary>Its practitioner no longer wants it read.</summary>
        public Task<CalendarOutcome> TakeCalendarAway(Actor actor, Instant now) => db.InTransaction<CalendarOutcome>(async () =>
        {
            if (actor is not AccountActor { PractitionerId: { } self })
            {
                return new CalendarOutcome.NotFound();
            }

            await Turns.Wait(db, self);
            if (await Forget(db, db.OutsideCalendars.Where(c => c.PractitionerId == self), db.BusyTimes.Where(b => b.PractitionerId == self)))
            {
                db.Record(actor, AuditAction.CalendarImportChanged, now, ("Practitioner", self.Value), detail: "taken-away");
            }

            return new CalendarOutcome.Removed();
        });

        /// <summary>An administrator allows it in the clinic, or does not; then every address and what was busy there is forgotten.</summary>
        public Task AllowCalendars(AccountActor actor, bool allowed, Instant now) => db.InTransaction(async () =>
        {
            var clinic = await db.Tenants.SingleAsync(t => t.Id == actor.TenantId);
            if (clinic.ImportsCalendars == allowed)
            {
                return;
            }

            clinic.ImportsCalendars = allowed;
            db.Record(actor, AuditAction.CalendarImportChanged, now, (nameof(Tenant), clinic.Id.Value), detail: allowed ? "allowed" : "forbidden");
            if (!allowed)
            {
                await Forget(db, db.OutsideCalendars, db.BusyTimes);
            }
        });
    }

    /// <summary>True when there was one.</summary>
    private static async Task<bool> Forget(Db db, IQueryable<OutsideCalendar> calendars, IQueryable<BusyTime> times)
    {
        await times.Where(b => b.Kind == BusyKind.Outside).ExecuteDeleteAsync();
        return await calendars.ExecuteDeleteAsync() > 0;
    }

    /// <summary>Calendars name their addresses "webcal:" too, and mean https.</summary>
    private static string? Fault(string typed, OpenWeb web, out string address)
    {
        var text = typed.Trim();
        address = text.StartsWith("webcal://", StringComparison.OrdinalIgnoreCase) ? "https" + text["webcal".Length..] : text;
        return PlainText.Fault(address, OutsideCalendar.MaxAddress) switch
        {
            "characters" => "unreadable",
            { } code => code,
            _ => !Uri.TryCreate(address, UriKind.Absolute, out var uri) ? "unreadable" : web.IsPossible(uri) ? null : "not-https",
        };
    }
}
