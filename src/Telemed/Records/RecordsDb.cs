using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.People;
using Telemed.Platform;

namespace Telemed.Records;

public static class RecordsDb
{
    extension(Db db)
    {
        public DbSet<SoapNote> SoapNotes => db.Set<SoapNote>();
        public DbSet<SoapNoteVersion> SoapNoteVersions => db.Set<SoapNoteVersion>();
        public DbSet<Moment> Moments => db.Set<Moment>();
    }
}

internal sealed class SoapNoteTable : IEntityTypeConfiguration<SoapNote>
{
    public void Configure(EntityTypeBuilder<SoapNote> note)
    {
        note.Ignore(n => n.Text);
        note.ComplexProperty(n => n.Details, Details.Columns);
        note.Property(n => n.Version).IsConcurrencyToken();
        note.HasIndex(n => new { n.TenantId, n.EncounterId }).IsUnique();
        note.HasIndex(n => new { n.TenantId, n.PatientId, n.CreatedAt });
    }
}

file static class Details
{
    internal static void Columns(ComplexPropertyBuilder<NoteDetails> details)
    {
        details.Property(d => d.Category).HasColumnName("category");
        details.Property(d => d.Priority).HasColumnName("priority");
        details.Property(d => d.Confidentiality).HasColumnName("confidentiality");
        details.Property(d => d.Tags).HasColumnName("tags").HasMaxLength(TagLine.LineLimit);
        details.Property(d => d.Minutes).HasColumnName("minutes");
        details.Property(d => d.FollowUp).HasColumnName("follow_up");
    }
}

internal sealed class SoapNoteVersionTable : IEntityTypeConfiguration<SoapNoteVersion>
{
    public void Configure(EntityTypeBuilder<SoapNoteVersion> version)
    {
        version.Ignore(v => v.Text);
        version.ComplexProperty(v => v.Details, Details.Columns);
        version.Property(v => v.Reason).HasMaxLength(SoapNoteVersion.ReasonLimit);
        version.Property(v => v.Seal).HasMaxLength(Signing.NoteSeal.Length);
        version.HasIndex(v => new { v.TenantId, v.SoapNoteId, v.Number }).IsUnique();
    }
}

internal sealed class MomentTable : IEntityTypeConfiguration<Moment>
{
    public void Configure(EntityTypeBuilder<Moment> moment)
    {
        moment.HasIndex(m => new { m.TenantId, m.EncounterId, m.At });
        moment.HasIndex(m => new { m.TenantId, m.ChatMessageId }).IsUnique();
    }
}
