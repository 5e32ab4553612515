using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Series;

/// <summary>Booking a weekly series, by staff. All or none, in one transaction.</summary>
public static class SeriesBookings
{
    extension(Db db)
    {
        /// <summary>Books them all, or says of each that cannot be why. A practitioner's stand at once; an assistant's are pending.</summary>
        public Task<SeriesOutcome> BookSeries(Actor actor, NewSeries wanted, Clock clock)
        {
            ArgumentNullException.ThrowIfNull(wanted);
            ArgumentNullException.ThrowIfNull(clock);
            return db.InTransaction(() => BookNow(db, actor, wanted, clock.Now));
        }
    }

    private static async Task<SeriesOutcome> BookNow(Db db, Actor actor, NewSeries series, Instant now)
    {
        var (fault, wanted, type, practitioner) = await Bookings.Check(db, actor, series.First, now);
        if (fault is not null || actor is not AccountActor { IsStaff: true } by)
        {
            return fault is null ? new SeriesOutcome.Invalid("practitioner", "not-allowed") : new SeriesOutcome.Invalid(fault.Field, fault.Code);
        }

        var zone = await db.ClinicZone();
        if (series.Weeks is < NewSeries.Fewest or > NewSeries.Most)
        {
            return new SeriesOutcome.Invalid("weeks", "out-of-range");
        }

        var meetings = series.Meetings(zone).ToList();
        if (meetings.Exists(m => m.At > now + NewAppointment.Horizon))
        {
            return new SeriesOutcome.Invalid("starts", "too-far");
        }

        await Turns.Wait(db, wanted.Practitioner);
        if (await Booked(db, by, wanted, meetings) is { } before)
        {
            return new SeriesOutcome.Booked(before, Twice(meetings));
        }

        await Turns.Wait(db, wanted.Patient);
        var conflicts = await Conflicts(db, by, wanted, type, meetings, now);
        return conflicts.Count > 0 ? new SeriesOutcome.Conflicts(conflicts) : await Write(db, by, series, wanted, type, practitioner!, meetings, now);
    }

    /// <summary>What the same request made already; null: it was not seen before, or asked for something else then.</summary>
    private static async Task<IReadOnlyList<Appointment>?> Booked(Db db, AccountActor by, NewAppointment wanted, List<Meeting> meetings)
    {
        if (wanted.Request is not { } request || await db.Appointments.AsNoTracking().FirstOrDefaultAsync(a => a.Request == request) is not { Series: { } id } made
            || (made.BookedBy, made.PatientId, made.PractitionerId) != (by.AccountId, wanted.Patient, wanted.Practitioner))
        {
            return null;
        }

        var all = await db.Appointments.AsNoTracking().Where(a => a.Series == id).OrderBy(a => a.StartsAt).ToListAsync();
        return all.Select(a => (Instant?)a.StartsAt).SequenceEqual(meetings.Select(m => m.At).Order()) ? all : null;
    }

    private static async Task<List<SeriesConflict>> Conflicts(Db db, AccountActor by, NewAppointment wanted, VisitType? type, List<Meeting> meetings, Instant now)
    {
        var hours = await db.HoursFor(by, wanted.Practitioner);
        var schedule = hours is { Periods.Count: > 0 } or { Changes.Count: > 0 } ? hours.Schedule : null;
        var length = type?.Length ?? new VisitLength(wanted.Length, Duration.Zero, Duration.Zero);
        var (conflicts, own) = (new List<SeriesConflict>(), new List<Interval>());
        foreach (var meeting in meetings)
        {
            if (await Clash(db, wanted, meeting.At, length, schedule, own, now) is { } why)
            {
                conflicts.Add(new SeriesConflict(meeting.Week, meeting.Local, why, type is null ? [] : await Nearest(db, wanted, type, meeting, now)));
            }
            else
            {
                own.Add(length.Around(meeting.At!.Value));
            }
        }

        return conflicts;
    }

    private static async Task<SeriesClash?> Clash(Db db, NewAppointment wanted, Instant? when, VisitLength length, Schedule? schedule, List<Interval> own, Instant now)
    {
        if (when is not { } at || at < now)
        {
            return when is null ? SeriesClash.NoSuchTime : SeriesClash.Past;
        }

        if (schedule?.Covers(at, at + length.Length) is false)
        {
            return SeriesClash.OutsideHours;
        }

        var around = length.Around(at);
        if (own.Exists(o => o.Start < around.End && o.End > around.Start) || await PractitionerTime.IsTaken(db, wanted.Practitioner, around.Start, around.End, now))
        {
            return SeriesClash.Taken;
        }

        if (await PractitionerTime.IsBusyOutside(db, wanted.Practitioner, at, at + length.Length))
        {
            return SeriesClash.BusyElsewhere;
        }

        return await PractitionerTime.IsElsewhere(db, wanted.Patient, at, at + length.Length) ? SeriesClash.PatientBusy : null;
    }

    /// <summary>Free times of the same practitioner within three days of it, at which the patient is free too.</summary>
    private static async Task<IReadOnlyList<OfferedSlot>> Nearest(Db db, NewAppointment wanted, VisitType type, Meeting meeting, Instant now)
    {
        var near = (await db.ClinicZone()).AtLeniently(meeting.Local).ToInstant();
        var (from, until) = (near - Duration.FromDays(5), near + Duration.FromDays(5));
        var busy = await db.Appointments.AsNoTracking().Where(a => a.PatientId == wanted.Patient && a.EndsAt > from && a.StartsAt < until && AppointmentMoves.Holding.Contains(a.Status)).ToListAsync();
        var free = await db.FreeSlots(new SlotSearch(type.Id, meeting.Local.Date.PlusDays(-3), 7, wanted.Practitioner), now);
        return free.Where(s => !busy.Exists(a => a.StartsAt < s.Slot.EndsAt && a.EndsAt > s.Slot.StartsAt)).Nearest(near);
    }

    private static async Task<SeriesOutcome> Write(Db db, AccountActor by, NewSeries series, NewAppointment wanted, VisitType? type, Practitioner practitioner,
        List<Meeting> meetings, Instant now)
    {
        var request = wanted.Request is { } made && !await db.Appointments.AnyAsync(a => a.Request == made) ? wanted.Request : null;
        var (id, status) = (Guid.CreateVersion7(), by.Role is Role.Practitioner ? AppointmentStatus.Booked : AppointmentStatus.Pending);
        var rows = meetings.Select(m => AppointmentRows.Of(db.Tenant, by.AccountId, wanted with { StartsAt = m.At!.Value, Request = m.Week == 0 ? request : null }, type, status, now, id))
            .OrderBy(a => a.StartsAt).ToList();
        if (!await AppointmentRows.Add(db, by, rows, now))
        {
            return await BookNow(db, by, series, now); // what was written around the lock is seen now, and is named
        }

        SeriesNews.Booked(db, by, rows[0], practitioner, now);
        await SeriesNews.TellPatient(db, rows[0], now);
        return new SeriesOutcome.Booked(rows, Twice(meetings));
    }

    private static List<LocalDate> Twice(IEnumerable<Meeting> meetings) => [.. meetings.Where(m => m.ComesTwice).Select(m => m.Local.Date)];
}
