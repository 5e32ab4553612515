using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Earlier;
using Telemed.Scheduling.Offers;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Booking and moving appointments. Row, history, audit, care relation and what people are told commit together.</summary>
public static class Bookings
{
    extension(Db db)
    {
        /// <summary>
        /// Books, or says why not. A practitioner books her own time and it is booked; an assistant books anybody's and it is pending
        /// until the practitioner confirms; a patient books for himself what is offered, at once or pending as its visit type says.
        /// </summary>
        public Task<BookingOutcome> Book(Actor actor, NewAppointment wanted, Clock clock)
        {
            ArgumentNullException.ThrowIfNull(wanted);
            ArgumentNullException.ThrowIfNull(clock);
            return db.InTransaction(() => BookNow(db, actor, wanted, clock.Now));
        }

        /// <summary>Moves an appointment along the table of <see cref="AppointmentMoves"/>.</summary>
        /// <param name="by">Null: the program itself, for example a visit that ended.</param>
        /// <param name="why">For a cancellation; without it, declined when a practitioner refuses a pending one, by the patient when he cancels his own, else by the clinic.</param>
        /// <param name="note">Beside a cancellation, at most <see cref="AppointmentMoves.MaxNote"/> characters. It is read on pages, and in no mail.</param>
        public Task<MoveOutcome> Move(Actor? by, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why = null, string? note = null) =>
            db.InTransaction(() => MoveNow(db, by, id, to, now, why, note, by is AccountActor { Role: Role.Patient }));

        /// <summary>Cancels for whoever has the link of <see cref="CancelLinks"/>: as the patient may, until the deadline.</summary>
        public Task<MoveOutcome> CancelByLink(AppointmentId id, Instant now) =>
            db.InTransaction(() => MoveNow(db, new SystemActor(db.Tenant), id, AppointmentStatus.Cancelled, now, CancellationReason.ByPatient, note: null, byPatient: true));
    }

    private static async Task<BookingOutcome> BookNow(Db db, Actor actor, NewAppointment asked, Instant now)
    {
        var (fault, wanted, type, practitioner) = await Check(db, actor, asked, now);
        if (fault is not null)
        {
            return fault;
        }

        // Who comes too late need not wait in the line for the practitioner's time to hear of it.
        var by = WhoBooks.Of(actor)!;
        // In this order: the same request, just committed by its twin, is not somebody else's time.
        if (await PractitionerTime.IsBooked(db, wanted.Practitioner, wanted.StartsAt, wanted.EndsAt) && await Booked(db, by, wanted) is null)
        {
            return new BookingOutcome.Taken();
        }

        await Turns.Wait(db, wanted.Practitioner);
        return await Booked(db, by, wanted) ?? await Refusal(db, by, wanted, type, now) ?? await Write(db, by, wanted, type, practitioner!, now);
    }

    /// <summary>A wish with what its ids stand for, or what is wrong with it whatever is booked already.</summary>
    internal sealed record Checked(BookingOutcome.Invalid? Fault, NewAppointment Wanted, VisitType? Type = null, Practitioner? Practitioner = null);

    internal static async Task<Checked> Check(Db db, Actor actor, NewAppointment asked, Instant now)
    {
        var type = asked.VisitType is { } id ? await db.OfferedType(id) : null;
        var wanted = type is null ? asked : asked with { Length = type.Length.Length, Modality = type.Modality };
        if (wanted.Fault(now) is { } fault)
        {
            return new Checked(fault, wanted);
        }

        if (WhoBooks.Of(actor) is not { } by || !MayBook(by, wanted))
        {
            return new Checked(new BookingOutcome.Invalid("practitioner", "not-allowed"), wanted);
        }

        if (await db.Practitioners.FirstOrDefaultAsync(p => p.Id == wanted.Practitioner) is not { } practitioner)
        {
            return new Checked(new BookingOutcome.Invalid("practitioner", "unknown"), wanted);
        }

        if (asked.VisitType is not null && (type is null || !await db.PractitionersOffering(type.Id).AnyAsync(p => p.Id == wanted.Practitioner)))
        {
            return new Checked(new BookingOutcome.Invalid("visit", "unknown"), wanted);
        }

        var unknown = by.Role is not Role.Patient && !await db.PatientsToBookFor(actor).AnyAsync(p => p.Id == wanted.Patient);
        return new Checked(unknown ? new BookingOutcome.Invalid("patient", "unknown") : null, wanted, type, practitioner);
    }

    /// <summary>Practitioners their own time, assistants anybody's, patients for themselves what is offered to them.</summary>
    private static bool MayBook(WhoBooks by, NewAppointment wanted) => by.Role switch
    {
        Role.Practitioner => by.Practitioner == wanted.Practitioner,
        Role.Assistant => true,
        Role.Patient => by.Patient == wanted.Patient && wanted.VisitType is not null,
        _ => false,
    };

