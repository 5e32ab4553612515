using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Platform;
using Telemed.Platform.Security;
using Telemed.Scheduling.Hours;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Outside;

/// <summary>Reads a practitioner's calendar elsewhere and puts what is busy in it into their time. What could not be read changes nothing.</summary>
public sealed class CalendarImport(IServiceScopeFactory scopes, OpenWeb web, Clock clock, IOptions<TelemedOptions> options)
{
    /// <summary>Bytes of a calendar.</summary>
    private const int Largest = 5_000_000;

    private Duration Pause => Duration.FromMinutes(Math.Clamp(options.Value.Calendars.Minutes, 5, 1440));

    /// <summary>Reads it if it is due; of several nodes, one does.</summary>
    public async Task Read(TenantId clinic, OutsideCalendarId id, CancellationToken cancel = default)
    {
        if (await InClinic(clinic, db => Claim(db, id)) is { } due)
        {
            var found = await Fetch(due, cancel);
            await InClinic(clinic, db => Keep(db, id, found));
        }
    }

    /// <summary>What is to be read, and which days of it count: those that patients may book.</summary>
    private sealed record Due(Uri Address, Interval Window, DateTimeZone Zone);

    private async Task<Due?> Claim(Db db, OutsideCalendarId id)
    {
        var (now, next) = (clock.Now, clock.Now + Pause);
        var clinics = db.Tenants;
        var mine = await db.OutsideCalendars.Where(c => c.Id == id && c.NextReadAt <= now && clinics.Any(t => t.Id == c.TenantId && t.ImportsCalendars))
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.NextReadAt, next));
        if (mine == 0)
        {
            return null;
        }

        var calendar = await db.OutsideCalendars.AsNoTracking().SingleAsync(c => c.Id == id);
        var policy = await db.BookingPolicies.AsNoTracking().SingleOrDefaultAsync(p => p.PractitionerId == calendar.PractitionerId)
            ?? BookingPolicy.Usual(db.Tenant, calendar.PractitionerId);
        var zone = HoursOnFile.ZoneOf(policy, await db.ClinicZone());
        var today = now.InZone(zone).Date;
        return new Due(new Uri(calendar.Address), new Interval(zone.AtStartOfDay(today).ToInstant(), zone.AtStartOfDay(today.PlusDays(policy.FarthestDays + 2)).ToInstant()), zone);
    }

    private async Task<OutsideTimes> Fetch(Due due, CancellationToken cancel) => await web.Read(due.Address, Largest, cancel) switch
    {
        WebAnswer.Read(var body) => await Task.Run(() => OutsideTimes.Of(body, due.Window, due.Zone), cancel),
        WebAnswer.NotPublic => new OutsideTimes.Failed(CalendarFault.NotPublic),
        WebAnswer.TooSlow => new OutsideTimes.Failed(CalendarFault.TooSlow),
        WebAnswer.TooLarge => new OutsideTimes.Failed(CalendarFault.TooLarge),
        _ => new OutsideTimes.Failed(CalendarFault.Unreachable),
    };

    /// <summary>Nothing when the calendar was taken away while it was being read.</summary>
    private Task<bool> Keep(Db db, OutsideCalendarId id, OutsideTimes found) => db.InTransaction(async () =>
    {
        if (await db.OutsideCalendars.AsNoTracking().Where(c => c.Id == id).Select(c => (PractitionerId?)c.PractitionerId).SingleOrDefaultAsync() is not { } practitioner)
        {
            return false;
        }

        await Turns.Wait(db, practitioner);
        if (await db.OutsideCalendars.SingleOrDefaultAsync(c => c.Id == id) is not { } calendar)
        {
            return false;
        }

        if (found is OutsideTimes.Found { Busy: var busy })
        {
            (calendar.ReadAt, calendar.FailedAt, calendar.Fault) = (clock.Now, null, null);
            await Replace(db, practitioner, busy);
        }
        else if (found is OutsideTimes.Failed { Why: var why })
        {
            (calendar.FailedAt, calendar.Fault) = (clock.Now, why);
        }

        return true;
    });

    /// <summary>Only what differs is written: most readings find what the one before found.</summary>
    private static async Task Replace(Db db, PractitionerId practitioner, IReadOnlyList<Interval> busy)
    {
        var there = await db.BusyTimes.Where(b => b.PractitionerId == practitioner && b.Kind == BusyKind.Outside).ToListAsync();
        var wanted = busy.ToHashSet();
        db.BusyTimes.RemoveRange(there.Where(b => !wanted.Remove(new Interval(b.StartsAt, b.EndsAt))));
        db.BusyTimes.AddRange(wanted.Select(time => new BusyTime
        {
            TenantId = db.Tenant, Id = BusyTimeId.New(), PractitionerId = practitioner, StartsAt = time.Start, EndsAt = time.End, Kind = BusyKind.Outside,
        }));
    }

    private async Task<T> InClinic<T>(TenantId clinic, Func<Db, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        db.Enter(clinic);
        return await work(db);
    }
}
