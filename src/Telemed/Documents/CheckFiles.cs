using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Telemed.Documents.Blobs;
using Telemed.Documents.Uploads;
using Telemed.Platform;

namespace Telemed.Documents;

/// <summary>
/// <c>telemed blobs check</c>: reads every stored file whole while the server runs, and says which are lost, altered or named by no document.
/// Deleted documents are looked at too: their bytes are still kept.
/// </summary>
internal static class CheckFiles
{
    private const int Batch = 200;

    /// <param name="Whole">How many files are what was stored.</param>
    /// <param name="Faults">A line for each document whose file is not.</param>
    /// <param name="Extra">Files that neither a document nor an upload on its way names.</param>
    internal sealed record Result(int Whole, IReadOnlyList<string> Faults, int Extra);

    public static async Task<int> Run(IServiceProvider services)
    {
        var (whole, faults, extra) = await Check(services);
        foreach (var fault in faults)
        {
            Console.Error.WriteLine(fault);
        }

        Console.WriteLine($"{whole} files whole, {faults.Count} lost or altered, {extra} that no document names (they go within an hour).");
        return faults.Count == 0 ? 0 : 1;
    }

    internal static async Task<Result> Check(IServiceProvider services)
    {
        var (scopes, blobs) = (services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<BlobStore>());
        var (whole, faults, named) = (0, new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        // Before the rows: a file that comes meanwhile is named by the time the rows are read.
        var kept = await blobs.KeptBefore(services.GetRequiredService<Clock>().Now).Distinct().ToListAsync();
        await EachClinic.Do(scopes, async db =>
        {
            // First: a name goes from a piece to a document, and never back.
            named.UnionWith(await db.UploadParts.Select(p => p.Blob).ToListAsync());
            for (var passed = 0; await db.Documents.AsNoTracking().Where(d => d.ErasedAt == null).OrderBy(d => d.Id).Skip(passed).Take(Batch).ToListAsync() is { Count: > 0 } documents; passed += documents.Count)
            {
                foreach (var document in documents)
                {
                    named.Add(document.Blob);
                    var fault = await Fault(db, blobs, document);
                    whole += fault is null ? 1 : 0;
                    faults.AddRange(fault is null ? [] : [$"Document {document.Id}: {fault}"]);
                }
            }
        }, CancellationToken.None);
        var extra = 0;
        foreach (var name in kept.Where(name => !named.Contains(name)))
        {
            extra += await blobs.Has(name) ? 1 : 0;
        }

        return new Result(whole, faults, extra);
    }

    private static async Task<string?> Fault(Db db, BlobStore blobs, Document document)
    {
        var fault = await Fault(blobs, document);
        // Somebody may have encrypted it, or turned its key, since the row was read.
        var now = fault is null ? null : await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == document.Id);
        return now is null || (now.Blob == document.Blob && now.Key?.By == document.Key?.By) ? fault : await Fault(blobs, now);
    }

    private static async Task<string?> Fault(BlobStore blobs, Document document)
    {
        try
        {
            await using var content = await blobs.Open(new BlobName(document.TenantId, document.Blob), document.Key);
            return content is null ? "lost: its bytes are missing."
                : (await SHA256.HashDataAsync(content)).AsSpan().SequenceEqual(document.Sha256) ? null : "altered: its bytes are not those that were stored.";
        }
        catch (Exception exception) when (exception is BlobDamagedException or FileKeyMissingException)
        {
            return $"altered: {exception.Message}";
        }
    }
}
