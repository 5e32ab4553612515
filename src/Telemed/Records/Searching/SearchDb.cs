using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telemed.Platform;

namespace Telemed.Records.Searching;

public static class SearchDb
{
    extension(Db db)
    {
        public DbSet<SearchEntry> SearchEntries => db.Set<SearchEntry>();
        public DbSet<SearchWord> SearchWords => db.Set<SearchWord>();
    }
}

internal sealed class SearchEntryTable : IEntityTypeConfiguration<SearchEntry>
{
    public void Configure(EntityTypeBuilder<SearchEntry> entry)
    {
        entry.Property(e => e.Number).ValueGeneratedNever();
        entry.Property(e => e.Title).HasMaxLength(SearchEntry.TitleLimit);
        entry.Property(e => e.Contents).HasDefaultValue("");
        entry.HasIndex(e => e.Number).IsUnique();
        entry.HasIndex(e => new { e.TenantId, e.Subject }).IsUnique();
        entry.HasIndex(e => new { e.TenantId, e.PatientId, e.Number });
        entry.HasIndex(e => new { e.TenantId, e.Number });
    }
}

internal sealed class SearchWordTable : IEntityTypeConfiguration<SearchWord>
{
    public void Configure(EntityTypeBuilder<SearchWord> word)
    {
        word.Property(w => w.Word).HasMaxLength(FoldedWords.LongestWord);
        word.HasIndex(w => new { w.TenantId, w.Word }).IsUnique();
        word.HasIndex(w => new { w.TenantId, w.Length });
    }
}
