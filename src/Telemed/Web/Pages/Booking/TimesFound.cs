using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Web.Pages.Booking;

/// <summary>What one page of free times shows.</summary>
/// <param name="Offering">Everybody who may be booked for it.</param>
/// <param name="Chosen">The one whose times these are; null: of several.</param>
/// <param name="Names">Whose time each is, where that is not the same for all.</param>
/// <param name="Later">The day from which the next page goes on.</param>
/// <param name="Lost">The time that somebody else was quicker to take.</param>
public sealed record TimesFound(IReadOnlyList<Practitioner> Offering, Practitioner? Chosen, IReadOnlyDictionary<PractitionerId, string>? Names,
    IReadOnlyList<OfferedSlot> Slots, LocalDate? Later, Instant? Lost, IReadOnlyList<OfferedSlot> Nearest)
{
    /// <summary>Days with free times on one page.</summary>
    private const int DaysShown = 5;

    /// <param name="asking">Says in the search who asks.</param>
    /// <param name="preferred">Of several who are free at one time, one of these is shown.</param>
    public static async Task<TimesFound> Of(Db db, VisitType type, SlotWish wish, (PractitionerId Practitioner, Instant At)? lost, Instant now,
        Func<SlotSearch, SlotSearch> asking, IReadOnlyCollection<PractitionerId> preferred)
    {
        var zone = await db.ClinicZone();
        var today = now.InZone(zone).Date;
        // A day or a time that nobody can have chosen here: somebody wrote the address by hand.
        var farthest = today.PlusDays(SlotSearch.MostDays * 12);
        var first = wish.From is { } from && from > today && from < farthest ? from : today;
        var gone = lost is { } typed && typed.At > now - Duration.FromDays(1) && typed.At < now + NewAppointment.Horizon ? typed.At : (Instant?)null;
        var offering = await db.PractitionersOffering(type.Id).AsNoTracking().ToListAsync();
        var chosen = offering.Count is 1 ? offering[0] : offering.Find(p => p.Id == wish.With);
        var names = chosen is null ? offering.ToDictionary(p => p.Id, p => $"{p.Title} {p.FamilyName}".Trim()) : null;
        var search = asking(new SlotSearch(type.Id, first, SlotSearch.MostDays, chosen?.Id,
            chosen is null ? wish.Speciality : null, wish.Part, ForPatient: true));
        var found = (await db.FreeSlots(search, now)).OrderBy(s => s.Slot.StartsAt).ThenByDescending(s => preferred.Contains(s.Practitioner))
            .DistinctBy(s => s.Slot.StartsAt).ToList();
        var days = found.Select(Day).Distinct().ToList();
        var nearest = gone is { } at ? await Near(db, search, at, zone, now) : [];
        return new TimesFound(offering, chosen, names, found.FindAll(s => days.IndexOf(Day(s)) < DaysShown), days.Count > DaysShown ? days[DaysShown] : null, gone, nearest);

        LocalDate Day(OfferedSlot slot) => slot.Slot.StartsAt.InZone(zone).Date;
    }

    private static Task<IReadOnlyList<OfferedSlot>> Near(Db db, SlotSearch search, Instant lost, DateTimeZone zone, Instant now)
    {
        var (day, today) = (lost.InZone(zone).Date.PlusDays(-3), now.InZone(zone).Date);
        return db.Nearest(search with { From = day > today ? day : today, Days = 7, Part = DayPart.Whole }, lost, now);
    }
}
