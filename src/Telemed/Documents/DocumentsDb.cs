using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Documents.Blobs;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Documents;

public static class DocumentsDb
{
    extension(Db db)
    {
        public DbSet<Document> Documents => db.Set<Document>();
    }
}

internal sealed class DocumentTable : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> document)
    {
        document.Property(d => d.FileName).HasMaxLength(200);
        document.Property(d => d.Title).HasMaxLength(Document.LongestTitle);
        document.Property(d => d.Tags).HasMaxLength(TagLine.LineLimit).HasDefaultValue("");
        document.Property(d => d.InErrorBecause).HasMaxLength(Document.LongestReason);
        document.Property(d => d.ContentType).HasMaxLength(100);
        document.Property(d => d.Blob).HasMaxLength(60);
        document.ComplexProperty(d => d.Key, WrappedKeyColumns.Lie);
        document.ToTable(t => t.HasCheckConstraint("documents_have_a_sender", "added_by IS NOT NULL OR source = 'ChatByPatient'"));
        document.ToTable(t => t.HasCheckConstraint("documents_in_error_say_who_and_why", "(in_error_at IS NULL) = (in_error_by IS NULL) AND (in_error_at IS NULL) = (in_error_because IS NULL)"));
        document.ToTable(t => t.HasCheckConstraint("documents_in_error_are_not_shared", "in_error_at IS NULL OR shared_at IS NULL"));
        document.HasIndex(d => d.Blob).IsUnique();
        document.HasIndex(d => new { d.TenantId, d.PatientId, d.AddedAt });
        document.HasIndex(d => new { d.TenantId, d.Replaces }).IsUnique().HasDatabaseName("documents_replaced_once");
        document.HasIndex(d => new { d.TenantId, d.EncounterId });
        document.HasIndex(d => new { d.TenantId, d.RequestId });
    }
}
