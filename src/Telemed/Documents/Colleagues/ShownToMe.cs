using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Audit;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Colleagues;

/// <summary>A document of somebody else's patient, as the colleague to whom it is shown sees it.</summary>
/// <param name="Patient">Whom it is about: name and birth date, nothing else of the record.</param>
public sealed record ShownToMe(Document Document, string Patient, LocalDate Born, string By, Instant EndsAt);

public static class ReadingShown
{
    extension(Db db)
    {
        /// <summary>All that colleagues show a practitioner now, the latest first; the reading is written down, for each patient.</summary>
        /// <param name="only">Just this one.</param>
        public async Task<IReadOnlyList<ShownToMe>> ReadShown(AccountActor actor, Instant now, DocumentId? only = null)
        {
            var showings = await db.ShowingsTo(actor).AsNoTracking().Where(s => only == null || s.DocumentId == only).OrderByDescending(s => s.ShownAt).ToListAsync();
            var documents = await db.DocumentsShownTo(actor).AsNoTracking().Where(d => only == null || d.Id == only).ToDictionaryAsync(d => d.Id);
            var shown = showings.Where(s => documents.GetValueOrDefault(s.DocumentId)?.PatientId == s.PatientId).DistinctBy(s => s.DocumentId).ToList();
            var ids = shown.Select(s => s.PatientId).Distinct().ToList();
            foreach (var patient in ids)
            {
                db.Record(actor, AuditAction.RecordRead, now, ("Patient", patient.Value), patient, detail: "documents");
            }

            await db.SaveChangesAsync();
            var patients = await db.Patients.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id);
            var names = await db.NamesOf(shown.Select(s => s.ShownBy));
            return [.. shown.Select(s => new ShownToMe(documents[s.DocumentId], patients[s.PatientId].FullName, patients[s.PatientId].BirthDate, names.GetValueOrDefault(s.ShownBy) ?? "", s.EndsAt))];
        }
    }
}
