using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Tenancy;

public static class TenancyDb
{
    extension(Db db)
    {
        public DbSet<Tenant> Tenants => db.Set<Tenant>();

        /// <summary>The wall clock of the clinic entered.</summary>
        public async Task<DateTimeZone> ClinicZone() =>
            DateTimeZoneProviders.Tzdb[await db.Set<Tenant>().Where(t => t.Id == db.Tenant).Select(t => t.Zone).SingleAsync()];
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
