using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.Records.Access;

internal sealed class BreakGlassTable : IEntityTypeConfiguration<BreakGlass>
{
    public void Configure(EntityTypeBuilder<BreakGlass> opened)
    {
        opened.Property(b => b.Reason).HasMaxLength(BreakGlass.MaxReason);
        opened.HasIndex(b => new { b.TenantId, b.PatientId, b.At });
        opened.HasIndex(b => new { b.TenantId, b.At });
    }
}

internal sealed class ConsentTable : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> consent) => consent.HasIndex(c => new { c.TenantId, c.PatientId, c.Purpose, c.At });
}

internal sealed class NoteRemarkTable : IEntityTypeConfiguration<NoteRemark>
{
    public void Configure(EntityTypeBuilder<NoteRemark> remark)
    {
        remark.Property(r => r.Text).HasMaxLength(NoteRemark.MaxText);
        remark.HasIndex(r => new { r.TenantId, r.SoapNoteId, r.At });
    }
}

internal sealed class AccessGuards : IGuardSource
{
    public IEnumerable<Guard> Guards => [.. Guard.AppendOnly("break_glasses"), .. Guard.AppendOnly("consents"), .. Guard.AppendOnly("note_remarks")];
}