    /// <summary>What the same request made already; null: it was not seen before, or asked for something else then (a form gone back to).</summary>
    private static async Task<BookingOutcome?> Booked(Db db, WhoBooks by, NewAppointment wanted) =>
        wanted.Request is { } request && await db.Appointments.FirstOrDefaultAsync(a => a.Request == request) is { } made
        && (made.BookedBy, made.PatientId, made.PractitionerId, made.StartsAt) == (by.Account, wanted.Patient, wanted.Practitioner, wanted.StartsAt)
            ? new BookingOutcome.Booked(made) : null;

    /// <summary>Asked under the practitioner's lock, so that it still holds when the appointment is written.</summary>
    private static async Task<BookingOutcome?> Refusal(Db db, WhoBooks by, NewAppointment wanted, VisitType? type, Instant now)
    {
        if (by.Role is Role.Patient && !await db.IsOffered(wanted.Practitioner, type!, wanted.StartsAt, now))
        {
            return new BookingOutcome.NotOffered();
        }

        var (starts, ends, patient) = (wanted.StartsAt, wanted.EndsAt, wanted.Patient);
        var own = wanted.Hold is { } hold && await db.IsHeldBy(by.Actor, hold) ? wanted.Hold : null;
        if (await PractitionerTime.IsTaken(db, wanted.Practitioner, starts - Minutes(type?.MinutesBefore), ends + Minutes(type?.MinutesAfter), now, own))
        {
            return new BookingOutcome.Taken();
        }

        if (by.Role is not Role.Patient && !wanted.DespiteOutside && await PractitionerTime.IsBusyOutside(db, wanted.Practitioner, starts, ends))
        {
            return new BookingOutcome.BusyElsewhere();
        }

        await Turns.Wait(db, patient);
        return await PractitionerTime.IsElsewhere(db, patient, starts, ends) ? new BookingOutcome.PatientBusy() : null;
    }

    private static async Task<BookingOutcome> Write(Db db, WhoBooks by, NewAppointment wanted, VisitType? type, Practitioner practitioner, Instant now)
    {
        var stands = by.Role is Role.Practitioner || (by.Role is Role.Patient && type!.StandsAtOnce);
        var request = wanted.Request is { } made && !await db.Appointments.AnyAsync(a => a.Request == made) ? wanted.Request : null;
        var appointment = AppointmentRows.Of(db.Tenant, by.Account, wanted with { Request = request }, type, stands ? AppointmentStatus.Booked : AppointmentStatus.Pending, now);
        if (!await AppointmentRows.Add(db, by.Actor, [appointment], now))
        {
            return new BookingOutcome.Taken();
        }

        await AppointmentNews.Booked(db, by.Actor, appointment, practitioner, now);
        return new BookingOutcome.Booked(appointment);
    }

    private static Duration Minutes(int? minutes) => Duration.FromMinutes(minutes ?? 0);

    private static async Task<MoveOutcome> MoveNow(Db db, Actor? by, AppointmentId id, AppointmentStatus to, Instant now, CancellationReason? why, string? note, bool byPatient)
    {
        if (!string.IsNullOrWhiteSpace(note) && PlainText.Fault(note, AppointmentMoves.MaxNote) is { } code)
        {
            return new MoveOutcome.Invalid(code);
        }

        var seen = by is AccountActor ? db.AppointmentsFor(by) : db.Appointments;
        if (await seen.FirstOrDefaultAsync(a => a.Id == id) is not { } appointment)
        {
            return new MoveOutcome.NotFound();
        }

        await Turns.Wait(db, appointment.PractitionerId);
        // Read again under the lock: somebody may have moved it while we waited.
        await db.Entry(appointment).ReloadAsync();
        var from = appointment.Status;
        if (!AppointmentMoves.Allows(by, from, to))
        {
            return new MoveOutcome.NotAllowed(from, to);
        }

        if (byPatient && now > await db.Deadline(appointment))
        {
            return new MoveOutcome.TooLate();
        }

        await AppointmentRows.Change(db, by, appointment, to, byPatient ? CancellationReason.ByPatient : why ?? Why(by, from), now, note);
        await AppointmentNews.Moved(db, by, appointment, from, now);
        await WaitingList.Freed(db, appointment, now);
        return new MoveOutcome.Moved(appointment, from);
    }

    internal static CancellationReason Why(Actor? by, AppointmentStatus from) =>
        from is AppointmentStatus.Pending && by is AccountActor { Role: Role.Practitioner } ? CancellationReason.Declined : CancellationReason.ByClinic;
}
