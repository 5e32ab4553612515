using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Documents.Blobs;
using Telemed.Documents.Retention;
using Telemed.Documents.Uploads;
using Telemed.Platform;

namespace Telemed.Documents;

/// <summary>Takes away files that no row names, uploads that were given up and those whose row did not commit; and erases what was deleted and need not be kept any more.</summary>
public sealed class Sweeper(IServiceScopeFactory scopes, BlobStore blobs, IEnumerable<IHearsDocuments> ears, IEnumerable<IKnowsContacts> contacts, Clock clock, ILogger<Sweeper> log) : BackgroundService
{
    /// <summary>Younger ones may belong to an upload that is still going on, or whose row is about to commit. With the time between two rounds: an hour.</summary>
    public static readonly Duration MinimumAge = Duration.FromMinutes(45);

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    private const int BatchSize = 500;

    /// <summary>One round; returns how many files went.</summary>
    /// <exception cref="AggregateException">What went wrong in a clinic; the round is done all the same.</exception>
    public async Task<int> Sweep(CancellationToken cancel = default)
    {
        var erasing = Erase(cancel);
        await erasing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var gone = await TakeUnnamed(cancel);
        if (gone > 0)
        {
            log.Swept(gone);
        }

        await erasing;
        return gone;
    }

    private async Task Erase(CancellationToken cancel)
    {
        var erased = new List<string>();
        try
        {
            await EachClinic.Do(scopes, async db =>
            {
                await db.ForgetUploads(clock.Now);
                erased.AddRange(await new Erasing(db, ears, contacts).EraseDeleted(clock.Now));
            }, cancel);
        }
        finally
        {
            // Should this process die here: their rows name them no more, and the next round takes them.
            foreach (var name in erased)
            {
                await blobs.Delete(name);
            }
        }
    }

    private async Task<int> TakeUnnamed(CancellationToken cancel)
    {
        var before = clock.Now - MinimumAge;
        var gone = await blobs.DeleteUnfinished(before);
        await foreach (var batch in blobs.KeptBefore(before).Chunk(BatchSize).WithCancellation(cancel))
        {
            foreach (var orphan in batch.Except(await Named(batch, cancel)))
            {
                await blobs.Delete(orphan);
                gone++;
            }
        }

        return gone;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Counted from the last round: a clock that jumps is one round, not one for each that it jumped over.
                await Task.Delay(Every, clock.Time, stoppingToken);
                await Sweep(stoppingToken);
            }
#pragma warning disable CA1031 // the next round tries again
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.SweepFailed(exception);
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>Those of the names that a row of any clinic knows, deleted rows included until they are erased: asked clinic by clinic, through the wall.</summary>
    private async Task<HashSet<string>> Named(string[] names, CancellationToken cancel)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        await EachClinic.Do(scopes, async db =>
        {
            // In this order: a name goes from a piece to a document, and never back.
            named.UnionWith(await db.UploadParts.Where(p => names.Contains(p.Blob)).Select(p => p.Blob).ToListAsync(cancel));
            named.UnionWith(await db.Documents.Where(d => names.Contains(d.Blob) && d.ErasedAt == null).Select(d => d.Blob).ToListAsync(cancel));
        }, cancel);
        return named;
    }
}
