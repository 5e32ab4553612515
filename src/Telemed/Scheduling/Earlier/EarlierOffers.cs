using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Earlier;

/// <summary>Answers to offers. Whatever the answer, and if there is none, the time is booked, or goes to the next in the same transaction.</summary>
public static class EarlierOffers
{
    extension(Db db)
    {
        /// <summary>Offers that wait for an answer and that the actor may give it to: those of the wishes that they see.</summary>
        public IQueryable<EarlierOffer> EarlierOffersFor(Actor? actor, Instant now)
        {
            var wishes = db.EarlierWishesFor(actor, now);
            return db.EarlierOffers.Where(o => o.Answer == null && o.DueAt > now && wishes.Any(w => w.Id == o.WishId));
        }

        /// <summary>Books the time that was offered, at once, and cancels the later appointment. Pressed twice it is one booking.</summary>
        public Task<OfferOutcome> AcceptEarlier(AccountActor by, EarlierOfferId id, Instant now) => db.InTransaction(async () =>
            await IsTheirs(db, by, id) ? await Accept(db, by, id, now) : new OfferOutcome.NotFound());

        /// <summary>Lets the next one have it. The wish stays on the list.</summary>
        public Task<OfferOutcome> RefuseEarlier(AccountActor by, EarlierOfferId id, Instant now) => db.InTransaction(async () =>
            await IsTheirs(db, by, id) ? await End(db, by, id, OfferAnswer.Refused, now) : new OfferOutcome.NotFound());

        /// <summary>It is too late to answer: the next one has it. Nothing when somebody answered, or another process was here first.</summary>
        public Task ExpireEarlier(EarlierOfferId id, Instant now) => db.InTransaction(async () =>
            await db.EarlierOffers.AnyAsync(o => o.Id == id && o.DueAt <= now) ? await End(db, new SystemActor(db.Tenant), id, OfferAnswer.Expired, now) : new OfferOutcome.NotFound());
    }

    /// <summary>Also of a wish that has ended by now: whoever presses twice is told the same twice.</summary>
    private static async Task<bool> IsTheirs(Db db, AccountActor by, EarlierOfferId id)
    {
        var wish = await db.EarlierOffers.Where(o => o.Id == id).Select(o => o.WishId).SingleOrDefaultAsync();
        return by.Role is Role.Patient ? await db.EarlierWishes.AnyAsync(w => w.Id == wish && w.PatientId == by.PatientId)
            : await db.EarlierOffers.AnyAsync(o => o.Id == id && (by.Role == Role.Assistant || (by.Role == Role.Practitioner && o.PractitionerId == by.PractitionerId)));
    }

    internal static async Task<OfferOutcome> Accept(Db db, Actor by, EarlierOfferId id, Instant now)
    {
        var (offer, wish, after) = await Locked(db, id);
        if (offer.Answer is OfferAnswer.Accepted)
        {
            return new OfferOutcome.Accepted(await db.Appointments.SingleAsync(a => a.Id == offer.AppointmentId), null);
        }

        if (offer.Answer is not null || offer.DueAt <= now || wish.EndedAt is not null)
        {
            return new OfferOutcome.Gone();
        }

        var later = after is { Status: AppointmentStatus.Pending or AppointmentStatus.Booked } && after.StartsAt > now ? after : null;
        await Turns.Wait(db, wish.PatientId);
        if (await PractitionerTime.IsElsewhere(db, wish.PatientId, offer.StartsAt, offer.EndsAt, wish.AppointmentId))
        {
            return new OfferOutcome.PatientBusy();
        }

        if (await Book(db, by, offer, wish, later, now) is not { } booked)
        {
            await End(db, new SystemActor(db.Tenant), id, OfferAnswer.Expired, now);
            return new OfferOutcome.Gone();
        }

        await db.EarlierOffers.Where(o => o.Id == id).ExecuteUpdateAsync(o => o.SetProperty(x => x.Answer, OfferAnswer.Accepted)
            .SetProperty(x => x.AnsweredAt, now).SetProperty(x => x.AppointmentId, booked.Id));
        await db.EarlierWishes.Where(w => w.Id == wish.Id).ExecuteUpdateAsync(w => w.SetProperty(x => x.EndedAt, now).SetProperty(x => x.OfferedAt, (Instant?)null));
        db.Record(by, AuditAction.EarlierAnswered, now, (nameof(EarlierOffer), id.Value), wish.PatientId, detail: nameof(OfferAnswer.Accepted));
        if (later is not null)
        {
            await GiveWay(db, by, later, now);
        }

        return new OfferOutcome.Accepted(booked, later?.Id);
    }

