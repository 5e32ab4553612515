using Microsoft.EntityFrameworkCore;
using Telemed.Documents;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Searching;

/// <summary>
/// What somebody may find: exactly what they may read. A note and a document are asked themselves, so that the index can never know more than
/// the record; other kinds are for the practitioners who care for the patient. Assistants and administrators find nothing.
/// </summary>
public static class SearchRights
{
    extension(Db db)
    {
        /// <param name="found">Rows that match, of this clinic.</param>
        public IQueryable<SearchEntry> Findable(IQueryable<SearchEntry> found, Actor actor)
        {
            var relations = db.CaresNow;
            // Joined, not each asked for by an "exists" beside an "or": for that PostgreSQL would first read every note of the clinic.
            var readable = found
                .LeftJoin(db.NotesReadableBy(actor), e => e.NoteId, n => (SoapNoteId?)n.Id, (e, n) => new { Entry = e, Note = n })
                .LeftJoin(db.NewestFor(actor).Where(d => d.InErrorAt == null), e => e.Entry.DocumentId, d => (DocumentId?)d.Id, (e, d) => new { e.Entry, e.Note, Document = d })
                .Where(e => (e.Entry.NoteId == null || e.Note != null) && (e.Entry.DocumentId == null || e.Document != null)).Select(e => e.Entry);
            IQueryable<SearchEntry> SharedIn(IQueryable<PatientId> files) => readable.Where(e => files.Contains(e.PatientId) && (e.NoteId != null || e.DocumentId != null));
            return actor switch
            {
                AccountActor { Role: Role.Practitioner, PractitionerId: { } self } => readable.Where(e => relations.Any(r => r.PatientId == e.PatientId && r.PractitionerId == self)),
                AccountActor { Role: Role.Patient, PatientId: { } self } => SharedIn(db.FilesOf(self)),
                _ => found.Where(_ => false),
            };
        }
    }
}
