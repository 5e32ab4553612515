using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.Scheduling;

public static class SchedulingDb
{
    extension(Db db)
    {
        public DbSet<Appointment> Appointments => db.Set<Appointment>();
        public DbSet<AppointmentMove> AppointmentMoves => db.Set<AppointmentMove>();
    }
}

internal sealed class AppointmentTable : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> appointment)
    {
        appointment.Property(a => a.Reason).HasMaxLength(200);
        appointment.Property(a => a.Version).IsConcurrencyToken();
        appointment.ToTable(t => t.HasCheckConstraint("appointments_end_after_start", "ends_at > starts_at"));
        appointment.HasIndex(a => new { a.TenantId, a.PractitionerId, a.StartsAt });
        appointment.HasIndex(a => new { a.TenantId, a.PractitionerId, a.EndsAt });
        appointment.HasIndex(a => new { a.TenantId, a.PatientId, a.StartsAt });
    }
}

internal sealed class AppointmentMoveTable : IEntityTypeConfiguration<AppointmentMove>
{
    public void Configure(EntityTypeBuilder<AppointmentMove> move) => move.HasIndex(m => new { m.TenantId, m.AppointmentId });
}
