using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Hours;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Offers;

/// <summary>Free times, computed from hours and from what is taken at this moment.</summary>
public static class SlotFinder
{
    extension(Db db)
    {
        /// <summary>The free times that a search finds, the earliest first. None for a visit type that is not offered.</summary>
        public async Task<IReadOnlyList<OfferedSlot>> FreeSlots(SlotSearch search, Instant now)
        {
            ArgumentNullException.ThrowIfNull(search);
            if (await db.OfferedType(search.VisitType) is not { } type || (search.ForPatient && !type.ForPatients) || search.Days is < 1 or > SlotSearch.MostDays)
            {
                return [];
            }

            var clinic = await db.ClinicZone();
            if (search.From > (now + NewAppointment.Horizon).InZone(clinic).Date)
            {
                return [];
            }

            var whole = new Interval(clinic.AtStartOfDay(search.From).ToInstant(), clinic.AtStartOfDay(search.From.PlusDays(search.Days)).ToInstant());
            var found = new List<OfferedSlot>();
            foreach (var agenda in await Agendas(db, search, clinic, whole, now))
            {
                found.AddRange(agenda.Free(type.Length, search, whole, clinic, now));
            }

            return [.. found.OrderBy(s => s.Slot.StartsAt)];
        }

        /// <summary>Whether a patient may still choose a time that was free when it was shown.</summary>
        /// <param name="moving">An appointment that would move there.</param>
        internal async Task<bool> IsOffered(PractitionerId practitioner, VisitType type, Instant start, Instant now, AppointmentId? moving = null)
        {
            var clinic = await db.ClinicZone();
            var search = new SlotSearch(type.Id, start.InZone(clinic).Date, 1, practitioner) { Moving = moving };
            var day = new Interval(start - PractitionerAgenda.Margin, start + PractitionerAgenda.Margin);
            return type.ForPatients && (await Agendas(db, search, clinic, day, now)).SingleOrDefault()?.Allows(start, type.Length, clinic, now) is true;
        }

        /// <summary>Free times nearest to one that was lost, in the order of the day: the same practitioner's.</summary>
        public async Task<IReadOnlyList<OfferedSlot>> Nearest(SlotSearch search, Instant wanted, Instant now, int many = 3) =>
            (await db.FreeSlots(search, now)).Nearest(wanted, many);

        /// <summary>Null when there is none such, or it is retired.</summary>
        internal Task<VisitType?> OfferedType(VisitTypeId id) => db.VisitTypes.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id && t.RetiredAt == null);

        /// <summary>Who may be booked for it, by name.</summary>
        public IQueryable<Practitioner> PractitionersOffering(VisitTypeId type)
        {
            var offers = db.OfferedVisits;
            return db.Practitioners.Where(p => offers.Any(o => o.PractitionerId == p.Id && o.VisitTypeId == type)).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName);
        }
    }

    /// <summary>Of these, the nearest to a time, in the order of the day.</summary>
    internal static IReadOnlyList<OfferedSlot> Nearest(this IEnumerable<OfferedSlot> free, Instant wanted, int many = 3) =>
        [.. free.OrderBy(s => Duration.FromTicks(Math.Abs((s.Slot.StartsAt - wanted).TotalTicks))).ThenByDescending(s => s.Slot.StartsAt).Take(many).OrderBy(s => s.Slot.StartsAt)];

    /// <summary>Everyone's hours and what is taken, in five statements however many they are.</summary>
    private static async Task<IEnumerable<PractitionerAgenda>> Agendas(Db db, SlotSearch search, DateTimeZone clinic, Interval whole, Instant now)
    {
        var who = await db.PractitionersOffering(search.VisitType).Where(p => (search.Practitioner == null || p.Id == search.Practitioner)
            && (search.Speciality == null || p.Speciality == search.Speciality)).Select(p => p.Id).ToListAsync();
        var schedules = await db.SchedulesOf(who, search.From.PlusDays(-1), clinic);
        var (from, until, by, own) = (whole.Start - PractitionerAgenda.Margin, whole.End + PractitionerAgenda.Margin, search.By, search.Own ?? default);
        var moving = BusyTime.IdOf(search.Moving ?? default);
        var busy = (await db.BusyTimes.Where(b => who.Contains(b.PractitionerId) && b.EndsAt > from && b.StartsAt < until && b.Id != moving
                && (b.HeldUntil == null || (b.HeldUntil > now && (b.HeldBy == null || b.HeldBy != by) && b.Id != own)))
            .Select(b => new { b.PractitionerId, b.StartsAt, b.EndsAt, b.Kind }).ToListAsync()).ToLookup(b => b.PractitionerId);
        return who.Select(id => new PractitionerAgenda(id, schedules[id].Policy, schedules[id].Schedule,
            [.. busy[id].Select(b => new Taken(new Interval(b.StartsAt, b.EndsAt), b.Kind)).OrderBy(t => t.Time.Start)]));
    }
}
