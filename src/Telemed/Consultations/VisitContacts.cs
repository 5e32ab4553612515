using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Documents.Retention;
using Telemed.Platform;

namespace Telemed.Consultations;

/// <summary>Somebody was cared for when a visit of theirs began.</summary>
internal sealed class VisitContacts : IKnowsContacts
{
    public Task<Instant?> LastContact(Db db, IQueryable<PatientId> files) =>
        db.Encounters.Where(e => files.Contains(e.PatientId) && e.StartedAt != null).OrderByDescending(e => e.StartedAt).Select(e => e.StartedAt).FirstOrDefaultAsync();
}
