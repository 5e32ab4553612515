using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Documents.Blobs;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>
/// <c>telemed blobs move s3 | disk</c>: every document's file from the data folder to the bucket, or back, while the server runs. A file goes from
/// where it was when its copy has been read from where it is now, and is what was stored; broken off at any moment, the command can be given again.
/// </summary>
internal static class MoveFiles
{
    private const int Batch = 200;

    public static async Task<int> Run(IServiceProvider services, bool toBucket)
    {
        if (services.GetService<S3Bucket>() is not { } bucket)
        {
            Console.Error.WriteLine("No bucket is configured: set Telemed__S3__Bucket and what goes with it.");
            return 1;
        }

        var (blobs, clock, left) = (services.GetRequiredService<BlobStore>(), services.GetRequiredService<Clock>(), new List<string>());
        var moved = 0;
        await EachClinic.Do(services.GetRequiredService<IServiceScopeFactory>(), async db => moved += await Clinic(db, blobs, clock, toBucket, left), CancellationToken.None);
        left.ForEach(Console.Error.WriteLine);
        Console.WriteLine($"{moved} files moved to {(toBucket ? $"the bucket {bucket.Name}" : "the data folder")}, {left.Count} left where they were.");
        return left.Count == 0 ? 0 : 1;
    }

    private static async Task<int> Clinic(Db db, BlobStore blobs, Clock clock, bool toBucket, List<string> left)
    {
        var moved = 0;
        for (var passed = 0; await db.Documents.AsNoTracking().Where(d => d.ErasedAt == null).OrderBy(d => d.Id).Skip(passed).Take(Batch).ToListAsync() is { Count: > 0 } documents; passed += documents.Count)
        {
            foreach (var document in documents)
            {
                try
                {
                    moved += await Move(blobs, document, toBucket) ? 1 : 0;
                }
                catch (Exception exception) when (exception is IOException)
                {
                    left.Add($"Document {document.Id}: {exception.Message}");
                }
            }
        }

        if (moved > 0)
        {
            db.Record(new SystemActor(db.Tenant), AuditAction.FilesMoved, clock.Now, detail: $"{moved} {(toBucket ? "s3" : "disk")}");
            await db.SaveChangesAsync();
        }

        return moved;
    }

    /// <summary>False when it is there already, or was taken away meanwhile.</summary>
    private static async Task<bool> Move(BlobStore blobs, Document document, bool toBucket)
    {
        if (document.Key is null)
        {
            throw new IOException("It is not encrypted yet: telemed blobs encrypt does it.");
        }

        var name = new BlobName(document.TenantId, document.Blob);
        return await (toBucket ? blobs.MoveToBucket(name, document.Key, IsWhole) : blobs.MoveToDisk(name, document.Key, IsWhole));

        async Task<bool> IsWhole(Stream content) => (await SHA256.HashDataAsync(content)).AsSpan().SequenceEqual(document.Sha256);
    }
}
