using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Documents.Blobs;
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
        document.Property(d => d.ContentType).HasMaxLength(100);
        document.Property(d => d.Blob).HasMaxLength(60);
        document.ComplexProperty(d => d.Key, key =>
        {
            key.Property(k => k.By).HasColumnName("key_by").HasMaxLength(32);
            key.Property(k => k.Bytes).HasColumnName("key_bytes").HasMaxLength(WrappedKey.Length);
        });
        document.ToTable(t => t.HasCheckConstraint("documents_have_a_sender", "added_by IS NOT NULL OR source = 'ChatByPatient'"));
        document.HasIndex(d => d.Blob).IsUnique();
        document.HasIndex(d => new { d.TenantId, d.PatientId, d.AddedAt });
        document.HasIndex(d => new { d.TenantId, d.EncounterId });
    }
}
