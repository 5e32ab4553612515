using Microsoft.EntityFrameworkCore;
using Telemed.Documents;
using Telemed.Documents.Reading;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Records.Searching;

/// <summary>
/// Indexes what was written before there was a search, or past it by hand: once, after each start, behind the requests. What is indexed
/// already is not touched.
/// </summary>
internal sealed class IndexCatchUp(IServiceScopeFactory scopes, ILogger<IndexCatchUp> log) : BackgroundService
{
    /// <summary>Of one transaction: others that write do not wait long.</summary>
    private const int AtOnce = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var clinic in await InScope(db => db.Tenants.Select(t => t.Id).ToListAsync(stoppingToken)))
            {
                while (await Some(clinic, stoppingToken) == AtOnce)
                {
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // without it a search finds less; nothing else is lost, and the next start goes on
        catch (Exception exception)
        {
            log.NotCaughtUp(exception);
        }
#pragma warning restore CA1031
    }

    /// <summary>How many it found to index.</summary>
    internal Task<int> Some(TenantId clinic, CancellationToken cancel) => InScope(db =>
    {
        db.Enter(clinic);
        return db.InTransaction(async () =>
        {
            var entries = db.SearchEntries;
            var notes = await db.SoapNotes.AsNoTracking().Where(n => n.Status != NoteStatus.EnteredInError && !entries.Any(e => e.NoteId == n.Id)).OrderBy(n => n.CreatedAt).Take(AtOnce).ToListAsync(cancel);
            var documents = await db.Documents.AsNoTracking().Where(d => d.DeletedAt == null && d.InErrorAt == null && !entries.Any(e => e.DocumentId == d.Id)).OrderBy(d => d.AddedAt).Take(AtOnce - notes.Count).ToListAsync(cancel);
            var signed = notes.Select(n => n.Id).ToList();
            var inForce = (await db.SoapNoteVersions.AsNoTracking().Where(v => signed.Contains(v.SoapNoteId)).ToListAsync(cancel)).GroupBy(v => v.SoapNoteId)
                .ToDictionary(v => v.Key, v => v.MaxBy(one => one.Number)!.Text);
            await db.IndexAll([.. notes.Select(n => Indexed.Of(n, inForce.GetValueOrDefault(n.Id, n.Text))), .. documents.Select(Indexed.Of)], cancel);
            await db.ReadAgain([.. documents.Select(d => d.Id)]);
            return notes.Count + documents.Count;
        }, cancel);
    });

    private async Task<T> InScope<T>(Func<Db, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<Db>());
    }
}
