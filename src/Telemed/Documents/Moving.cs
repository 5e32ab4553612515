using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents.Colleagues;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>Takes a document out of the wrong record and into the right one, with a trace in both.</summary>
public sealed class Moving(Db db, Clock clock, IEnumerable<IHearsDocuments> ears)
{
    /// <summary>
    /// Hides it from the patient of the wrong record at once; it belongs to no visit there any more, and answers no request. False: not there, not
    /// theirs, or a record to which they may not add; or it is an error, which stays where it was made.
    /// </summary>
    public Task<bool> Move(AccountActor actor, DocumentId id, PatientId to) => db.InTransaction(async () =>
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await db.Mine(actor, id, DocumentRights.MayDescribe) is not { } document || document.PatientId == to
            || (actor.Role is Role.Practitioner && !await db.StandsInCare(actor.PractitionerId, document.PatientId))
            || !await db.PatientsToFileFor(actor).AnyAsync(p => p.Id == to && p.MergedInto == null))
        {
            return false;
        }

        var from = document.PatientId;
        if (await db.Documents.Where(d => d.Id == id && d.PatientId == from && d.DeletedAt == null && d.InErrorAt == null).ExecuteUpdateAsync(d => d
                .SetProperty(x => x.PatientId, to).SetProperty(x => x.EncounterId, (EncounterId?)null).SetProperty(x => x.RequestId, (DocumentRequestId?)null)
                .SetProperty(x => x.SharedAt, (Instant?)null).SetProperty(x => x.SharedBy, (AccountId?)null).SetProperty(x => x.Replaces, (DocumentId?)null)) == 0)
        {
            return false;
        }

        await db.EndShowing(id, clock.Now);
        db.Record(actor, AuditAction.DocumentMoved, clock.Now, ("Document", id.Value), from, detail: "away");
        db.Record(actor, AuditAction.DocumentMoved, clock.Now, ("Document", id.Value), to, detail: "here");
        var moved = await db.Documents.AsNoTracking().SingleAsync(d => d.Id == id);
        foreach (var ear in ears)
        {
            await ear.Moved(db, moved);
        }

        return true;
    });
}
