using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.Consultations;

public static class ConsultationsDb
{
    extension(Db db)
    {
        public DbSet<Encounter> Encounters => db.Set<Encounter>();
        public DbSet<Participant> Participants => db.Set<Participant>();
        public DbSet<RoomEvent> RoomEvents => db.Set<RoomEvent>();
        public DbSet<ChatMessage> ChatMessages => db.Set<ChatMessage>();
        public DbSet<MagicLink> MagicLinks => db.Set<MagicLink>();
        public DbSet<VisitBrowser> VisitBrowsers => db.Set<VisitBrowser>();
        public DbSet<ContinuationCode> ContinuationCodes => db.Set<ContinuationCode>();
        public DbSet<LiveRoom> LiveRooms => db.Set<LiveRoom>();
    }
}

internal sealed class EncounterTable : IEntityTypeConfiguration<Encounter>
{
    public void Configure(EntityTypeBuilder<Encounter> encounter)
    {
        encounter.Property(e => e.Version).IsConcurrencyToken();
        encounter.HasIndex(e => new { e.TenantId, e.AppointmentId }).IsUnique();
        encounter.HasIndex(e => new { e.TenantId, e.PractitionerId, e.Status });
        encounter.HasIndex(e => new { e.TenantId, e.PatientId, e.CreatedAt });
        encounter.HasIndex(e => e.DueAt);

        // A double press on "start now" finds the room that the first press made.
        encounter.HasIndex(e => new { e.TenantId, e.PractitionerId, e.PatientId }).IsUnique()
            .HasDatabaseName("encounters_one_open_instant").HasFilter("appointment_id IS NULL AND ended_at IS NULL");
    }
}

internal sealed class ParticipantTable : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> participant) =>
        participant.HasIndex(p => new { p.TenantId, p.EncounterId, p.Role }).IsUnique();
}

internal sealed class RoomEventTable : IEntityTypeConfiguration<RoomEvent>
{
    public void Configure(EntityTypeBuilder<RoomEvent> room)
    {
        room.Property(e => e.Connection).HasMaxLength(80);
        room.Property(e => e.Tab).HasMaxLength(RoomConnection.LongestTab);
        room.HasIndex(e => new { e.TenantId, e.EncounterId, e.Number }).IsUnique();
    }
}

internal sealed class ChatMessageTable : IEntityTypeConfiguration<ChatMessage>
{
    public void Configure(EntityTypeBuilder<ChatMessage> chat)
    {
        chat.Property(c => c.Text).HasMaxLength(2000);
        chat.HasIndex(c => new { c.TenantId, c.ParticipantId, c.ClientId }).IsUnique();
        chat.HasIndex(c => new { c.TenantId, c.EncounterId, c.At });
    }
}

internal sealed class MagicLinkTable : IEntityTypeConfiguration<MagicLink>
{
    public void Configure(EntityTypeBuilder<MagicLink> link)
    {
        link.HasIndex(l => l.TokenHash).IsUnique();
        link.HasIndex(l => new { l.TenantId, l.ParticipantId });
    }
}

internal sealed class VisitBrowserTable : IEntityTypeConfiguration<VisitBrowser>
{
    public void Configure(EntityTypeBuilder<VisitBrowser> browser) =>
        browser.HasIndex(b => new { b.TenantId, b.ParticipantId }).IsUnique()
            .HasDatabaseName("visit_browsers_one_live").HasFilter("stepped_down_at IS NULL");
}

internal sealed class ContinuationCodeTable : IEntityTypeConfiguration<ContinuationCode>
{
    public void Configure(EntityTypeBuilder<ContinuationCode> code) =>
        code.HasIndex(c => new { c.TenantId, c.ParticipantId, c.CreatedAt });
}

internal sealed class LiveRoomTable : IEntityTypeConfiguration<LiveRoom>
{
    public void Configure(EntityTypeBuilder<LiveRoom> live)
    {
        live.HasIndex(l => new { l.TenantId, l.PractitionerId }).IsUnique();
        live.HasIndex(l => new { l.TenantId, l.EncounterId }).IsUnique();
    }
}
