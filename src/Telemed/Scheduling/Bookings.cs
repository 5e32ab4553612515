using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Notifications;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Booking and moving appointments. Row, history, audit, care relation and what people are told commit together.</summary>
public static class Bookings
{
    extension(Db db)
    {
        /// <summary>
        /// Books, or says why not. A practitioner books her own time and it is booked; an assistant books anybody's and it is pending
        /// until the practitioner confirms. Nobody else books.
        /// </summary>
        public Task<BookingOutcome> Book(Actor actor, NewAppointment wanted, Clock clock)
        {
            ArgumentNullException.ThrowIfNull(wanted);
            ArgumentNullException.ThrowIfNull(clock);
            return db.InTransaction(() => BookNow(db, actor, wanted, clock.Now));
        }

        /// <summary>Moves an appointment along the table of <see cref="AppointmentMoves"/>.</summary>
        /// <param name="by">Null: the program itself, for example a visit that ended.</param>
        /// <param name="why">For a cancellation; without it, declined when a practitioner refuses a pending one, else by the clinic.</param>
        public Task<MoveOutcome> Move(Actor? by, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why = null) =>
            db.InTransaction(() => MoveNow(db, by, id, to, now, why));
    }

    private static async Task<BookingOutcome> BookNow(Db db, Actor actor, NewAppointment wanted, Instant now)
    {
        if (wanted.Fault(now) is { } fault)
        {
            return fault;
        }

        if (actor is not AccountActor { Role: Role.Practitioner or Role.Assistant } by
            || (by.Role is Role.Practitioner && by.PractitionerId != wanted.Practitioner))
        {
            return new BookingOutcome.Invalid("practitioner", "not-allowed");
        }

        if (await db.Practitioners.FirstOrDefaultAsync(p => p.Id == wanted.Practitioner) is not { } practitioner)
        {
            return new BookingOutcome.Invalid("practitioner", "unknown");
        }

        if (!await db.PatientsToBookFor(actor).AnyAsync(p => p.Id == wanted.Patient))
        {
            return new BookingOutcome.Invalid("patient", "unknown");
        }

        await PractitionerTime.Hold(db, wanted.Practitioner);
        if (await PractitionerTime.IsTaken(db, wanted.Practitioner, wanted.StartsAt, wanted.EndsAt))
        {
            return new BookingOutcome.Taken();
        }

        return await Write(db, by, wanted, practitioner, now);
    }

    private static async Task<BookingOutcome> Write(Db db, AccountActor by, NewAppointment wanted, Practitioner practitioner, Instant now)
    {
        var appointment = new Appointment
        {
            TenantId = by.TenantId, Id = AppointmentId.New(), PatientId = wanted.Patient, PractitionerId = wanted.Practitioner,
            StartsAt = wanted.StartsAt, EndsAt = wanted.EndsAt, Reason = wanted.Reason.Trim(), Modality = wanted.Modality,
            Status = by.Role is Role.Practitioner ? AppointmentStatus.Booked : AppointmentStatus.Pending, CreatedAt = now, BookedBy = by.AccountId,
        };
        db.Appointments.Add(appointment);
        try
        {
            await db.CareBegins(wanted.Practitioner, wanted.Patient, now);
        }
        catch (DbUpdateException refused) when (PractitionerTime.IsOverlap(refused))
        {
            // Somebody wrote around the lock: the database is the last word. What was added and not saved is forgotten.
            db.ChangeTracker.Clear();
            return new BookingOutcome.Taken();
        }

        Note(db, by, appointment, null, now);
        db.Record(by, AuditAction.AppointmentBooked, now, (nameof(Appointment), appointment.Id.Value), appointment.PatientId,
            detail: appointment.Status.ToString());
        await AppointmentNews.Booked(db, appointment, practitioner, now);
        return new BookingOutcome.Booked(appointment);
    }

    private static async Task<MoveOutcome> MoveNow(Db db, Actor? by, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why)
    {
        var seen = by is AccountActor ? db.AppointmentsFor(by) : db.Appointments;
        if (await seen.FirstOrDefaultAsync(a => a.Id == id) is not { } appointment)
        {
            return new MoveOutcome.NotFound();
        }

        await PractitionerTime.Hold(db, appointment.PractitionerId);
        // Read again under the lock: somebody may have moved it while we waited.
        await db.Entry(appointment).ReloadAsync();
        var from = appointment.Status;
        if (!AppointmentMoves.Allows(by, from, to))
        {
            return new MoveOutcome.NotAllowed(from, to);
        }

        appointment.Status = to;
        appointment.Version++;
        appointment.CancelledBecause = to is AppointmentStatus.Cancelled ? why ?? Why(by, from) : null;
        Note(db, by, appointment, from, now);
        db.Record(by ?? new SystemActor(db.Tenant), AuditAction.AppointmentMoved, now, (nameof(Appointment), id.Value), appointment.PatientId,
            detail: $"{from}-{to}");
        await AppointmentNews.Moved(db, by, appointment, from, now);
        await db.SaveChangesAsync();
        return new MoveOutcome.Moved(appointment, from);
    }

    private static CancellationReason Why(Actor? by, AppointmentStatus from) =>
        from is AppointmentStatus.Pending && by is AccountActor { Role: Role.Practitioner } ? CancellationReason.Declined : CancellationReason.ByClinic;

    private static void Note(Db db, Actor? by, Appointment appointment, AppointmentStatus? from, Instant now) =>
        db.AppointmentMoves.Add(new AppointmentMove
        {
            TenantId = appointment.TenantId, Id = AppointmentMoveId.New(), AppointmentId = appointment.Id, From = from, To = appointment.Status,
            By = (by as AccountActor)?.AccountId, At = now,
        });
}
