using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Signing;

/// <summary>Whether what stands in the database is what was signed.</summary>
public static class Sealing
{
    private static readonly IReadOnlyList<AuditAction> Signatures = [AuditAction.NoteSigned, AuditAction.NoteAmended, AuditAction.NoteEnteredInError];

    extension(Db db)
    {
        /// <summary>Checks a note that its reader has opened; a break is written into the audit trail with the reading. See <see cref="NoteSeal.Broken"/>.</summary>
        internal async Task<IReadOnlyList<int>> CheckSeals(Actor actor, SoapNote note, IReadOnlyList<SoapNoteVersion> versions, Instant now)
        {
            ArgumentNullException.ThrowIfNull(note);
            var id = (Guid?)note.Id.Value;
            var audited = await db.AuditEvents.AsNoTracking().Where(a => a.EntityId == id && Signatures.Contains(a.Action) && a.Detail != null).Select(a => a.Detail!).ToListAsync();
            var broken = NoteSeal.Broken(note, versions, audited.ToHashSet(StringComparer.Ordinal));
            if (broken.Count > 0)
            {
                db.Record(actor, AuditAction.NoteSealBroken, now, (nameof(SoapNote), note.Id.Value), note.PatientId, allowed: false, detail: string.Join(',', broken.Take(10)));
                await db.SaveChangesAsync();
            }

            return broken;
        }
    }
}
