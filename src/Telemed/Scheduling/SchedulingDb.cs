using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;
using Telemed.Scheduling.Calendars;
using Telemed.Scheduling.Hours;
using Telemed.Scheduling.Offers;

namespace Telemed.Scheduling;

public static class SchedulingDb
{
    extension(Db db)
    {
        public DbSet<Appointment> Appointments => db.Set<Appointment>();
        public DbSet<AppointmentMove> AppointmentMoves => db.Set<AppointmentMove>();
        public DbSet<TimeChange> TimeChanges => db.Set<TimeChange>();
        public DbSet<BusyTime> BusyTimes => db.Set<BusyTime>();
        public DbSet<BookingPolicy> BookingPolicies => db.Set<BookingPolicy>();
        public DbSet<HoursPeriod> HoursPeriods => db.Set<HoursPeriod>();
        public DbSet<HoursChange> HoursChanges => db.Set<HoursChange>();
        public DbSet<VisitType> VisitTypes => db.Set<VisitType>();
        public DbSet<OfferedVisit> OfferedVisits => db.Set<OfferedVisit>();
        public DbSet<CalendarFeed> CalendarFeeds => db.Set<CalendarFeed>();
    }
}

internal sealed class AppointmentTable : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> appointment)
    {
        appointment.Property(a => a.Reason).HasMaxLength(200);
        appointment.Property(a => a.CancellationNote).HasMaxLength(AppointmentMoves.MaxNote);
        appointment.Property(a => a.Version).IsConcurrencyToken();
        appointment.ToTable(t => t.HasCheckConstraint("appointments_end_after_start", "ends_at > starts_at"));
        appointment.HasIndex(a => new { a.TenantId, a.PractitionerId, a.StartsAt });
        appointment.HasIndex(a => new { a.TenantId, a.PractitionerId, a.EndsAt });
        appointment.HasIndex(a => new { a.TenantId, a.PatientId, a.StartsAt });
        appointment.HasIndex(a => new { a.TenantId, a.Request }).IsUnique();
    }
}

internal sealed class AppointmentMoveTable : IEntityTypeConfiguration<AppointmentMove>
{
    public void Configure(EntityTypeBuilder<AppointmentMove> move) => move.HasIndex(m => new { m.TenantId, m.AppointmentId });
}

internal sealed class TimeChangeTable : IEntityTypeConfiguration<TimeChange>
{
    public void Configure(EntityTypeBuilder<TimeChange> change)
    {
        change.ToTable(t => t.HasCheckConstraint("time_changes_end_after_start", "from_ends_at > from_starts_at AND to_ends_at > to_starts_at"));
        change.HasIndex(c => new { c.TenantId, c.AppointmentId, c.At });
    }
}

internal sealed class CalendarFeedTable : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> feed)
    {
        feed.HasIndex(f => f.TokenHash).IsUnique();

        // One address a person and clinic: a renewed one ends the one before.
        feed.HasIndex(f => new { f.TenantId, f.AccountId }).IsUnique().HasFilter("revoked_at IS NULL");
    }
}

internal sealed class BusyTimeTable : IEntityTypeConfiguration<BusyTime>
{
    public void Configure(EntityTypeBuilder<BusyTime> busy)
    {
        busy.Property(b => b.Note).HasMaxLength(HoursChange.MaxNote);
        busy.ToTable(t =>
        {
            t.HasCheckConstraint("busy_times_end_after_start", "ends_at > starts_at");
            t.HasCheckConstraint("busy_times_holds_end", "(kind = 'Hold') = (held_until IS NOT NULL)");
        });
        busy.HasIndex(b => new { b.TenantId, b.PractitionerId, b.EndsAt });
    }
}

internal sealed class HoursTables : IEntityTypeConfiguration<HoursPeriod>, IEntityTypeConfiguration<HoursChange>, IEntityTypeConfiguration<BookingPolicy>
{
    public void Configure(EntityTypeBuilder<HoursPeriod> period)
    {
        period.Property(p => p.Ranges).HasMaxLength(2000);
        period.ToTable(t => t.HasCheckConstraint("hours_periods_end", "until IS NULL OR until >= \"from\""));
        period.HasIndex(p => new { p.TenantId, p.PractitionerId });
    }

    public void Configure(EntityTypeBuilder<HoursChange> change)
    {
        change.Property(c => c.Note).HasMaxLength(HoursChange.MaxNote);
        change.ToTable(t =>
        {
            t.HasCheckConstraint("hours_changes_days", "last >= first");
            t.HasCheckConstraint("hours_changes_minutes", "from_minute >= 0 AND until_minute > from_minute AND until_minute <= 1440");
        });
        change.HasIndex(c => new { c.TenantId, c.PractitionerId, c.Last });
    }

    public void Configure(EntityTypeBuilder<BookingPolicy> policy)
    {
        policy.Property(r => r.Zone).HasMaxLength(60);
        policy.Property(r => r.ChangeMinutes).HasDefaultValue(BookingPolicy.UsualChangeMinutes).ValueGeneratedNever();
        policy.Property(r => r.Version).IsConcurrencyToken();
        policy.HasIndex(r => new { r.TenantId, r.PractitionerId }).IsUnique();
    }
}

internal sealed class VisitTypeTables : IEntityTypeConfiguration<VisitType>, IEntityTypeConfiguration<OfferedVisit>
{
    public void Configure(EntityTypeBuilder<VisitType> type)
    {
        type.Property(t => t.Name).HasMaxLength(VisitType.MaxName);
        type.Property(t => t.Version).IsConcurrencyToken();
        type.Ignore(t => t.Length);
    }

    public void Configure(EntityTypeBuilder<OfferedVisit> offer) =>
        offer.HasIndex(o => new { o.TenantId, o.PractitionerId, o.VisitTypeId }).IsUnique();
}
