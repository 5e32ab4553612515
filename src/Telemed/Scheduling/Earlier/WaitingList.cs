using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Earlier;

/// <summary>Offers time that became free to those who wait for it, who asked first first.</summary>
internal static class WaitingList
{
    /// <summary>After a change of an appointment: when it no longer takes its practitioner's time, that is free. Saves what is pending.</summary>
    public static async Task Freed(Db db, Appointment appointment, Instant now)
    {
        await db.SaveChangesAsync();
        if (!AppointmentMoves.Holding.Contains(appointment.Status))
        {
            await Freed(db, appointment.PractitionerId, appointment.StartsAt - Duration.FromMinutes(appointment.MinutesBefore),
                appointment.EndsAt + Duration.FromMinutes(appointment.MinutesAfter), now);
        }
    }

    /// <summary>A practitioner opens more on these days of hers, the last one included; without one, as far ahead as one search looks.</summary>
    public static async Task Opened(Db db, PractitionerId practitioner, LocalDate first, LocalDate? last, DateTimeZone zone, Instant now)
    {
        await db.SaveChangesAsync();
        var from = LocalDate.Max(first, now.InZone(zone).Date);
        // The clinic's days may be two more than hers.
        var farthest = from.PlusDays(SlotSearch.MostDays - 2);
        var until = last is { } day && day < farthest ? day : farthest.PlusDays(-1);
        await Freed(db, practitioner, zone.AtStartOfDay(from).ToInstant(), zone.AtStartOfDay(until.PlusDays(1)).ToInstant(), now);
    }

    /// <summary>
    /// A piece of a practitioner's time is free, as the database has it: whoever waits for a time that lies in it, be it in part, is offered that.
    /// Everybody is offered a time once. Under the practitioner's lock.
    /// </summary>
    public static async Task Freed(Db db, PractitionerId practitioner, Instant from, Instant until, Instant now)
    {
        if (until <= now + EarlierOffer.Lasts || await Waiting(db, practitioner, now) is not { Count: > 0 } waiting)
        {
            return;
        }

        var had = (await db.EarlierOffers.AsNoTracking().Where(o => o.PractitionerId == practitioner && o.EndsAt > from && o.StartsAt < until)
            .Select(o => new { o.WishId, o.StartsAt, o.EndsAt }).ToListAsync()).ToLookup(o => o.WishId);
        var free = new Dictionary<VisitTypeId, IReadOnlyList<Slot>>();
        foreach (var wish in waiting)
        {
            if (!free.TryGetValue(wish.VisitTypeId, out var slots))
            {
                free[wish.VisitTypeId] = slots = await Slots(db, practitioner, wish.VisitTypeId, from, until, now);
            }

            foreach (var slot in slots.Where(s => !had[wish.Id].Any(o => o.StartsAt < s.EndsAt && o.EndsAt > s.StartsAt)))
            {
                if (await Suits(db, wish, slot) && await Claim(db, wish, now))
                {
                    await Offer(db, wish, practitioner, slot, now);
                    free.Clear(); // what is kept now is free for nobody else
                    break;
                }
            }
        }
    }

    private static Task<List<EarlierWish>> Waiting(Db db, PractitionerId practitioner, Instant now)
    {
        var offers = db.OfferedVisits;
        return db.Open(db.EarlierWishes.AsNoTracking(), now)
            .Where(w => w.OfferedAt == null && (w.PractitionerId == practitioner || w.PractitionerId == null)
                && offers.Any(o => o.PractitionerId == practitioner && o.VisitTypeId == w.VisitTypeId))
            .OrderBy(w => w.AskedAt).ThenBy(w => w.Id).ToListAsync();
    }

    /// <summary>As patients may book them, and late enough to answer before.</summary>
    private static async Task<IReadOnlyList<Slot>> Slots(Db db, PractitionerId practitioner, VisitTypeId visit, Instant from, Instant until, Instant now)
    {
        var clinic = await db.ClinicZone();
        var (first, last) = (from.InZone(clinic).Date, until.InZone(clinic).Date);
        var type = await db.OfferedType(visit);
        var search = new SlotSearch(visit, first, Period.DaysBetween(first, last) + 1, practitioner, ForPatient: type is { ForPatients: true });
        return [.. (await db.FreeSlots(search, now)).Select(s => s.Slot).Where(s => s.StartsAt < until && s.EndsAt > from && s.StartsAt >= now + EarlierOffer.Lasts)];
    }

    /// <summary>On the days that they can come, before what they have, and while they have nothing else.</summary>
    private static async Task<bool> Suits(Db db, EarlierWish wish, Slot slot)
    {
        var day = slot.StartsAt.InZone(await db.ClinicZone()).Date;
        return !(day < wish.From) && !(day > wish.Until)
            && (wish.AppointmentId is not { } later || await db.Appointments.AnyAsync(a => a.Id == later && a.StartsAt > slot.StartsAt))
            && !await PractitionerTime.IsElsewhere(db, wish.PatientId, slot.StartsAt, slot.EndsAt, wish.AppointmentId);
    }

    /// <summary>One statement decides: time may become free with two practitioners at the same moment, and nobody is offered two.</summary>
    private static async Task<bool> Claim(Db db, EarlierWish wish, Instant now) =>
        await db.EarlierWishes.Where(w => w.Id == wish.Id && w.OfferedAt == null && w.EndedAt == null).ExecuteUpdateAsync(w => w.SetProperty(x => x.OfferedAt, now)) == 1;

    private static async Task Offer(Db db, EarlierWish wish, PractitionerId practitioner, Slot slot, Instant now)
    {
        var around = (await db.OfferedType(wish.VisitTypeId))!.Length.Around(slot.StartsAt);
        var offer = new EarlierOffer
        {
            TenantId = db.Tenant, Id = EarlierOfferId.New(), WishId = wish.Id, PractitionerId = practitioner, StartsAt = slot.StartsAt, EndsAt = slot.EndsAt,
            OfferedAt = now, DueAt = now + EarlierOffer.Lasts,
        };
        await PractitionerTime.IsTaken(db, practitioner, around.Start, around.End, now); // clears away holds that are over
        db.EarlierOffers.Add(offer);
        db.BusyTimes.Add(new BusyTime
        {
            TenantId = db.Tenant, Id = new BusyTimeId(offer.Id.Value), PractitionerId = practitioner, StartsAt = around.Start, EndsAt = around.End,
            Kind = BusyKind.Hold, HeldUntil = offer.DueAt + EarlierOffer.Grace,
        });
        db.Mail(wish.PatientId, NotificationKind.EarlierOffered, offer.Id.Value, now);
        if (await db.AccountOf(wish.PatientId, now) is { } account)
        {
            db.Tell(account, NotificationKind.EarlierOffered, now);
        }

        db.Record(new SystemActor(db.Tenant), AuditAction.EarlierOffered, now, (nameof(EarlierOffer), offer.Id.Value), wish.PatientId);
        await db.SaveChangesAsync();
    }
}
