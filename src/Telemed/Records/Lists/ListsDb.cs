using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Accounts;
using Telemed.Platform;

namespace Telemed.Records.Lists;

public static class ListsDb
{
    extension(Db db)
    {
        public DbSet<ListEntry> ListEntries => db.Set<ListEntry>();
        public DbSet<ListEntryVersion> ListEntryVersions => db.Set<ListEntryVersion>();

        /// <summary>The same for every clinic.</summary>
        public DbSet<DiagnosisCode> DiagnosisCodes => db.Set<DiagnosisCode>();
    }
}

internal sealed class ListEntryTable : IEntityTypeConfiguration<ListEntry>
{
    public void Configure(EntityTypeBuilder<ListEntry> entry)
    {
        entry.Property(e => e.Version).IsConcurrencyToken();
        entry.HasIndex(e => new { e.TenantId, e.PatientId, e.Kind });
    }
}

internal sealed class ListEntryVersionTable : IEntityTypeConfiguration<ListEntryVersion>
{
    public void Configure(EntityTypeBuilder<ListEntryVersion> version)
    {
        version.Property(v => v.Text).HasMaxLength(ListEntryVersion.TextLimit);
        version.Property(v => v.Code).HasMaxLength(DiagnosisCode.CodeLimit);
        version.Property(v => v.CodeLabel).HasMaxLength(DiagnosisCode.LabelLimit);
        version.Property(v => v.Detail).HasMaxLength(ListEntryVersion.DetailLimit);
        version.Property(v => v.Reason).HasMaxLength(ListEntryVersion.ReasonLimit);
        version.Property(v => v.Since).HasConversion<PartialDateAsText>().HasMaxLength(10);
        version.Property(v => v.Until).HasConversion<PartialDateAsText>().HasMaxLength(10);
        version.HasOne<Account>().WithMany().HasForeignKey(v => v.By).OnDelete(DeleteBehavior.Restrict);
        version.HasIndex(v => new { v.TenantId, v.ListEntryId, v.Number }).IsUnique();
    }
}

internal sealed class DiagnosisCodeTable : IEntityTypeConfiguration<DiagnosisCode>
{
    public void Configure(EntityTypeBuilder<DiagnosisCode> code)
    {
        code.Property(c => c.Code).HasMaxLength(DiagnosisCode.CodeLimit);
        code.Property(c => c.Plain).HasMaxLength(DiagnosisCode.CodeLimit);
        code.Property(c => c.Label).HasMaxLength(DiagnosisCode.LabelLimit);
        code.Property(c => c.Folded).HasMaxLength(DiagnosisCode.LabelLimit);
        code.HasIndex(c => c.Plain).IsUnique();
    }
}
