using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.People;
using Telemed.Platform;
using Telemed.Scheduling.Offers;

namespace Telemed.Scheduling.Online;

public static class NewcomersDb
{
    extension(Db db)
    {
        public DbSet<Newcomer> Newcomers => db.Set<Newcomer>();

        /// <summary>Whoever has this cookie and has not booked yet; null: nobody, or forgotten since.</summary>
        public async Task<Newcomer?> Newcomer(byte[]? secretHash, Instant now)
        {
            var since = now - Online.Newcomer.Remembered;
            return secretHash is null ? null : await db.Newcomers.AsNoTracking().SingleOrDefaultAsync(n => n.SecretHash == secretHash && n.AppointmentId == null && n.SeenAt > since);
        }

        /// <summary>What whoever has this cookie booked last, while it is remembered; null: nothing.</summary>
        public async Task<Appointment?> BookedBy(byte[]? secretHash, Instant now)
        {
            var since = now - Online.Newcomer.Remembered;
            var booked = secretHash is null ? null : await db.Newcomers.AsNoTracking().Where(n => n.SecretHash == secretHash && n.AppointmentId != null && n.SeenAt > since)
                .OrderByDescending(n => n.SeenAt).Select(n => n.AppointmentId).FirstOrDefaultAsync();
            return booked is { } id ? await db.Appointments.AsNoTracking().SingleAsync(a => a.Id == id) : null;
        }

        /// <summary>Who may be booked by patients for something, by name.</summary>
        public IQueryable<Practitioner> PractitionersForPatients()
        {
            var (offers, types) = (db.OfferedVisits, db.VisitTypes);
            return db.Practitioners.AsNoTracking().Where(p => offers.Any(o => o.PractitionerId == p.Id && types.Any(t => t.Id == o.VisitTypeId && t.ForPatients && t.RetiredAt == null)))
                .OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName);
        }

        /// <summary>Visit types that patients may book with somebody of the clinic, by name.</summary>
        public IQueryable<VisitType> VisitTypesForPatients()
        {
            var offers = db.OfferedVisits;
            return db.VisitTypes.AsNoTracking().Where(t => t.ForPatients && t.RetiredAt == null && offers.Any(o => o.VisitTypeId == t.Id)).OrderBy(t => t.Name);
        }
    }
}

internal sealed class NewcomerTable : IEntityTypeConfiguration<Newcomer>
{
    public void Configure(EntityTypeBuilder<Newcomer> newcomer)
    {
        newcomer.Ignore(n => n.Person);
        newcomer.Property(n => n.Address).HasMaxLength(60);
        newcomer.Property(n => n.GivenName).HasMaxLength(100);
        newcomer.Property(n => n.FamilyName).HasMaxLength(100);
        newcomer.Property(n => n.Email).HasMaxLength(254);
        newcomer.Property(n => n.Phone).HasMaxLength(40);
        newcomer.Property(n => n.Language).HasMaxLength(2);
        newcomer.Property(n => n.Zone).HasMaxLength(60);
        newcomer.HasIndex(n => new { n.TenantId, n.SecretHash }).IsUnique().HasFilter("appointment_id IS NULL");
        newcomer.HasIndex(n => new { n.TenantId, n.SeenAt });
    }
}
