using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.People;

public static class PeopleDb
{
    extension(Db db)
    {
        public DbSet<Patient> Patients => db.Set<Patient>();
        public DbSet<Practitioner> Practitioners => db.Set<Practitioner>();
        public DbSet<CareRelation> CareRelations => db.Set<CareRelation>();
    }
}

internal sealed class PatientTable : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> patient)
    {
        patient.Ignore(p => p.FullName);
        patient.Property(p => p.FamilyName).HasMaxLength(100);
        patient.Property(p => p.GivenName).HasMaxLength(100);
        patient.Property(p => p.FoldedFamilyName).HasMaxLength(200);
        patient.Property(p => p.FoldedGivenName).HasMaxLength(200);
        patient.Property(p => p.Email).HasMaxLength(254);
        patient.Property(p => p.Phone).HasMaxLength(40);
        patient.Property(p => p.Language).HasMaxLength(2);
        patient.HasIndex(p => new { p.TenantId, p.BirthDate, p.FoldedFamilyName });
    }
}

internal sealed class PractitionerTable : IEntityTypeConfiguration<Practitioner>
{
    public void Configure(EntityTypeBuilder<Practitioner> practitioner)
    {
        practitioner.Ignore(p => p.DisplayName);
        practitioner.Property(p => p.Title).HasMaxLength(20);
        practitioner.Property(p => p.GivenName).HasMaxLength(100);
        practitioner.Property(p => p.FamilyName).HasMaxLength(100);
        practitioner.Property(p => p.Speciality).HasMaxLength(100);
        practitioner.Property(p => p.Number).HasMaxLength(11);
        practitioner.HasIndex(p => new { p.TenantId, p.AccountId }).IsUnique();
    }
}

internal sealed class CareRelationTable : IEntityTypeConfiguration<CareRelation>
{
    public void Configure(EntityTypeBuilder<CareRelation> relation) =>
        relation.HasIndex(r => new { r.TenantId, r.PatientId, r.PractitionerId }).IsUnique();
}
