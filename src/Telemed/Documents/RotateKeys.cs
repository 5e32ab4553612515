using Microsoft.EntityFrameworkCore;
using Telemed.Audit;
using Telemed.Documents.Blobs;
using Telemed.Documents.Reading;
using Telemed.Documents.Uploads;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>
/// <c>telemed keys rotate</c>: makes a key and wraps the key of every file anew with it, while the server runs. <c>telemed keys list</c>: the keys
/// and how many files each of them locks; one that locks none can be taken away.
/// </summary>
internal static class RotateKeys
{
    private const int Batch = 200;

    public static async Task<int> Run(IServiceProvider services, string[] args)
    {
        var (keys, scopes) = (services.GetRequiredService<FileKeys>(), services.GetRequiredService<IServiceScopeFactory>());
        if (args is not ["rotate" or "list"])
        {
            Console.Error.WriteLine("telemed keys rotate: a new key, and every file locked with it.\ntelemed keys list: the keys, and how many files each of them locks.");
            return 1;
        }

        var left = new List<DocumentId>();
        if (args[0] == "rotate")
        {
            // The rows first tell whether the folder is the right one.
            await new FirstKey(scopes, keys).StartAsync(CancellationToken.None);
            var newest = keys.Add();
            var turned = 0;
            await EachClinic.Do(scopes, async db => turned += await Turn(db, keys, services.GetRequiredService<Clock>(), left), CancellationToken.None);
            left.ForEach(id => Console.Error.WriteLine($"Document {id}: its key does not open, and was left as it was. Bring its row back from the backup."));
            Console.WriteLine($"Key {newest} made in {keys.Folder}; {turned} files locked with it.");
        }

        return await List(scopes, keys) && left.Count == 0 ? 0 : 1;
    }

    /// <summary>Every file of a clinic, those of deleted documents too; returns how many.</summary>
    private static async Task<int> Turn(Db db, FileKeys keys, Clock clock, List<DocumentId> left)
    {
        var (turned, passed) = (0, 0);
        while (await Next(db, keys.Ids[^1], passed) is { Count: > 0 } files)
        {
            var wrapped = files.ConvertAll(file => (file, Key: Wrapped(keys, file.Name, file.Key)));
            var closed = wrapped.Where(w => w.Key is null).Select(w => w.file.Id).ToList();
            left.AddRange(closed);
            passed += closed.Count;
            turned += await db.InTransaction(() => Change(db, [.. wrapped.Where(w => w.Key is not null).Select(w => (w.file, w.Key!))], clock));
        }

        await TurnParts(db, keys);
        await TurnClinic(db, keys);
        return turned;
    }

    /// <summary>Pieces of files on their way; one whose key does not open is lost already, and its upload is forgotten within a day.</summary>
    private static async Task TurnParts(Db db, FileKeys keys)
    {
        var newest = keys.Ids[^1];
        foreach (var part in await db.UploadParts.AsNoTracking().Where(p => p.Key.By != newest).ToListAsync())
        {
            if (Wrapped(keys, new BlobName(part.TenantId, part.Blob), part.Key) is { } key)
            {
                await db.UploadParts.Where(p => p.Id == part.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Key.By, key.By).SetProperty(x => x.Key.Bytes, key.Bytes));
            }
        }
    }

    /// <summary>The key of the index. One that does not open is left: the words of what was read until now are not found.</summary>
    private static async Task TurnClinic(Db db, FileKeys keys)
    {
        if (await db.ClinicKeys.AsNoTracking().SingleOrDefaultAsync() is { } clinic && Wrapped(keys, ClinicKey.Name(db.Tenant), clinic.Key) is { } key)
        {
            await db.ClinicKeys.ExecuteUpdateAsync(k => k.SetProperty(x => x.Key.By, key.By).SetProperty(x => x.Key.Bytes, key.Bytes));
        }
    }

    /// <summary>Those that are done leave the list; those that were left stand at its beginning. Somebody else may make a key meanwhile.</summary>
    private static Task<List<FileLock>> Next(Db db, string newest, int passed) => db.Documents.AsNoTracking().Where(d => d.Key!.By != null && d.Key!.By != newest)
        .OrderBy(d => d.Id).Skip(passed).Take(Batch).Select(d => new FileLock(d.Id, new BlobName(d.TenantId, d.Blob), d.Key!)).ToListAsync();

    private static async Task<int> Change(Db db, List<(FileLock File, WrappedKey Key)> files, Clock clock)
    {
        var done = 0;
        foreach (var (file, key) in files)
        {
            // A file that is being encrypted meanwhile has another name: its key is not touched, and its turn comes in the next batch.
            done += await db.Documents.Where(d => d.Id == file.Id && d.Blob == file.Name.Name && d.Key!.By == file.Key.By).ExecuteUpdateAsync(d => d
                .SetProperty(x => x.Key!.By, key.By).SetProperty(x => x.Key!.Bytes, key.Bytes));
        }

        db.Record(new SystemActor(db.Tenant), AuditAction.FileKeysRotated, clock.Now, detail: $"{done}");
        return done;
    }

    /// <summary>Null when its key does not open: it was changed, or the key that locks it is gone.</summary>
    private static WrappedKey? Wrapped(FileKeys keys, BlobName name, WrappedKey key)
    {
        try
        {
            return keys.Wrap(keys.Unwrap(key, name), name);
        }
        catch (Exception exception) when (exception is BlobDamagedException or FileKeyMissingException)
        {
            return null;
        }
    }

    /// <summary>False when a key that locks files is not in the folder.</summary>
    private static async Task<bool> List(IServiceScopeFactory scopes, FileKeys keys)
    {
        var locks = keys.Ids.ToDictionary(id => id, _ => 0, StringComparer.Ordinal);
        var missing = false;
        await EachClinic.Do(scopes, async db =>
        {
            var documents = await db.Documents.Where(d => d.Key!.By != null).GroupBy(d => d.Key!.By).Select(g => new { By = g.Key, Files = g.Count() }).ToListAsync();
            var parts = await db.UploadParts.GroupBy(p => p.Key.By).Select(g => new { By = g.Key, Files = g.Count() }).ToListAsync();
            var clinic = await db.ClinicKeys.GroupBy(k => k.Key.By).Select(g => new { By = g.Key, Files = g.Count() }).ToListAsync();
            foreach (var (by, files) in documents.Concat(parts).Concat(clinic).Select(g => (g.By, g.Files)))
            {
                missing |= locks.TryAdd(by, 0);
                locks[by] += files;
            }
        }, CancellationToken.None);
        foreach (var (id, files) in locks.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{id}: {files} files{(keys.Ids.Contains(id) ? "" : "; THE KEY IS MISSING")}");
        }

        return !missing;
    }

    private sealed record FileLock(DocumentId Id, BlobName Name, WrappedKey Key);
}
