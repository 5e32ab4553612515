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
            var (notes, documents, relations) = (db.NotesReadableBy(actor), db.DocumentsFor(actor), db.CaresNow);
            IQueryable<SearchEntry> SharedIn(IQueryable<PatientId> files) => found.Where(e => files.Contains(e.PatientId)
                && ((e.NoteId != null && notes.Any(n => n.Id == e.NoteId)) || (e.DocumentId != null && documents.Any(d => d.Id == e.DocumentId))));
            return actor switch
            {
                AccountActor { Role: Role.Practitioner, PractitionerId: { } self } => found.Where(e =>
                    relations.Any(r => r.PatientId == e.PatientId && r.PractitionerId == self)
                    && (e.NoteId == null || notes.Any(n => n.Id == e.NoteId)) && (e.DocumentId == null || documents.Any(d => d.Id == e.DocumentId))),
                AccountActor { Role: Role.Patient, PatientId: { } self } => SharedIn(db.FilesOf(self)),
                _ => found.Where(_ => false),
            };
        }
    }
}
