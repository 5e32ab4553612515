using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Earlier;

/// <summary>A line of the waiting list with the people and the times that it joins.</summary>
/// <param name="Practitioner">Null: whoever offers it.</param>
/// <param name="Later">The appointment to be moved up; null: there is none.</param>
/// <param name="Offer">What is offered at this moment and may be answered; null: nothing.</param>
public sealed record EarlierLine(EarlierWish Wish, Patient Patient, VisitType Type, Practitioner? Practitioner, Appointment? Later, EarlierOffer? Offer, Practitioner? OfferedBy)
{
    /// <summary>Those that the actor sees, who asked first first.</summary>
    public static async Task<List<EarlierLine>> Of(Db db, AccountActor actor, Instant now)
    {
        ArgumentNullException.ThrowIfNull(db);
        var wishes = await db.EarlierWishesFor(actor, now).AsNoTracking().OrderBy(w => w.AskedAt).ThenBy(w => w.Id).ToListAsync();
        var offers = await db.EarlierOffersFor(actor, now).AsNoTracking().ToDictionaryAsync(o => o.WishId);
        var (patientIds, typeIds) = (wishes.Select(w => w.PatientId).Distinct().ToList(), wishes.Select(w => w.VisitTypeId).Distinct().ToList());
        var laterIds = wishes.Select(w => w.AppointmentId).OfType<AppointmentId>().ToList();
        var patients = await db.Patients.AsNoTracking().Where(p => patientIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
        var types = await db.VisitTypes.AsNoTracking().Where(t => typeIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id);
        var laters = await db.Appointments.AsNoTracking().Where(a => laterIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id);
        var practitioners = await db.Practitioners.AsNoTracking().ToDictionaryAsync(p => p.Id);
        return wishes.ConvertAll(w =>
        {
            var offer = offers.GetValueOrDefault(w.Id);
            return new EarlierLine(w, patients[w.PatientId], types[w.VisitTypeId], w.PractitionerId is { } who ? practitioners.GetValueOrDefault(who) : null,
                w.AppointmentId is { } later ? laters.GetValueOrDefault(later) : null, offer, offer is null ? null : practitioners.GetValueOrDefault(offer.PractitionerId));
        });
    }
}
