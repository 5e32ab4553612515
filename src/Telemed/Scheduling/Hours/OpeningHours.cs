using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Earlier;
using Telemed.Tenancy;

namespace Telemed.Scheduling.Hours;

/// <summary>Hours of practitioners: read by whoever may plan them, and changed. A change never moves what is booked.</summary>
public static class OpeningHours
{
    extension(Db db)
    {
        /// <summary>Whose hours the actor may plan: one's own; anybody's of the clinic for assistants and administrators.</summary>
        public IQueryable<Practitioner> PractitionersToPlanFor(Actor? actor) => actor switch
        {
            AccountActor { Role: Role.Practitioner, PractitionerId: { } self } => db.Practitioners.Where(p => p.Id == self),
            AccountActor { Role: Role.Assistant or Role.Administrator } => db.Practitioners,
            _ => db.Practitioners.Where(p => false),
        };

        /// <summary>Null when there is no such practitioner in the clinic entered, or the actor may not plan for them.</summary>
        public async Task<HoursOnFile?> HoursFor(Actor? actor, PractitionerId practitioner)
        {
            if (await db.PractitionersToPlanFor(actor).AsNoTracking().SingleOrDefaultAsync(p => p.Id == practitioner) is not { } found)
            {
                return null;
            }

            var policy = await db.BookingPolicies.AsNoTracking().SingleOrDefaultAsync(p => p.PractitionerId == practitioner) ?? BookingPolicy.Usual(db.Tenant, practitioner);
            var periods = await db.HoursPeriods.AsNoTracking().Where(p => p.PractitionerId == practitioner).OrderBy(p => p.From).ToListAsync();
            var changes = await db.HoursChanges.AsNoTracking().Where(c => c.PractitionerId == practitioner).OrderBy(c => c.First).ThenBy(c => c.FromMinute).ToListAsync();
            return new HoursOnFile(found, policy, periods, changes, await db.ClinicZone());
        }

        /// <summary>
        /// Weekly hours from a day on, until a day or until further notice. Periods that they meet give way on those days and hold on the others.
        /// </summary>
        public Task<HoursOutcome> SaveWeek(Actor actor, PractitionerId practitioner, int version, HoursPeriodDraft week, Instant now) =>
            db.Change(actor, practitioner, version, now, "week", async file => await GiveWay(db, file, week) ?? Add(db, file, week), _ => (week.From, week.Until));

        public Task<HoursOutcome> AddChange(Actor actor, PractitionerId practitioner, int version, HoursChangeDraft change, Instant now) =>
            db.Change(actor, practitioner, version, now, "change", file => Task.FromResult(change.Faults(now.InZone(file.Zone).Date).FirstOrDefault() ?? Add(db, file, change)),
                _ => change.IsOpen ? (change.First, change.Last) : null);

        public Task<HoursOutcome> RemoveChange(Actor actor, PractitionerId practitioner, int version, HoursChangeId change, Instant now) =>
            db.Change(actor, practitioner, version, now, "change", async _ =>
                await db.HoursChanges.Where(c => c.PractitionerId == practitioner && c.Id == change).ExecuteDeleteAsync() == 1
                    ? new HoursOutcome.Saved() : new HoursOutcome.NotFound(),
                file => file.Changes.Where(c => c.Id == change && !c.IsOpen).Select(c => ((LocalDate, LocalDate?)?)(c.First, c.Last)).SingleOrDefault());

        /// <summary>
        /// Appointments to come that lie outside of the hours as they are now: they stand, and somebody has to look at them. None for
        /// a practitioner of whom no hours are on file.
        /// </summary>
        public async Task<IReadOnlyList<Appointment>> OutsideHours(HoursOnFile file, Instant now)
        {
            ArgumentNullException.ThrowIfNull(file);
            if (file.Periods.Count + file.Changes.Count == 0)
            {
                return [];
            }

            var id = file.Practitioner.Id;
            var coming = await db.Appointments.AsNoTracking().Where(a => a.PractitionerId == id && a.StartsAt > now
                && (a.Status == AppointmentStatus.Pending || a.Status == AppointmentStatus.Booked)).OrderBy(a => a.StartsAt).ToListAsync();
            var schedule = file.Schedule;
            return [.. coming.Where(a => !schedule.Covers(a.StartsAt, a.EndsAt))];
        }

