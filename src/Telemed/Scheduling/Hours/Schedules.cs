using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Hours;

/// <summary>When one practitioner is open, and how they may be booked.</summary>
/// <param name="IsOnFile">False: nobody ever said when this practitioner is open.</param>
internal sealed record PractitionerSchedule(BookingPolicy Policy, Schedule Schedule, bool IsOnFile);

internal static class Schedules
{
    extension(Db db)
    {
        /// <summary>Of several practitioners at once, in three statements however many they are.</summary>
        /// <param name="since">Days before it are not asked for.</param>
        public async Task<IReadOnlyDictionary<PractitionerId, PractitionerSchedule>> SchedulesOf(IReadOnlyCollection<PractitionerId> who, LocalDate since, DateTimeZone clinic)
        {
            var policies = await db.BookingPolicies.AsNoTracking().Where(p => who.Contains(p.PractitionerId)).ToDictionaryAsync(p => p.PractitionerId);
            var periods = (await db.HoursPeriods.AsNoTracking().Where(p => who.Contains(p.PractitionerId)).ToListAsync()).ToLookup(p => p.PractitionerId);
            var changes = (await db.HoursChanges.AsNoTracking().Where(c => who.Contains(c.PractitionerId) && c.Last >= since).ToListAsync()).ToLookup(c => c.PractitionerId);
            return who.ToDictionary(id => id, id =>
            {
                var policy = policies.GetValueOrDefault(id) ?? BookingPolicy.Usual(db.Tenant, id);
                return new PractitionerSchedule(policy, HoursOnFile.ScheduleOf(policy, periods[id], changes[id], clinic), periods[id].Any() || changes[id].Any());
            });
        }
    }
}
