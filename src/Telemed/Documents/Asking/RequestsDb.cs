using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.People;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Asking;

/// <summary>Which requests for documents an actor may see. Nothing is allowed unless a line here says so.</summary>
public static class RequestsDb
{
    extension(Db db)
    {
        public DbSet<DocumentRequest> DocumentRequests => db.Set<DocumentRequest>();

        /// <summary>A practitioner: those to the patients that he cares for. A patient: those to himself. Anybody else: none.</summary>
        public IQueryable<DocumentRequest> RequestsFor(Actor? actor)
        {
            var relations = db.CaresNow;
            IQueryable<DocumentRequest> To(IQueryable<PatientId> files) => db.DocumentRequests.Where(r => files.Contains(r.PatientId));
            return actor switch
            {
                AccountActor { Role: Role.Practitioner, PractitionerId: { } self } =>
                    db.DocumentRequests.Where(r => relations.Any(c => c.PatientId == r.PatientId && c.PractitionerId == self)),
                AccountActor { Role: Role.Patient, PatientId: { } self } => To(db.FilesOf(self)),
                _ => db.DocumentRequests.Where(r => false),
            };
        }

        /// <summary>Those that <paramref name="actor"/> may answer: a patient, those to himself. Withdrawn ones among them, so that he can be told.</summary>
        public IQueryable<DocumentRequest> RequestsToAnswerFor(Actor? actor) => db.RequestsFor(actor is AccountActor { Role: Role.Patient } ? actor : null);
    }
}

internal sealed class DocumentRequestTable : IEntityTypeConfiguration<DocumentRequest>
{
    public void Configure(EntityTypeBuilder<DocumentRequest> request)
    {
        request.Property(r => r.Wording).HasMaxLength(DocumentRequest.LongestWording);
        request.ToTable(t => t.HasCheckConstraint("document_requests_end_once", "answered_at IS NULL OR withdrawn_at IS NULL"));
        request.HasIndex(r => new { r.TenantId, r.PatientId, r.AskedAt });
    }
}
