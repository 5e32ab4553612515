using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records;
using Telemed.Scheduling;

namespace Telemed.Web.Pages.Today;

/// <summary>What waits for a practitioner's hand: drafts of visits that have ended, visits whose record lacks its closing, and requests to confirm. Oldest first.</summary>
public sealed record Unfinished(IReadOnlyList<Unfinished.Note> Notes, IReadOnlyList<Unfinished.Request> Requests, IReadOnlyList<Unfinished.Closing> Closings)
{
    public sealed record Note(SoapNoteId Id, string Patient);

    public sealed record Request(AppointmentId Id, string Patient, Instant At);

    /// <param name="Place">The practitioner's own place in the visit: where it is closed.</param>
    public sealed record Closing(ParticipantId Place, string Patient);

    public bool IsNothing => Notes.Count == 0 && Requests.Count == 0 && Closings.Count == 0;

    public static async Task<Unfinished> Of(Db db, PractitionerId practitioner, Instant now)
    {
        var (notes, encounters, patients, appointments) = (db.SoapNotes, db.Encounters, db.Patients, db.Appointments);
        var drafts = await (from note in notes.AsNoTracking()
                            join encounter in encounters.AsNoTracking() on note.EncounterId equals encounter.Id
                            join patient in patients.AsNoTracking() on note.PatientId equals patient.Id
                            where note.AuthorId == practitioner && note.Status == NoteStatus.Draft && encounter.Status == EncounterStatus.Completed
                            orderby note.CreatedAt
                            select new { note.Id, patient }).ToListAsync();
        var pending = await (from appointment in appointments.AsNoTracking()
                             join patient in patients.AsNoTracking() on appointment.PatientId equals patient.Id
                             where appointment.PractitionerId == practitioner && appointment.Status == AppointmentStatus.Pending && appointment.EndsAt > now
                             orderby appointment.StartsAt
                             select new { appointment.Id, appointment.StartsAt, patient }).ToListAsync();
        return new Unfinished([.. drafts.Select(d => new Note(d.Id, d.patient.FullName))],
            [.. pending.Select(p => new Request(p.Id, p.patient.FullName, p.StartsAt))], await ToClose(db, practitioner));
    }

    private static async Task<IReadOnlyList<Closing>> ToClose(Db db, PractitionerId practitioner)
    {
        var (encounters, participants, patients) = (db.Encounters, db.Participants, db.Patients);
        var owed = await (from encounter in encounters.AsNoTracking()
                          where encounter.PractitionerId == practitioner && encounter.ClosingOwedSince != null
                          join place in participants.AsNoTracking() on encounter.Id equals place.EncounterId
                          where place.Role == ParticipantRole.Practitioner
                          join patient in patients.AsNoTracking() on encounter.PatientId equals patient.Id
                          orderby encounter.ClosingOwedSince
                          select new { place.Id, patient }).ToListAsync();
        return [.. owed.Select(o => new Closing(o.Id, o.patient.FullName))];
    }
}
