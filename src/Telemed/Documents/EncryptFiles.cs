using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Documents.Blobs;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>
/// <c>telemed blobs encrypt</c>: files stored before files were encrypted, each copied encrypted under a new name while the server runs. The clear
/// file goes when the row that names its copy has committed; broken off at any moment, the command can be given again.
/// </summary>
internal static class EncryptFiles
{
    private const int Batch = 100;

    public static async Task<int> Run(IServiceProvider services)
    {
        var (scopes, keys) = (services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<FileKeys>());
        await new FirstKey(scopes, keys).StartAsync(CancellationToken.None);
        var (done, left) = (0, new List<string>());
        await EachClinic.Do(scopes, async db => done += await Clinic(db, services.GetRequiredService<BlobStore>(), services.GetRequiredService<Clock>(), left), CancellationToken.None);
        left.ForEach(Console.Error.WriteLine);
        Console.WriteLine($"{done} files encrypted, {left.Count} left as they were.");
        return left.Count == 0 ? 0 : 1;
    }

    private static async Task<int> Clinic(Db db, BlobStore blobs, Clock clock, List<string> left)
    {
        var (done, passed) = (0, 0);
        // Those that are done leave the list; those that were left stand at its beginning.
        while (await db.Documents.AsNoTracking().Where(d => d.Key!.By == null && d.ErasedAt == null).OrderBy(d => d.Id).Skip(passed).Take(Batch).ToListAsync() is { Count: > 0 } documents)
        {
            foreach (var document in documents)
            {
                if (await Encrypt(db, blobs, document) is { } why)
                {
                    left.Add($"Document {document.Id}: {why}");
                    passed++;
                }
                else
                {
                    done++;
                }
            }
        }

        if (done > 0)
        {
            db.Record(new SystemActor(db.Tenant), AuditAction.FilesEncrypted, clock.Now, detail: $"{done}");
            await db.SaveChangesAsync();
        }

        return done;
    }

    /// <summary>Null when it is done; else why it was left as it was.</summary>
    private static async Task<string?> Encrypt(Db db, BlobStore blobs, Document document)
    {
        await using var clear = await blobs.Open(new BlobName(document.TenantId, document.Blob), key: null);
        if (clear is null)
        {
            return "its bytes are missing: bring them back from the backup.";
        }

        using var copy = (await blobs.Receive(document.TenantId, clear, long.MaxValue, CancellationToken.None))!;
        if (!copy.Sha256.AsSpan().SequenceEqual(document.Sha256))
        {
            return "its bytes are not those that were stored: bring them back from the backup.";
        }

        var (old, key) = (document.Blob, await blobs.Keep(copy));
        var rows = await db.Documents.Where(d => d.Id == document.Id && d.Blob == old && d.Key!.By == null && d.ErasedAt == null).ExecuteUpdateAsync(d => d
            .SetProperty(x => x.Blob, copy.Name.Name).SetProperty(x => x.Key!.By, key.By).SetProperty(x => x.Key!.Bytes, key.Bytes));
        // Another one who does the same was quicker: his copy is the one.
        await blobs.Delete(rows == 1 ? old : copy.Name.Name);
        return null;
    }
}