        /// <param name="opens">The days on which time may have become free by it; null: on none.</param>
        private Task<HoursOutcome> Change(Actor actor, PractitionerId practitioner, int version, Instant now, string what, Func<HoursOnFile, Task<HoursOutcome>> act,
            Func<HoursOnFile, (LocalDate First, LocalDate? Last)?> opens) =>
            db.InTransaction(async () =>
            {
                // On PostgreSQL two would read the same version; the second waits here and finds that it is stale.
                await Turns.Wait(db, practitioner);
                if (await db.HoursFor(actor, practitioner) is not { } file)
                {
                    return new HoursOutcome.NotFound();
                }

                if (file.Policy.Version != version)
                {
                    return new HoursOutcome.Stale();
                }

                var outcome = await act(file);
                if (outcome is HoursOutcome.Saved)
                {
                    await db.Bump(file.Policy);
                    db.Record(actor, AuditAction.HoursChanged, now, (nameof(Practitioner), practitioner.Value), detail: what);
                    if (opens(file) is { } days)
                    {
                        await WaitingList.Opened(db, practitioner, days.First, days.Last, file.Zone, now);
                    }
                }

                return outcome;
            });

        /// <summary>Every change of hours and of how one is booked counts in one row, so that two writers cannot both be right.</summary>
        internal async Task Bump(BookingPolicy shown)
        {
            var row = await db.BookingPolicies.SingleOrDefaultAsync(p => p.Id == shown.Id);
            if (row is null)
            {
                db.BookingPolicies.Add(row = shown);
            }

            row.Version = shown.Version + 1;
            await db.SaveChangesAsync();
        }
    }

    private static async Task<HoursOutcome?> GiveWay(Db db, HoursOnFile file, HoursPeriodDraft week)
    {
        if (week.Faults.FirstOrDefault() is { } fault)
        {
            return fault;
        }

        var id = file.Practitioner.Id;
        foreach (var met in await db.HoursPeriods.Where(p => p.PractitionerId == id).ToListAsync())
        {
            if (met.Until < week.From || met.From > week.Until)
            {
                continue;
            }

            if (week.Until is { } last && !(met.Until <= last))
            {
                db.HoursPeriods.Add(Period(file, last.PlusDays(1), met.Until, met.Ranges));
            }

            if (met.From < week.From)
            {
                met.Until = week.From.PlusDays(-1);
            }
            else
            {
                db.HoursPeriods.Remove(met);
            }
        }

        return null;
    }

    private static HoursOutcome Add(Db db, HoursOnFile file, HoursPeriodDraft week)
    {
        db.HoursPeriods.Add(Period(file, week.From, week.Until, WeeklyText.Write(week.Ranges)));
        return new HoursOutcome.Saved();
    }

    private static HoursOutcome Add(Db db, HoursOnFile file, HoursChangeDraft change)
    {
        db.HoursChanges.Add(new HoursChange
        {
            TenantId = file.Practitioner.TenantId, Id = HoursChangeId.New(), PractitionerId = file.Practitioner.Id, First = change.First, Last = change.Last,
            FromMinute = change.Range.From, UntilMinute = change.Range.Until, IsOpen = change.IsOpen, Note = change.Note.Trim(),
        });
        return new HoursOutcome.Saved();
    }

    private static HoursPeriod Period(HoursOnFile file, LocalDate from, LocalDate? until, string ranges) => new()
    {
        TenantId = file.Practitioner.TenantId, Id = HoursPeriodId.New(), PractitionerId = file.Practitioner.Id, From = from, Until = until, Ranges = ranges,
    };
}
