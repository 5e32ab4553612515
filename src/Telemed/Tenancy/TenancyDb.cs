using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.Tenancy;

public static class TenancyDb
{
    extension(Db db)
    {
        public DbSet<Tenant> Tenants => db.Set<Tenant>();
    }
}

internal sealed class TenantTable : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.Property(t => t.Name).HasMaxLength(120);
        tenant.Property(t => t.Zone).HasMaxLength(60);
        tenant.Property(t => t.Language).HasMaxLength(2);
        tenant.Ignore(t => t.TimeZone);
    }
}
