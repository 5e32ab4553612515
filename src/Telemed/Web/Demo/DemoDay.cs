using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Accounts;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Records.Searching;
using Telemed.Records.Signing;
using Telemed.Scheduling;
using Telemed.Tenancy;

namespace Telemed.Web.Demo;

/// <summary>
/// A day of appointments around now for each practitioner of the demonstration: some done with their notes, one due, some to come,
/// one to confirm. Made once a day, at the first start of that day.
/// </summary>
internal static class DemoDay
{
    private static readonly Duration Half = Duration.FromMinutes(30);

    /// <summary>Half hours from the one that is running, the status, and whether the note waits for its signature.</summary>
    private static readonly (int At, AppointmentStatus Status, NoteStatus? Note)[] Plan =
    [
        (-6, AppointmentStatus.Fulfilled, NoteStatus.Signed), (-5, AppointmentStatus.Fulfilled, NoteStatus.Signed), (-4, AppointmentStatus.NoShow, null),
        (-3, AppointmentStatus.Fulfilled, NoteStatus.Draft), (-2, AppointmentStatus.Fulfilled, NoteStatus.Draft), (0, AppointmentStatus.Booked, null),
        (1, AppointmentStatus.Booked, null), (3, AppointmentStatus.Booked, null), (4, AppointmentStatus.Booked, null), (5, AppointmentStatus.Pending, null),
    ];

    public static async Task Fill(Db db, DemoClinic clinic, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[clinic.Zone];
        var today = now.InZone(zone).Date;
        var (dayStart, dayEnd) = (today.AtStartOfDayInZone(zone).ToInstant(), today.PlusDays(1).AtStartOfDayInZone(zone).ToInstant());
        var appointments = db.Appointments;
        if (await appointments.AnyAsync(a => a.StartsAt >= dayStart && a.StartsAt < dayEnd))
        {
            return;
        }

        var patients = await db.Patients.ToListAsync();
        var reasons = clinic.Patients.ToDictionary(p => p.Email, p => p.Reason);
        var practitioners = await db.Practitioners.OrderBy(p => p.Id).ToListAsync();
        var assistant = (await db.Memberships.FirstOrDefaultAsync(m => m.Role == Role.Assistant))?.AccountId;
        await db.InTransaction(async () =>
        {
            foreach (var (number, practitioner) in practitioners.Index())
            {
                // Each practitioner sees the same people in another order.
                var seen = patients.OrderBy(p => p.Id.Value).Skip(number * 4).Concat(patients.OrderBy(p => p.Id.Value).Take(number * 4)).ToList();
                foreach (var (place, line) in Plan.Index())
                {
                    var starts = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 1800 * 1800) + (line.At * Half);
                    if (starts >= dayStart && starts + Half <= dayEnd)
                    {
                        var patient = seen[(place + 7) % seen.Count];
                        var appointment = new Appointment
                        {
                            TenantId = db.Tenant, Id = AppointmentId.New(), PatientId = patient.Id, PractitionerId = practitioner.Id,
                            StartsAt = starts, EndsAt = starts + Half, Reason = reasons.GetValueOrDefault(patient.Email ?? "", "Consultation"),
                            Modality = Modality.Video, Status = line.Status, CreatedAt = now,
                            // What an assistant asks for waits for the practitioner's word.
                            BookedBy = line.Status is AppointmentStatus.Pending ? assistant ?? practitioner.AccountId : practitioner.AccountId,
                        };
                        await Add(db, appointment, line.Note, now);
                    }
                }
            }
        });
    }

    private static async Task Add(Db db, Appointment appointment, NoteStatus? note, Instant now)
    {
        db.Appointments.Add(appointment);
        await db.CareBegins(appointment.PractitionerId, appointment.PatientId, now);
        db.AppointmentMoves.Add(new AppointmentMove
        {
            TenantId = db.Tenant, Id = AppointmentMoveId.New(), AppointmentId = appointment.Id, To = appointment.Status, By = appointment.BookedBy, At = now,
        });
        if (appointment.Status is AppointmentStatus.Booked or AppointmentStatus.Fulfilled)
        {
            var encounter = DemoVisit.Add(db, appointment.PatientId, appointment.PractitionerId, appointment, now);
            if (note is { } wanted)
            {
                await AddNote(db, encounter, wanted, appointment.PractitionerId);
            }
        }
    }

    private static async Task AddNote(Db db, Encounter encounter, NoteStatus status, PractitionerId author)
    {
        var (began, ended) = (encounter.StartedAt!.Value, encounter.EndedAt!.Value);
        var note = SoapNote.Draft(db.Tenant, encounter.Id, encounter.PatientId, author, began);
        note.Save(Written, note.Version, ended);
        db.SoapNotes.Add(note);
        if (status is NoteStatus.Signed)
        {
            note.Sign(note.Version, ended, out var signed);
            db.SoapNoteVersions.Add(signed!);
            var account = (await db.Practitioners.SingleAsync(p => p.Id == author)).AccountId;
            db.Record(new AccountActor(db.Tenant, account, Role.Practitioner, author, null), AuditAction.NoteSigned, ended, (nameof(SoapNote), note.Id.Value), note.PatientId, detail: NoteSeal.Hex(signed!.Seal!));
        }

        await db.Index(Indexed.Of(note, note.Text));
    }

    private static readonly NoteText Written = new("Va mieux depuis la dernière consultation. Dort bien.", "Pas de fièvre. Tension prise à domicile : **132/78**.", "Évolution favorable.",
        "- Même traitement\n- Revoir dans trois mois") { Details = NoteDetails.Unsaid with { Category = NoteCategory.FollowUp, Tags = "tension" } };
}
