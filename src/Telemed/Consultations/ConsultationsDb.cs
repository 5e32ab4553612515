using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Accounts;
using Telemed.Consultations.Chatting;
using Telemed.Consultations.Ending;
using Telemed.Consultations.Links;
using Telemed.Consultations.Quality;
using Telemed.Consultations.Rooms;
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
        public DbSet<Closure> Closures => db.Set<Closure>();
        public DbSet<Incident> Incidents => db.Set<Incident>();
        public DbSet<QualityMinute> QualityMinutes => db.Set<QualityMinute>();
    }
}

internal sealed class EncounterTable : IEntityTypeConfiguration<Encounter>
{
    public void Configure(EntityTypeBuilder<Encounter> encounter)
    {
        encounter.Property(e => e.Version).IsConcurrencyToken();
        encounter.HasIndex(e => new { e.TenantId, e.AppointmentId }).IsUnique();
        // With the end: a practitioner's last visits are read from the end of it.
        encounter.HasIndex(e => new { e.TenantId, e.PractitionerId, e.Status, e.EndedAt });
        encounter.HasIndex(e => e.EndedAt);
        encounter.HasIndex(e => new { e.TenantId, e.PractitionerId, e.ClosingOwedSince })
            .HasDatabaseName("encounters_closing_owed").HasFilter("closing_owed_since IS NOT NULL");
        encounter.HasIndex(e => new { e.TenantId, e.PatientId, e.CreatedAt });
        encounter.HasIndex(e => e.DueAt);

        // A double press on "start now" finds the room that the first press made.
        encounter.HasIndex(e => new { e.TenantId, e.PractitionerId, e.PatientId }).IsUnique()
            .HasDatabaseName("encounters_one_open_instant").HasFilter("appointment_id IS NULL AND ended_at IS NULL");
    }
}

internal sealed class ParticipantTable : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> participant)
    {
        participant.Property(p => p.Name).HasMaxLength(Guests.LongestName);
        participant.Property(p => p.Email).HasMaxLength(EmailAddress.MaxLength);

        // Every step of a room asks who belongs in it; the next index leaves out who was removed, and answers no question about all.
        participant.HasIndex(p => new { p.TenantId, p.EncounterId });

        // Four seats, one person each: whatever two nodes think of the room, a fifth finds none.
        participant.HasIndex(p => new { p.TenantId, p.EncounterId, p.SeatNumber }).IsUnique().HasFilter("removed_at IS NULL");
    }
}

internal sealed class RoomEventTable : IEntityTypeConfiguration<RoomEvent>
{
    public void Configure(EntityTypeBuilder<RoomEvent> room)
    {
        room.Property(e => e.Connection).HasMaxLength(RoomConnection.LongestId);
        room.Property(e => e.Tab).HasMaxLength(RoomConnection.LongestTab);
        room.HasIndex(e => new { e.TenantId, e.EncounterId, e.Number }).IsUnique();
        room.HasIndex(e => new { e.TenantId, e.EncounterId, e.Operation }).IsUnique();
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

internal sealed class ClosureTable : IEntityTypeConfiguration<Closure>
{
    public void Configure(EntityTypeBuilder<Closure> closure)
    {
        closure.Property(c => c.Acts).HasMaxLength(Closure.LongestStatement);
        closure.Property(c => c.Professional).HasMaxLength(250);
        closure.Property(c => c.ProfessionalNumber).HasMaxLength(11);
        closure.HasIndex(c => new { c.TenantId, c.EncounterId }).IsUnique();
    }
}

internal sealed class VisitSummaryTable : IEntityTypeConfiguration<VisitSummary>
{
    public void Configure(EntityTypeBuilder<VisitSummary> summary)
    {
        summary.Property(s => s.WereThere).HasMaxLength(200);
        summary.HasIndex(s => new { s.TenantId, s.EncounterId }).IsUnique();
    }
}

internal sealed class VisitRatingTable : IEntityTypeConfiguration<VisitRating>
{
    public void Configure(EntityTypeBuilder<VisitRating> rating) => rating.HasIndex(r => new { r.TenantId, r.ParticipantId }).IsUnique();
}
internal sealed class IncidentTable : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> incident)
    {
        incident.HasIndex(i => new { i.TenantId, i.EncounterId, i.Began });
        incident.HasIndex(i => new { i.TenantId, i.ParticipantId, i.ClientId }).IsUnique().HasFilter("client_id IS NOT NULL");
        incident.HasIndex(i => new { i.TenantId, i.ParticipantId, i.Kind }).IsUnique()
            .HasDatabaseName("incidents_one_open").HasFilter("ended IS NULL");
    }
}

internal sealed class QualityMinuteTable : IEntityTypeConfiguration<QualityMinute>
{
    public void Configure(EntityTypeBuilder<QualityMinute> minute)
    {
        minute.Ignore(m => m.Score);
        minute.HasIndex(m => new { m.TenantId, m.ParticipantId, m.Minute }).IsUnique();
        minute.HasIndex(m => new { m.TenantId, m.EncounterId, m.Minute });
        minute.HasIndex(m => new { m.TenantId, m.Minute });
    }
}
