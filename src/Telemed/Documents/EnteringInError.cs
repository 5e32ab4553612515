using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents.Colleagues;
using Telemed.Documents.Retention;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>Who said when and why that a document should never have been in this record.</summary>
/// <param name="By">By name.</param>
public sealed record InError(Instant At, string By, string Because);

/// <summary>What became of saying so.</summary>
public abstract record EnteredInError
{
    private EnteredInError() { }

    /// <summary>It is marked, by them now or by somebody before.</summary>
    public sealed record Done : EnteredInError;

    /// <param name="Fault">Of the reason: required, too-short, too-long or characters.</param>
    public sealed record Refused(string Fault) : EnteredInError;

    /// <summary>Not there, or not theirs.</summary>
    public sealed record None : EnteredInError;
}

/// <summary>
/// Marks a document that should never have been in this record, and takes the mark back. It must remain to be traced: staff see it, struck through
/// and with the reason; its patient, readers outside and searches do not find it any more. FHIR DocumentReference.status entered-in-error.
/// </summary>
public sealed class EnteringInError(Db db, Clock clock, IEnumerable<IHearsDocuments> ears)
{
    public Task<EnteredInError> Enter(AccountActor actor, DocumentId id, string reason) => db.InTransaction<EnteredInError>(async () =>
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (await db.Mine(actor, id, DocumentRights.MayEnterInError) is not { } document)
        {
            return new EnteredInError.None();
        }

        if (document.InErrorAt is not null)
        {
            return new EnteredInError.Done();
        }

        if (Reason.Fault(reason.Trim()) is { } fault)
        {
            return new EnteredInError.Refused(fault);
        }

        // Not shared any more: whoever takes the mark back may be one who may not share.
        var now = clock.Now;
        if (await db.Documents.Where(d => d.Id == id && d.PatientId == document.PatientId && d.DeletedAt == null && d.InErrorAt == null).ExecuteUpdateAsync(d => d
                .SetProperty(x => x.InErrorAt, now).SetProperty(x => x.InErrorBy, actor.AccountId).SetProperty(x => x.InErrorBecause, reason.Trim())
                .SetProperty(x => x.SharedAt, (Instant?)null).SetProperty(x => x.SharedBy, (AccountId?)null).SetProperty(x => x.Replaces, (DocumentId?)null)) == 0)
        {
            return new EnteredInError.None();
        }

        await db.EndShowing(id, now);
        db.Record(actor, AuditAction.DocumentEnteredInError, now, ("Document", id.Value), document.PatientId);
        await Tell(id, (ear, fresh) => ear.EnteredInError(db, fresh));
        return new EnteredInError.Done();
    });

    /// <summary>It is not shared again by this, and its links for outside stay ended. False: not there, not theirs, or no error.</summary>
    public Task<bool> TakeBack(AccountActor actor, DocumentId id) => db.InTransaction(async () =>
    {
        if (await db.Mine(actor, id, DocumentRights.MayEnterInError) is not { InErrorAt: not null } document
            || await db.Documents.Where(d => d.Id == id && d.PatientId == document.PatientId && d.DeletedAt == null && d.InErrorAt != null).ExecuteUpdateAsync(d => d
                .SetProperty(x => x.InErrorAt, (Instant?)null).SetProperty(x => x.InErrorBy, (AccountId?)null).SetProperty(x => x.InErrorBecause, (string?)null)) == 0)
        {
            return false;
        }

        db.Record(actor, AuditAction.DocumentErrorTakenBack, clock.Now, ("Document", id.Value), document.PatientId);
        await Tell(id, (ear, fresh) => ear.NotInError(db, fresh));
        return true;
    });

    private async Task Tell(DocumentId id, Func<IHearsDocuments, Document, Task> say)
    {
        var fresh = await db.Documents.AsNoTracking().SingleAsync(d => d.Id == id);
        foreach (var ear in ears)
        {
            await say(ear, fresh);
        }
    }
}
