using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Earlier;

/// <summary>A time is kept for you, for a quarter of an hour: with the link that answers.</summary>
internal sealed class EarlierOfferedLetter(IStringLocalizer<Texts> texts, PublicAddress address, OwnTime own, Clock clock) : ILetter
{
    public NotificationKind Kind => NotificationKind.EarlierOffered;

    public async Task<Letter?> Write(Db db, Delivery delivery, CancellationToken cancel)
    {
        var id = new EarlierOfferId(delivery.SubjectId);
        var offer = await db.EarlierOffers.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, cancel);
        if (offer is not { Answer: null } || offer.DueAt <= clock.Now)
        {
            return null;
        }

        var wish = await db.EarlierWishes.AsNoTracking().SingleAsync(w => w.Id == offer.WishId, cancel);
        var patient = await db.Patients.AsNoTracking().SingleAsync(p => p.Id == wish.PatientId, cancel);
        var practitioner = await db.Practitioners.AsNoTracking().SingleAsync(p => p.Id == offer.PractitionerId, cancel);
        var clinic = await db.Tenants.AsNoTracking().SingleAsync(t => t.Id == db.Tenant, cancel);
        if (string.IsNullOrEmpty(patient.Email))
        {
            return null;
        }

        var link = await db.OfferLink(offer, address);
        using var speaking = Speaking.In(patient.Language);
        string[] words =
        [
            Times.DayAndTime(offer.StartsAt, clinic.TimeZone), practitioner.DisplayName, clinic.Name, Times.ZoneName(clinic.TimeZone), Times.ForPatient(offer.DueAt, clinic.TimeZone),
        ];
        return new Letter(patient.Email, patient.FullName, patient.Language, texts["mail-earlier-subject", words],
            [texts["mail-earlier", words], .. own.Line(offer.StartsAt, clinic.TimeZone, patient), texts[wish.AppointmentId is null ? "mail-earlier-until" : "mail-earlier-instead", words]], new LetterAction(texts["mail-earlier-answer"], link));
    }
}
