using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling.Reminding;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Moving appointments in time. Row, history, audit and what people are told commit together.</summary>
public static class TimeChanges
{
    extension(Db db)
    {
        /// <summary>
        /// Moves an appointment to another time, or makes it longer or shorter, or says why not. A practitioner moves her own, an assistant
        /// anybody's, a patient his own to a time on offer, until the deadline. It keeps its status and the time kept free around it: what was confirmed
        /// stays so, and the practitioner is told. The same wish twice is one move.
        /// </summary>
        public Task<RescheduleOutcome> Reschedule(Actor actor, AppointmentId id, NewTime wanted, Clock clock)
        {
            ArgumentNullException.ThrowIfNull(wanted);
            ArgumentNullException.ThrowIfNull(clock);
            return db.InTransaction(() => MoveNow(db, actor, id, wanted, clock.Now));
        }

        /// <summary>Until when a patient may cancel this appointment or move it.</summary>
        public async Task<Instant> Deadline(Appointment appointment)
        {
            ArgumentNullException.ThrowIfNull(appointment);
            var practitioner = appointment.PractitionerId;
            var minutes = await db.BookingPolicies.Where(p => p.PractitionerId == practitioner).Select(p => (int?)p.ChangeMinutes).SingleOrDefaultAsync();
            return appointment.StartsAt - Duration.FromMinutes(minutes ?? BookingPolicy.UsualChangeMinutes);
        }
    }

    private static async Task<RescheduleOutcome> MoveNow(Db db, Actor actor, AppointmentId id, NewTime wanted, Instant now)
    {
        if (actor is not AccountActor by || await db.AppointmentsFor(by).FirstOrDefaultAsync(a => a.Id == id) is not { } appointment)
        {
            return new RescheduleOutcome.NotFound();
        }

        await Turns.Wait(db, appointment.PractitionerId);
        // Read again under the lock: somebody may have moved it while we waited.
        await db.Entry(appointment).ReloadAsync();
        if (!MayMove(by, appointment, wanted))
        {
            return new RescheduleOutcome.NotAllowed(appointment.Status);
        }

        return wanted.IsOf(appointment) ? await MovedBefore(db, appointment)
            : await Refusal(db, by, appointment, wanted, now) ?? await Write(db, by, appointment, wanted, now);
    }

    /// <summary>What has not begun moves; what is going on takes longer or ends sooner. Nobody undoes by this what is over.</summary>
    private static bool MayMove(AccountActor by, Appointment appointment, NewTime wanted) =>
        by.Role is not Role.Administrator && (appointment.Status is AppointmentStatus.Pending or AppointmentStatus.Booked
            || (appointment.Status is AppointmentStatus.Arrived && by.Role is not Role.Patient && wanted.StartsAt == appointment.StartsAt));

    private static async Task<RescheduleOutcome> MovedBefore(Db db, Appointment appointment)
    {
        var id = appointment.Id;
        var last = await db.TimeChanges.AsNoTracking().Where(c => c.AppointmentId == id).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).FirstOrDefaultAsync();
        return new RescheduleOutcome.Moved(appointment, last?.FromStartsAt ?? appointment.StartsAt, last?.FromEndsAt ?? appointment.EndsAt);
    }

    /// <summary>Asked under the practitioner's lock, so that it still holds when the move is written.</summary>
    private static async Task<RescheduleOutcome?> Refusal(Db db, AccountActor by, Appointment appointment, NewTime wanted, Instant now)
    {
        if (wanted.Version is { } shown && shown != appointment.Version)
        {
            return new RescheduleOutcome.Stale();
        }

        if (wanted.Fault(appointment, now) is { } fault)
        {
            return fault;
        }

        if (by.Role is Role.Patient && await NotForPatients(db, by, appointment, wanted, now) is { } refusal)
        {
            return refusal;
        }

        var (id, starts, ends, patient) = (appointment.Id, wanted.StartsAt, wanted.EndsAt, appointment.PatientId);
        var (before, after) = (Duration.FromMinutes(appointment.MinutesBefore), Duration.FromMinutes(appointment.MinutesAfter));
        if (await PractitionerTime.IsTaken(db, appointment.PractitionerId, starts - before, ends + after, now, moving: id))
        {
            return new RescheduleOutcome.Taken();
        }

        await Turns.Wait(db, patient);
        return await PractitionerTime.IsElsewhere(db, patient, starts, ends, id) ? new RescheduleOutcome.PatientBusy() : null;
    }

    private static async Task<RescheduleOutcome?> NotForPatients(Db db, AccountActor by, Appointment appointment, NewTime wanted, Instant now)
    {
        if (now > await db.Deadline(appointment))
        {
            return new RescheduleOutcome.TooLate();
        }

        await db.LetGo(by); // a time held in another form of his own is not in his way
        return appointment.VisitTypeId is { } visit && await db.OfferedType(visit) is { } type && wanted.EndsAt == wanted.StartsAt + type.Length.Length
            && await db.IsOffered(appointment.PractitionerId, type, wanted.StartsAt, now, appointment.Id) ? null : new RescheduleOutcome.NotOffered();
    }

    private static async Task<RescheduleOutcome> Write(Db db, AccountActor by, Appointment appointment, NewTime wanted, Instant now)
    {
        var change = new TimeChange
        {
            TenantId = by.TenantId, Id = TimeChangeId.New(), AppointmentId = appointment.Id, By = by.AccountId, At = now,
            FromStartsAt = appointment.StartsAt, FromEndsAt = appointment.EndsAt, ToStartsAt = wanted.StartsAt, ToEndsAt = wanted.EndsAt,
        };
        (appointment.StartsAt, appointment.EndsAt) = (wanted.StartsAt, wanted.EndsAt);
        appointment.Version++;
        db.TimeChanges.Add(change);
        db.Record(by, AuditAction.AppointmentRescheduled, now, (nameof(Appointment), appointment.Id.Value), appointment.PatientId,
            detail: $"{change.FromStartsAt}/{change.ToStartsAt}");
        await AppointmentNews.Rescheduled(db, by, appointment, change);
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException refused) when (PractitionerTime.IsOverlap(refused))
        {
            // Somebody wrote around the lock: the database is the last word. What was changed and not saved is forgotten.
            db.ChangeTracker.Clear();
            return new RescheduleOutcome.Taken();
        }

        await db.RenewReminders(appointment, now);
        await WaitingList.Freed(db, appointment.PractitionerId, change.FromStartsAt - Duration.FromMinutes(appointment.MinutesBefore),
            change.FromEndsAt + Duration.FromMinutes(appointment.MinutesAfter), now);
        var elsewhere = await PractitionerTime.IsBusyOutside(db, appointment.PractitionerId, appointment.StartsAt, appointment.EndsAt);
        return new RescheduleOutcome.Moved(appointment, change.FromStartsAt, change.FromEndsAt, elsewhere);
    }
}
