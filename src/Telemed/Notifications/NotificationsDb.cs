using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.Notifications;

public static class NotificationsDb
{
    extension(Db db)
    {
        public DbSet<Notification> Notifications => db.Set<Notification>();
        public DbSet<Delivery> Deliveries => db.Set<Delivery>();
    }
}

internal sealed class NotificationTable : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> notification) =>
        notification.HasIndex(n => new { n.TenantId, n.AccountId, n.ReadAt, n.At });
}

internal sealed class DeliveryTable : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> delivery)
    {
        delivery.ToTable(t => t.HasCheckConstraint("deliveries_one_recipient",
            "(CASE WHEN to_patient_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN to_participant_id IS NULL THEN 0 ELSE 1 END)"
            + " + (CASE WHEN to_newcomer_id IS NULL THEN 0 ELSE 1 END) = 1"));
        delivery.Property(d => d.GivenUp).HasMaxLength(40);
        delivery.Ignore(d => d.WaitingSince);
        delivery.HasIndex(d => new { d.TenantId, d.SubjectId, d.Kind, d.DueAt }).IsUnique()
            .HasDatabaseName("deliveries_one_reminder").HasFilter("due_at IS NOT NULL AND given_up IS NULL");
        delivery.HasIndex(d => new { d.SentAt, d.GivenUp, d.NextTryAt });
    }
}
