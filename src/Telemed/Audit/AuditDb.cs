using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.Audit;

public static class AuditDb
{
    extension(Db db)
    {
        public DbSet<AuditEvent> AuditEvents => db.Set<AuditEvent>();
        public DbSet<Refusal> Refusals => db.Set<Refusal>();
    }
}

internal sealed class AuditEventTable : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> audit)
    {
        audit.Property(a => a.Entity).HasMaxLength(40);
        audit.Property(a => a.Detail).HasMaxLength(80);
        audit.HasIndex(a => new { a.TenantId, a.Recorded });
        audit.HasIndex(a => new { a.TenantId, a.PatientId, a.Recorded });
    }
}

internal sealed class RefusalTable : IEntityTypeConfiguration<Refusal>
{
    public void Configure(EntityTypeBuilder<Refusal> refusal)
    {
        refusal.Property(r => r.Address).HasMaxLength(60);
        refusal.Property(r => r.What).HasMaxLength(80);
        refusal.HasIndex(r => new { r.Minute, r.Address, r.What }).IsUnique();
    }
}

internal sealed class AuditGuards : IGuardSource
{
    public IEnumerable<Guard> Guards => Guard.AppendOnly("audit_events");
}
