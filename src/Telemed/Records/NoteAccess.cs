using Microsoft.EntityFrameworkCore;
using Telemed.Consultations;
using Telemed.People;
using Telemed.Platform;
using Telemed.Records.Access;
using Telemed.Tenancy;

namespace Telemed.Records;

/// <summary>
/// Which notes someone may read or write. The visit's practitioner writes; other practitioners of the clinic who care for the patient
/// read what is signed unless it is restricted, and that too once they have opened the record in an emergency; the patient reads their own that are signed; assistants, administrators and guests see none.
/// </summary>
public static class NoteAccess
{
    extension(Db db)
    {
        public IQueryable<SoapNote> NotesWrittenBy(Actor actor)
        {
            var (notes, relations) = (db.SoapNotes, db.CaresNow);
            return actor is AccountActor { Role: Role.Practitioner, PractitionerId: { } practitioner }
                ? notes.Where(n => n.AuthorId == practitioner
                    && relations.Any(r => r.PatientId == n.PatientId && r.PractitionerId == practitioner))
                : notes.Where(_ => false);
        }

        public IQueryable<SoapNote> NotesReadableBy(Actor actor)
        {
            var (notes, relations, now, opened) = (db.SoapNotes, db.CaresNow, db.Now, db.Set<BreakGlass>());
            IQueryable<SoapNote> SignedIn(IQueryable<PatientId> files) =>
                notes.Where(n => files.Contains(n.PatientId) && (n.Status == NoteStatus.Signed || n.Status == NoteStatus.Amended));
            return actor switch
            {
                AccountActor { Role: Role.Practitioner, PractitionerId: { } practitioner } => notes.Where(n =>
                    (n.AuthorId == practitioner || (n.Status != NoteStatus.Draft && (n.Details.Confidentiality == NoteConfidentiality.Normal
                        || opened.Any(o => o.PatientId == n.PatientId && o.PractitionerId == practitioner && o.EndsAt > now))))
                    && relations.Any(r => r.PatientId == n.PatientId && r.PractitionerId == practitioner)),
                AccountActor { Role: Role.Patient, PatientId: { } self } => SignedIn(db.FilesOf(self)),
                _ => notes.Where(_ => false),
            };
        }

        /// <summary>How many signed notes of this file are restricted, and hidden from this practitioner who cares for the patient.</summary>
        public async Task<int> HiddenNotes(Actor actor, IQueryable<PatientId> files, CancellationToken cancel = default)
        {
            var (readable, relations) = (db.NotesReadableBy(actor), db.CaresNow);
            return actor is AccountActor { Role: Role.Practitioner, PractitionerId: { } practitioner }
                ? await db.SoapNotes.CountAsync(n => files.Contains(n.PatientId) && (n.Status == NoteStatus.Signed || n.Status == NoteStatus.Amended)
                    && n.Details.Confidentiality == NoteConfidentiality.Restricted && !readable.Any(r => r.Id == n.Id)
                    && relations.Any(r => r.PatientId == n.PatientId && r.PractitionerId == practitioner), cancel)
                : 0;
        }

        /// <summary>The visits whose note this actor may begin: their own, not cancelled, of patients in their care.</summary>
        public IQueryable<Encounter> EncountersWrittenBy(Actor actor)
        {
            var (encounters, relations) = (db.Encounters, db.CaresNow);
            return actor is AccountActor { Role: Role.Practitioner, PractitionerId: { } practitioner }
                ? encounters.Where(e => e.PractitionerId == practitioner && e.Status != EncounterStatus.Cancelled
                    && relations.Any(r => r.PatientId == e.PatientId && r.PractitionerId == practitioner))
                : encounters.Where(_ => false);
        }

        /// <summary>Drafts of visits that are over, the oldest first: what waits for a signature.</summary>
        public IQueryable<SoapNote> UnsignedNotes(Actor actor)
        {
            var encounters = db.Encounters;
            return db.NotesWrittenBy(actor)
                .Where(n => n.Status == NoteStatus.Draft && encounters.Any(e => e.Id == n.EncounterId && e.Status == EncounterStatus.Completed))
                .OrderBy(n => n.CreatedAt);
        }

        /// <summary>How many notes wait for this practitioner's signature.</summary>
        public Task<int> NotesToSign(Actor actor, CancellationToken cancel = default) => db.UnsignedNotes(actor).CountAsync(cancel);
    }
}
