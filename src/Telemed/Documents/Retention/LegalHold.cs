using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Retention;

/// <summary>While it stands, nothing of a patient's documents is erased: a complaint, an expert's opinion, a claim.</summary>
public sealed class LegalHold : ITenantOwned
{
    public required TenantId TenantId { get; init; }
    public required LegalHoldId Id { get; init; }
    public required PatientId PatientId { get; init; }

    /// <summary>Why; <see cref="Document.ShortestReason"/> to <see cref="Document.LongestReason"/> characters.</summary>
    public required string Because { get; init; }
    public required AccountId SetBy { get; init; }
    public required Instant SetAt { get; init; }
    public AccountId? LiftedBy { get; set; }
    public Instant? LiftedAt { get; set; }
}

internal sealed class LegalHoldTable : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> hold)
    {
        hold.ToTable("legal_holds", t => t.HasCheckConstraint("legal_holds_lifted_by_somebody", "(lifted_at IS NULL) = (lifted_by IS NULL)"));
        hold.Property(h => h.Because).HasMaxLength(Document.LongestReason);
        hold.HasIndex(h => new { h.TenantId, h.PatientId }).IsUnique().HasDatabaseName("legal_holds_one_stands").HasFilter("lifted_at IS NULL");
    }
}
