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

        /// <summary>Enters the clinic whose public page has this address; null when there is none, or it is not open to the public.</summary>
        public async Task<Tenant?> EnterPublic(string slug)
        {
            var clinic = await db.Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Slug == slug && t.BooksOnline);
            if (clinic is not null)
            {
                db.Enter(clinic.Id);
            }

            return clinic;
        }
    }
}

internal sealed class TenantTable : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> tenant)
    {
        tenant.Property(t => t.Name).HasMaxLength(120);
        tenant.Property(t => t.Zone).HasMaxLength(60);
        tenant.Property(t => t.Language).HasMaxLength(2);
        tenant.Property(t => t.Slug).HasMaxLength(PublicName.MaxLength);
        tenant.HasIndex(t => t.Slug).IsUnique();
        tenant.Ignore(t => t.TimeZone);
    }
}
