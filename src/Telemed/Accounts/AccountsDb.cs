using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.Accounts;

public static class AccountsDb
{
    extension(Db db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();
        public DbSet<Membership> Memberships => db.Set<Membership>();
        public DbSet<Session> Sessions => db.Set<Session>();
        public DbSet<EmailCode> EmailCodes => db.Set<EmailCode>();
    }
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.Property(a => a.Email).HasMaxLength(254);
        account.Property(a => a.NormalizedEmail).HasMaxLength(254);
        account.Property(a => a.GivenName).HasMaxLength(100);
        account.Property(a => a.FamilyName).HasMaxLength(100);
        account.Property(a => a.Language).HasMaxLength(2);
        account.HasIndex(a => a.NormalizedEmail).IsUnique();
    }
}

internal sealed class MembershipTable : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        membership.HasIndex(m => new { m.TenantId, m.AccountId }).IsUnique();
        membership.HasIndex(m => new { m.TenantId, m.PatientId }).IsUnique().HasFilter("patient_id IS NOT NULL AND ended_at IS NULL");
        membership.HasIndex(m => m.AccountId);
        membership.ToTable(t => t.HasCheckConstraint("memberships_role_has_its_person",
            "(role = 'Practitioner') = (practitioner_id IS NOT NULL) AND (role = 'Patient') = (patient_id IS NOT NULL)"));
    }
}

internal sealed class SessionTable : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.Property(s => s.Device).HasMaxLength(120);
        session.HasIndex(s => s.SecretHash).IsUnique();
        session.HasIndex(s => new { s.AccountId, s.RevokedAt });
    }
}

internal sealed class EmailCodeTable : IEntityTypeConfiguration<EmailCode>
{
    public void Configure(EntityTypeBuilder<EmailCode> code) => code.HasIndex(c => new { c.AccountId, c.CreatedAt });
}
