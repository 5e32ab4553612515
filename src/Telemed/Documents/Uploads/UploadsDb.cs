using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Telemed.Documents.Blobs;
using Telemed.Documents.Phones;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents.Uploads;

public static class UploadsDb
{
    extension(Db db)
    {
        public DbSet<Upload> Uploads => db.Set<Upload>();

        public DbSet<UploadPart> UploadParts => db.Set<UploadPart>();

        /// <summary>An account's own, as long as it may still file to that patient.</summary>
        public IQueryable<Upload> UploadsFor(Actor? actor)
        {
            var patients = db.PatientsToFileFor(actor);
            return actor is AccountActor { AccountId: var self } ? db.Uploads.Where(u => u.AddedBy == self && patients.Any(p => p.Id == u.PatientId)) : db.Uploads.Where(u => false);
        }

        /// <summary>A phone's own; and for a page all of its account's, the phones' too.</summary>
        internal IQueryable<Upload> UploadsFor(Sender sender) => sender.Phone is { Id: var phone } ? db.UploadsFor(sender.Actor).Where(u => u.PhoneLinkId == phone) : db.UploadsFor(sender.Actor);

        /// <summary>Those that were given up, and those that are over and whose receipt nobody asks for any more. Their pieces are then named by nothing.</summary>
        internal Task ForgetUploads(Instant now) => db.InTransaction(async () =>
        {
            // One that has come whole is never given up: it is still to be filed.
            var old = db.Uploads.Where(u => u.ExpiresAt <= now && u.State != UploadState.Received);
            await db.UploadParts.Where(p => old.Any(u => u.Id == p.UploadId)).ExecuteDeleteAsync();
            await old.ExecuteDeleteAsync();
            var (uploads, day) = (db.Uploads, now - UploadDesk.Kept);
            await db.PhoneLinks.Where(l => l.EndsAt <= day && !uploads.Any(u => u.PhoneLinkId == l.Id)).ExecuteDeleteAsync();
        });
    }
}

internal sealed class UploadTable : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> upload)
    {
        upload.Property(u => u.FileName).HasMaxLength(Upload.MostMetadata);
        upload.Property(u => u.Changed).HasMaxLength(40);
        upload.Property(u => u.Metadata).HasMaxLength(Upload.MostMetadata);
        upload.HasIndex(u => new { u.TenantId, u.AddedBy, u.PatientId });
        upload.HasIndex(u => new { u.TenantId, u.ExpiresAt });
    }
}

internal sealed class UploadPartTable : IEntityTypeConfiguration<UploadPart>
{
    public void Configure(EntityTypeBuilder<UploadPart> part)
    {
        part.Property(p => p.Blob).HasMaxLength(60);
        part.ComplexProperty(p => p.Key, WrappedKeyColumns.Lie);
        part.HasIndex(p => p.Blob).IsUnique();
        // Two who write the same piece at once, on two nodes: one of them is told.
        part.HasIndex(p => new { p.TenantId, p.UploadId, p.Start }).IsUnique();
    }
}
