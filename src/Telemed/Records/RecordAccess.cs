using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records;

/// <summary>
/// Whose lists and measures someone may read or write: practitioners of their patients by care relation, patients read their own;
/// assistants, administrators and guests none.
/// </summary>
public static class RecordAccess
{
    extension(Db db)
    {
        public IQueryable<Patient> RecordsWrittenBy(Actor actor) =>
            db.PatientsFor(actor is AccountActor { Role: Role.Practitioner } ? actor : null);

        public IQueryable<Patient> RecordsReadBy(Actor actor) =>
            db.PatientsFor(actor is AccountActor { Role: Role.Practitioner or Role.Patient } ? actor : null);
    }
}
