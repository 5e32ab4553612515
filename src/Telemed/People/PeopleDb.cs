using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.People.Identity;
using Telemed.Platform;

namespace Telemed.People;

public static class PeopleDb
{
    extension(Db db)
    {
        public DbSet<Patient> Patients => db.Set<Patient>();
        public DbSet<Practitioner> Practitioners => db.Set<Practitioner>();
        public DbSet<CareRelation> CareRelations => db.Set<CareRelation>();

        /// <summary>Who cares for whom at this moment: what every right to a record asks.</summary>
        public IQueryable<CareRelation> CaresNow
        {
            get
            {
                var now = db.Now;
                return db.Set<CareRelation>().Where(r => r.EndsAt == null || r.EndsAt > now);
            }
        }

        /// <summary>Cares without an end in sight. Who came in by an emergency lets nobody else in, and takes nothing out.</summary>
        public Task<bool> StandsInCare(PractitionerId? practitioner, PatientId patient) =>
            db.CareRelations.AnyAsync(r => r.PatientId == patient && r.PractitionerId == practitioner && r.EndsAt == null);

        public DbSet<IdentityVersion> IdentityVersions => db.Set<IdentityVersion>();
        public DbSet<PatientMerge> PatientMerges => db.Set<PatientMerge>();
    }
}

internal sealed class PatientTable : IEntityTypeConfiguration<Patient>
{
    private static readonly (string Column, int Length)[] Details =
    [
        (nameof(Patient.OtherGivenNames), NewPatient.MaxName), (nameof(Patient.UsedFamilyName), NewPatient.MaxName), (nameof(Patient.UsedGivenName), NewPatient.MaxName),
        (nameof(Patient.FoldedUsedName), Folding.MaxLength), (nameof(Patient.BirthPlace), 5), (nameof(Patient.Address), PatientDetails.MaxAddress),
        (nameof(Patient.EmergencyContact), PatientDetails.MaxPerson), (nameof(Patient.EmergencyPhone), NewPatient.MaxPhone), (nameof(Patient.TreatingDoctor), PatientDetails.MaxPerson),
        (nameof(Patient.TreatingDoctorNumber), 11), (nameof(Patient.Interpreter), PatientDetails.MaxPerson), (nameof(Patient.Zone), 60),
    ];

    public void Configure(EntityTypeBuilder<Patient> patient)
    {
        patient.Ignore(p => p.FullName).Ignore(p => p.CalledFamily).Ignore(p => p.CalledGiven).Ignore(p => p.Traits).Ignore(p => p.InsToSend).Ignore(p => p.Details);
        // No status by which a number may leave the clinic without the number that the national service gave.
        patient.ToTable(t => t.HasCheckConstraint("patients_identity_by_insi", "identity_status NOT IN ('Retrieved', 'Qualified') OR (ins_number IS NOT NULL AND ins_kind IS NOT NULL)"));
        patient.Property(p => p.FamilyName).HasMaxLength(100);
        patient.Property(p => p.GivenName).HasMaxLength(100);
        patient.Property(p => p.FoldedFamilyName).HasMaxLength(200);
        patient.Property(p => p.FoldedGivenName).HasMaxLength(200);
        patient.Property(p => p.Email).HasMaxLength(254);
        patient.Property(p => p.Phone).HasMaxLength(40);
        patient.Property(p => p.Language).HasMaxLength(2);
        patient.Property(p => p.IdentityStatus).HasDefaultValue(IdentityStatus.Provisional);
        patient.Property(p => p.InsNumber).HasMaxLength(15);
        foreach (var (column, length) in Details)
        {
            patient.Property(column).HasMaxLength(length);
        }

        patient.HasIndex(p => new { p.TenantId, p.FoldedFamilyName, p.FoldedGivenName });
        patient.HasIndex(p => new { p.TenantId, p.InsNumber }).IsUnique();
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

internal sealed class IdentityVersionTable : IEntityTypeConfiguration<IdentityVersion>
{
    public void Configure(EntityTypeBuilder<IdentityVersion> version) => version.HasIndex(v => new { v.TenantId, v.PatientId, v.Number }).IsUnique();
}

internal sealed class PatientMergeTable : IEntityTypeConfiguration<PatientMerge>
{
    public void Configure(EntityTypeBuilder<PatientMerge> merge)
    {
        merge.Property(m => m.Reason).HasMaxLength(PatientMerge.MaxReason);
        merge.Property(m => m.UndoneReason).HasMaxLength(PatientMerge.MaxReason);
        merge.HasIndex(m => new { m.TenantId, m.Kept });
        merge.HasIndex(m => new { m.TenantId, m.Other }).IsUnique().HasFilter("undone_at IS NULL");
    }
}

/// <summary>What the database itself refuses: changing who a patient was said to be.</summary>
internal sealed class PeopleGuards : IGuardSource
{
    public IEnumerable<Guard> Guards => Guard.AppendOnly("identity_versions");
}