    /// <summary>Refused, or out of time: the time goes to the next. Once, whoever asks for it, and from however many processes.</summary>
    internal static async Task<OfferOutcome> End(Db db, Actor by, EarlierOfferId id, OfferAnswer answer, Instant now)
    {
        var (offer, wish, _) = await Locked(db, id);
        var ended = await db.EarlierOffers.Where(o => o.Id == id && o.Answer == null)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.Answer, answer).SetProperty(x => x.AnsweredAt, now)) == 1;
        if (!ended)
        {
            return offer.Answer == answer ? new OfferOutcome.Refused() : new OfferOutcome.Gone();
        }

        await db.EarlierWishes.Where(w => w.Id == wish.Id).ExecuteUpdateAsync(w => w.SetProperty(x => x.OfferedAt, (Instant?)null));
        db.Record(by, AuditAction.EarlierAnswered, now, (nameof(EarlierOffer), id.Value), wish.PatientId, detail: answer.ToString());
        var held = await db.BusyTimes.AsNoTracking().SingleOrDefaultAsync(b => b.Id == HoldOf(offer));
        await db.BusyTimes.Where(b => b.Id == HoldOf(offer)).ExecuteDeleteAsync();
        await db.SaveChangesAsync();
        await WaitingList.Freed(db, offer.PractitionerId, held?.StartsAt ?? offer.StartsAt, held?.EndsAt ?? offer.EndsAt, now);
        return new OfferOutcome.Refused();
    }

    private static BusyTimeId HoldOf(EarlierOffer offer) => new(offer.Id.Value);

    /// <summary>Under the locks of both practitioners, of what is offered and of what would give way, in one order: two answers never wait for each other.</summary>
    private static async Task<(EarlierOffer Offer, EarlierWish Wish, Appointment? Later)> Locked(Db db, EarlierOfferId id)
    {
        var (offers, wishes, appointments) = (db.EarlierOffers.AsNoTracking(), db.EarlierWishes.AsNoTracking(), db.Appointments);
        var offer = await offers.SingleAsync(o => o.Id == id);
        var wish = await wishes.SingleAsync(w => w.Id == offer.WishId);
        var later = wish.AppointmentId is null ? null : await appointments.SingleOrDefaultAsync(a => a.Id == wish.AppointmentId);
        foreach (var practitioner in ((PractitionerId?[])[offer.PractitionerId, later?.PractitionerId]).OfType<PractitionerId>().Distinct().OrderBy(p => p.Value))
        {
            await Turns.Wait(db, practitioner);
        }

        // Read again under the lock: somebody may have been here while we waited.
        if (later is not null)
        {
            await db.Entry(later).ReloadAsync();
        }

        return (await offers.SingleAsync(o => o.Id == id), await wishes.SingleAsync(w => w.Id == offer.WishId), later);
    }

    private static async Task<Appointment?> Book(Db db, Actor by, EarlierOffer offer, EarlierWish wish, Appointment? later, Instant now)
    {
        var type = await db.VisitTypes.AsNoTracking().SingleAsync(t => t.Id == wish.VisitTypeId);
        var around = type.Length.Around(offer.StartsAt);
        if (await PractitionerTime.IsTaken(db, offer.PractitionerId, around.Start, around.End, now, HoldOf(offer)))
        {
            return null;
        }

        var wanted = new NewAppointment(wish.PatientId, offer.PractitionerId, offer.StartsAt, offer.EndsAt - offer.StartsAt, wish.Reason, type.Modality);
        var booked = AppointmentRows.Of(db.Tenant, (by as AccountActor)?.AccountId ?? wish.AskedBy, wanted, type, AppointmentStatus.Booked, now, replaces: later?.Id);
        if (!await AppointmentRows.Add(db, by, [booked], now))
        {
            return null;
        }

        var practitioner = await db.Practitioners.SingleAsync(p => p.Id == offer.PractitionerId);
        await AppointmentNews.Booked(db, by, booked, practitioner, now);
        return booked;
    }

    /// <summary>The later appointment is cancelled, and its time goes to whoever waits for that.</summary>
    private static async Task GiveWay(Db db, Actor by, Appointment later, Instant now)
    {
        var from = later.Status;
        await AppointmentRows.Change(db, by, later, AppointmentStatus.Cancelled, CancellationReason.MovedUp, now);
        await AppointmentNews.Moved(db, by, later, from, now);
        await WaitingList.Freed(db, later, now);
    }
}
