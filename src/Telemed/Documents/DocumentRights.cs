using Telemed.Documents.Colleagues;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>Which documents an actor may see and do what with. Nothing is allowed unless a line here says so; deleted ones are gone for all.</summary>
public static class DocumentRights
{
    extension(Db db)
    {
        /// <summary>
        /// A practitioner: those of the patients that he cares for. An assistant: those that she added. A patient: his own that are
        /// shared, as those that he sent are from the first. An administrator, a guest: none.
        /// </summary>
        public IQueryable<Document> DocumentsFor(Actor? actor) => db.Of(actor, db.Documents.Where(d => d.DeletedAt == null));

        /// <summary>Those whose bytes he may have: these, and what a colleague shows a practitioner. Nothing is done with the latter, and no list of a record holds them.</summary>
        public IQueryable<Document> ReadableFor(Actor? actor)
        {
            var (own, shown) = (db.DocumentsFor(actor), db.DocumentsShownTo(actor));
            return actor is AccountActor { Role: Role.Practitioner } ? db.Documents.Where(d => own.Any(o => o.Id == d.Id) || shown.Any(s => s.Id == d.Id)) : own;
        }

        /// <summary>
        /// What lists show and what may be changed: of several versions staff see the newest. A patient sees what is shared: sharing the newest hides
        /// the others (<see cref="Sharing"/>).
        /// </summary>
        public IQueryable<Document> NewestFor(Actor? actor)
        {
            var newer = db.Documents;
            return actor is AccountActor { Role: Role.Patient } ? db.DocumentsFor(actor) : db.DocumentsFor(actor).Where(d => !newer.Any(n => n.Replaces == d.Id));
        }

        /// <summary>Those that he could see until they were deleted, and that are not erased yet; a patient has none.</summary>
        public IQueryable<Document> DeletedFor(Actor? actor) =>
            db.Of(actor is AccountActor { Role: Role.Patient } ? null : actor, db.Documents.Where(d => d.DeletedAt != null && d.ErasedAt == null));

        private IQueryable<Document> Of(Actor? actor, IQueryable<Document> documents)
        {
            var relations = db.CaresNow;
            IQueryable<Document> SharedIn(IQueryable<PatientId> files) => documents.Where(d => d.SharedAt != null && d.InErrorAt == null && files.Contains(d.PatientId));
            return actor switch
            {
                AccountActor { Role: Role.Practitioner, PractitionerId: { } self } =>
                    documents.Where(d => relations.Any(r => r.PatientId == d.PatientId && r.PractitionerId == self)),
                AccountActor { Role: Role.Assistant, AccountId: var self } => documents.Where(d => d.AddedBy == self),
                AccountActor { Role: Role.Patient, PatientId: { } self } => SharedIn(db.FilesOf(self)),
                _ => documents.Where(d => false),
            };
        }

        /// <summary>
        /// Patients to whom <paramref name="actor"/> may add a document, and whose documents he may list: by care relation for practitioners, all of the
        /// clinic for assistants, oneself for a patient.
        /// </summary>
        public IQueryable<Patient> PatientsToFileFor(Actor? actor) =>
            actor is AccountActor { Role: Role.Practitioner or Role.Assistant or Role.Patient } ? db.PatientsFor(actor) : db.Patients.Where(p => false);
    }

    /// <summary>Whether <paramref name="actor"/>, who sees <paramref name="document"/>, may delete it: who added it, and the patient's practitioner.</summary>
    public static bool MayDelete(this AccountActor actor, Document document)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(document);
        return actor.Role is Role.Practitioner || (actor.Role is Role.Assistant && document.AddedBy == actor.AccountId);
    }

    /// <summary>Whether <paramref name="actor"/>, who sees <paramref name="document"/>, may say that it should not be here, and that it should: the same people.</summary>
    public static bool MayEnterInError(this AccountActor actor, Document document) => actor.MayDelete(document);

    /// <summary>Whether <paramref name="actor"/>, who sees <paramref name="document"/>, may say what it is and move it: the same people, as long as it is no error.</summary>
    public static bool MayDescribe(this AccountActor actor, Document document) => actor.MayDelete(document) && document.InErrorAt is null;

    /// <summary>Whether <paramref name="actor"/>, who sees <paramref name="document"/>, may show it to the patient and outside: the patient's practitioner alone, as long as it is no error.</summary>
    public static bool MayShare(this AccountActor actor, Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return actor.SeesSharing() && document.InErrorAt is null;
    }

    /// <summary>Whether <paramref name="actor"/>, who sees a document, sees to whom it is shown.</summary>
    public static bool SeesSharing(this AccountActor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.Role is Role.Practitioner;
    }
}
