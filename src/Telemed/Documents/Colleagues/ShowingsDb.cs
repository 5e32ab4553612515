using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.Accounts;
using Telemed.Documents.Outside;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Colleagues;

/// <summary>What colleagues show a practitioner. Nothing is shown unless a line here says so.</summary>
public static class ShowingsDb
{
    extension(Db db)
    {
        public DbSet<DocumentShowing> DocumentShowings => db.Set<DocumentShowing>();

        /// <summary>Those to a practitioner that hold now: whoever shows it is there still and cares for the patient, by more than an emergency.</summary>
        public IQueryable<DocumentShowing> ShowingsTo(Actor? actor)
        {
            if (actor is not AccountActor { Role: Role.Practitioner, PractitionerId: { } self })
            {
                return db.DocumentShowings.Where(s => false);
            }

            var (now, accounts, members, practitioners, cares) = (db.Now, db.Accounts, db.Memberships, db.Practitioners, db.CareRelations);
            return db.DocumentShowings.Where(s => s.PractitionerId == self && s.EndedAt == null && s.EndsAt > now
                && accounts.Any(a => a.Id == s.ShownBy && a.DisabledAt == null)
                && members.Any(m => m.AccountId == s.ShownBy && m.Role == Role.Practitioner && (m.EndedAt == null || m.EndedAt > now))
                && practitioners.Any(p => p.AccountId == s.ShownBy && cares.Any(c => c.PractitionerId == p.Id && c.PatientId == s.PatientId && c.EndsAt == null)));
        }

        /// <summary>The documents that are shown to a practitioner now, of whatever patient.</summary>
        public IQueryable<Document> DocumentsShownTo(Actor? actor)
        {
            var shown = db.ShowingsTo(actor);
            return db.Documents.Where(d => d.DeletedAt == null && d.InErrorAt == null && shown.Any(s => s.DocumentId == d.Id && s.PatientId == d.PatientId));
        }

        /// <summary>Nobody outside and no colleague sees it any more: it is deleted, an error, or lies in another record.</summary>
        internal async Task EndShowing(DocumentId document, Instant now)
        {
            await db.EndShareLinks(document, now);
            await db.DocumentShowings.Where(s => s.DocumentId == document && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now));
        }
    }
}

internal sealed class DocumentShowingTable : IEntityTypeConfiguration<DocumentShowing>
{
    public void Configure(EntityTypeBuilder<DocumentShowing> showing)
    {
        showing.HasIndex(s => new { s.TenantId, s.PractitionerId, s.EndsAt });
        showing.HasIndex(s => new { s.TenantId, s.DocumentId });
        showing.HasIndex(s => new { s.TenantId, s.PatientId });
    }
}
