using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Accounts;
using Telemed.Platform;

namespace Telemed.Records.Observing;

public static class ObservingDb
{
    extension(Db db)
    {
        public DbSet<Observation> Observations => db.Set<Observation>();
        public DbSet<Monitoring> Monitorings => db.Set<Monitoring>();
    }
}

internal sealed class ObservationTable : IEntityTypeConfiguration<Observation>
{
    public void Configure(EntityTypeBuilder<Observation> observation)
    {
        observation.Ignore(o => o.Value);
        observation.Ignore(o => o.Second);
        observation.Property(o => o.InErrorBecause).HasMaxLength(Observation.ReasonLimit);
        observation.HasIndex(o => new { o.TenantId, o.PatientId, o.Kind, o.At });
    }
}

internal sealed class MonitoringTable : IEntityTypeConfiguration<Monitoring>
{
    public void Configure(EntityTypeBuilder<Monitoring> monitoring) =>
        monitoring.Ignore(m => m.Thresholds).HasIndex(m => new { m.TenantId, m.PatientId }).IsUnique().HasFilter("stopped_at IS NULL");
}
