using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Offers;
using Telemed.Scheduling.Reminding;
using Telemed.Tenancy;

namespace Telemed.Scheduling;

/// <summary>Appointments and their changes as they are written: row, history, audit and care relation. In a transaction, under the practitioner's lock.</summary>
internal static class AppointmentRows
{
    public static Appointment Of(TenantId clinic, AccountId? by, NewAppointment wanted, VisitType? type, AppointmentStatus status, Instant now,
        Guid? series = null, AppointmentId? replaces = null) => new()
    {
        TenantId = clinic, Id = AppointmentId.New(), PatientId = wanted.Patient, PractitionerId = wanted.Practitioner, StartsAt = wanted.StartsAt,
        EndsAt = wanted.EndsAt, Reason = wanted.Reason.Trim(), Modality = wanted.Modality, Status = status, CreatedAt = now, BookedBy = by,
        Request = wanted.Request, VisitTypeId = type?.Id, MinutesBefore = type?.MinutesBefore ?? 0, MinutesAfter = type?.MinutesAfter ?? 0,
        Series = series, Replaces = replaces?.Value,
    };

    /// <summary>All of them, of one patient with one practitioner; or none and false.</summary>
    public static async Task<bool> Add(Db db, Actor by, IReadOnlyList<Appointment> appointments, Instant now)
    {
        db.Appointments.AddRange(appointments);
        try
        {
            await db.CareBegins(appointments[0].PractitionerId, appointments[0].PatientId, now);
        }
        catch (DbUpdateException refused) when (PractitionerTime.IsOverlap(refused))
        {
            // Somebody wrote around the lock: the database is the last word. What was added and not saved is forgotten.
            db.ChangeTracker.Clear();
            return false;
        }

        foreach (var appointment in appointments)
        {
            Note(db, by, appointment, null, now);
            db.Record(by, AuditAction.AppointmentBooked, now, (nameof(Appointment), appointment.Id.Value), appointment.PatientId, detail: appointment.Status.ToString());
            if (appointment.Status is AppointmentStatus.Booked)
            {
                db.WriteReminders(appointment, now);
            }
        }

        return true;
    }

    /// <param name="by">Null: the program itself.</param>
    /// <param name="why">For a cancellation.</param>
    /// <param name="note">The words beside it, if any.</param>
    public static async Task Change(Db db, Actor? by, Appointment appointment, AppointmentStatus to, CancellationReason why, Instant now, string? note = null)
    {
        var from = appointment.Status;
        appointment.Status = to;
        appointment.Version++;
        appointment.CancelledBecause = to is AppointmentStatus.Cancelled ? why : null;
        appointment.CancellationNote = to is AppointmentStatus.Cancelled && !string.IsNullOrWhiteSpace(note) ? note.Trim() : null;
        Note(db, by, appointment, from, now);
        db.Record(by ?? new SystemActor(db.Tenant), AuditAction.AppointmentMoved, now, (nameof(Appointment), appointment.Id.Value), appointment.PatientId, detail: $"{from}-{to}");
        // What the visit itself brings about needs no query more: whoever writes a reminder looks at the appointment again.
        if (to is AppointmentStatus.Booked or AppointmentStatus.Cancelled or AppointmentStatus.EnteredInError)
        {
            await db.RenewReminders(appointment, now);
        }
    }

    private static void Note(Db db, Actor? by, Appointment appointment, AppointmentStatus? from, Instant now) =>
        db.AppointmentMoves.Add(new AppointmentMove
        {
            TenantId = appointment.TenantId, Id = AppointmentMoveId.New(), AppointmentId = appointment.Id, From = from, To = appointment.Status,
            By = (by as AccountActor)?.AccountId, At = now,
        });
}
