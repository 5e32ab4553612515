using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Documents.Reading;

public static class ReadingsDb
{
    private const int AtOnce = 200;

    extension(Db db)
    {
        public DbSet<DocumentReading> DocumentReadings => db.Set<DocumentReading>();

        internal DbSet<ClinicKey> ClinicKeys => db.Set<ClinicKey>();

        /// <summary>Files its reading with it.</summary>
        internal void WillRead(Document document, Instant now) => db.DocumentReadings.Add(new DocumentReading { TenantId = document.TenantId, Id = DocumentReadingId.New(), DocumentId = document.Id, NextAt = now });

        /// <summary>Documents that were filed before anything was read get their reading; returns how many, of one batch.</summary>
        internal Task<int> WillReadOlder(Instant now) => db.InTransaction(async () =>
        {
            var readings = db.DocumentReadings;
            var older = await db.Documents.AsNoTracking().Where(d => d.ErasedAt == null && !readings.Any(r => r.DocumentId == d.Id)).OrderBy(d => d.Id).Take(AtOnce).ToListAsync();
            older.ForEach(d => db.WillRead(d, now));
            return older.Count;
        });

        /// <summary>These are read again: what was found in them is not in the index any more.</summary>
        public Task ReadAgain(IReadOnlyCollection<DocumentId> documents) => db.DocumentReadings.Where(r => documents.Contains(r.DocumentId))
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.State, ReadingState.Waiting).SetProperty(x => x.Tries, 0).SetProperty(x => x.NextAt, Instant.FromUnixTimeTicks(0)));

        /// <summary>Those that could not be read are tried again.</summary>
        public Task ReadAgain(Instant now) => db.DocumentReadings.Where(r => r.State == ReadingState.Failed || r.State == ReadingState.Unreadable)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.State, ReadingState.Waiting).SetProperty(x => x.Tries, 0).SetProperty(x => x.NextAt, now));
    }
}

internal sealed class DocumentReadingTable : IEntityTypeConfiguration<DocumentReading>
{
    public void Configure(EntityTypeBuilder<DocumentReading> reading)
    {
        reading.HasIndex(r => new { r.TenantId, r.DocumentId }).IsUnique();
        reading.HasIndex(r => new { r.TenantId, r.State, r.NextAt });
    }
}

internal sealed class ClinicKeyTable : IEntityTypeConfiguration<ClinicKey>
{
    public void Configure(EntityTypeBuilder<ClinicKey> key)
    {
        key.ComplexProperty(k => k.Key, WrappedKeyColumns.Lie);
        key.HasIndex(k => k.TenantId).IsUnique();
    }
}
