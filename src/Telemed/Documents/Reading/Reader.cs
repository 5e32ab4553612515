using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Documents.Reading;

/// <summary>
/// Reads what stands in documents, one after the other, behind all other work. One that breaks what reads it, or the server, is tried three times,
/// later each time, and then left: the administrator sees it.
/// </summary>
public sealed class Reader(IServiceScopeFactory scopes, BlobStore blobs, DocumentContents contents, IEnumerable<IHearsDocuments> ears, Clock clock, ILogger<Reader> log) : BackgroundService
{
    // What is filed is told of: this is for what another node left, and for what is tried again.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    /// <summary>Between the filing and the reading: several files come at once.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(3);

    /// <summary>Whoever has not come back with it by then has died over it.</summary>
    private static readonly Duration Patience = Duration.FromMinutes(30);

    private readonly Channel<bool> _soon = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>One round: reads whatever waits; returns how many it read.</summary>
    public async Task<int> Round(CancellationToken cancel = default)
    {
        var done = 0;
        await EachClinic.Do(scopes, async db =>
        {
            while (!cancel.IsCancellationRequested && await Take(db, cancel) is { } document)
            {
                await Read(db, document, cancel);
                done++;
            }
        }, cancel);
        return done;
    }

    /// <summary>Something waits: it is read in a moment, whoever asks or not.</summary>
    public void Soon() => _soon.Writer.TryWrite(true);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Soon();
        return Task.WhenAll(Rounds(stoppingToken), Turns(stoppingToken));
    }

    private async Task Rounds(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Every, clock.Time, stoppingToken);
            Soon();
        }
    }

    private async Task Turns(CancellationToken stoppingToken)
    {
        var older = true;
        await foreach (var _ in _soon.Reader.ReadAllAsync(stoppingToken))
        {
            await Task.Delay(Moment, clock.Time, stoppingToken);
            try
            {
                if (older)
                {
                    await EachClinic.Do(scopes, Older, stoppingToken);
                    older = false;
                }

                await Round(stoppingToken);
            }
#pragma warning disable CA1031 // the next round tries again
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.NotRead(exception);
            }
#pragma warning restore CA1031
        }
    }

    private async Task Older(Db db)
    {
        while (await db.WillReadOlder(clock.Now) > 0)
        {
        }
    }

    /// <summary>The next whose turn it is, taken so that no other node has it too.</summary>
    private async Task<Document?> Take(Db db, CancellationToken cancel)
    {
        while (true)
        {
            db.ChangeTracker.Clear();
            var now = clock.Now;
            if (await db.DocumentReadings.AsNoTracking().Where(r => r.State == ReadingState.Waiting && r.NextAt <= now).OrderBy(r => r.NextAt).FirstOrDefaultAsync(cancel) is not { } next)
            {
                return null;
            }

            var last = next.Tries >= DocumentReading.MostTries;
            var state = last ? ReadingState.Failed : ReadingState.Waiting;
            var later = now + Patience * (next.Tries + 1);
            if (await db.DocumentReadings.Where(r => r.Id == next.Id && r.State == ReadingState.Waiting && r.NextAt == next.NextAt)
                    .ExecuteUpdateAsync(r => r.SetProperty(x => x.State, state).SetProperty(x => x.Tries, x => x.Tries + 1).SetProperty(x => x.NextAt, later), cancel) == 1 && !last
                && await db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == next.DocumentId && d.ErasedAt == null, cancel) is { } document)
            {
                return document;
            }
        }
    }

    private async Task Read(Db db, Document document, CancellationToken cancel)
    {
        try
        {
            // Not encrypted yet: its words would be the only clear ones.
            if (document.Key is not null)
            {
                Task<Stream> Open() => OpenOrThrow(document);
                var picture = await Thumbnail.Of(document, Open, cancel);
                await Keep(db, document, picture, await WordsFound.In(document, Open, cancel));
            }
        }
        catch (Exception exception) when (exception is IOException && !cancel.IsCancellationRequested)
        {
            // Missing, damaged, or its place away: its turn comes again.
            log.DocumentNotRead(exception, document.Id);
        }
    }

    private async Task<Stream> OpenOrThrow(Document document) => await document.Open(blobs) ?? throw new FileNotFoundException("The bytes of a document are missing.");

    private async Task Keep(Db db, Document document, byte[]? picture, WordsFound found)
    {
        var words = found.State is ReadingState.Read ? contents.Seal(document, DocumentContents.Words, DocumentContents.Pack(found.Words)) : null;
        var thumbnail = picture is null ? null : contents.Seal(document, DocumentContents.Picture, picture);
        var indexKey = found.State is ReadingState.Read ? await contents.MakeIndexKey(db) : null;
        // One that broke off stays as it is: its turn comes again, as if the server had died over it.
        var state = found.State is ReadingState.Failed ? ReadingState.Waiting : found.State;
        await db.InTransaction(async () =>
        {
            // Holds the document: it may be moved or erased this moment.
            if (await db.Documents.Where(d => d.Id == document.Id && d.ErasedAt == null).ExecuteUpdateAsync(d => d.SetProperty(x => x.Length, x => x.Length)) == 0)
            {
                return;
            }

            await db.DocumentReadings.Where(r => r.DocumentId == document.Id).ExecuteUpdateAsync(r => r
                .SetProperty(x => x.State, state).SetProperty(x => x.Words, words).SetProperty(x => x.Recognised, found.Recognised).SetProperty(x => x.Thumbnail, thumbnail));
            if (indexKey is not null)
            {
                foreach (var ear in ears)
                {
                    await ear.Read(db, document, found.Words, indexKey);
                }
            }
        });
    }
}
