using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Blobs;

/// <summary>
/// The bytes of documents: each file under 256 random bits and encrypted under a key of its own, on the disk or in a bucket. A file is received in
/// <c>files/incoming</c> and goes to its place when it is whole; the row that names it, and holds its key, commits after that. Pieces of uploads lie
/// on the disk in any case. Where a bucket is configured, both places are read: files may lie in either, and move while the server runs.
/// </summary>
public sealed class BlobStore
{
    private const int BufferSize = 81_920;

    private readonly FileKeys _keys;
    private readonly Durable _durable;
    private readonly Clock _clock;
    private readonly BlobDisk _disk;
    private readonly S3Bucket? _bucket;
    private readonly bool _away;

    /// <param name="services">Have a bucket when one is configured.</param>
    public BlobStore(IOptions<TelemedOptions> options, FileKeys keys, Durable durable, Clock clock, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_keys, _durable, _clock) = (keys, durable, clock);
        _disk = new BlobDisk(options.Value, durable);
        _bucket = services.GetService<S3Bucket>();
        _away = _bucket is not null && !options.Value.S3.Leaving;
    }

    /// <summary>
    /// Streams a body to a temporary file, hashing and encrypting it on the way; null when it is longer than <paramref name="limit"/> bytes.
    /// Dispose what is returned: unless it was kept, its file goes.
    /// </summary>
    public async Task<ReceivedFile?> Receive(TenantId clinic, Stream body, long limit, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(body);
        var file = _disk.Receive(new BlobName(clinic, Secret.New()), stays: !_away);
        var whole = false;
        try
        {
            whole = await Copy(body, file, limit, cancel);
            return whole ? file : null;
        }
        finally
        {
            if (!whole)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>
    /// Begins a file that lies in its place from the first byte, so that what has come of it outlives the process. The row that names it, and holds
    /// the key, is written before its bytes.
    /// </summary>
    public (ReceivedFile File, WrappedKey Key) Grow(TenantId clinic)
    {
        var file = _disk.Grow(new BlobName(clinic, Secret.New()));
        try
        {
            _disk.DurableFolders(file.Name.Name);
            return (file, file.Wrap(_keys));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>No more of a begun file comes: what came is on the disk when this returns.</summary>
    public async Task Stop(ReceivedFile file, byte[] sha256)
    {
        ArgumentNullException.ThrowIfNull(file);
        await file.Finish(sha256, CancellationToken.None);
        file.Settle(_clock.Now);
    }

    /// <summary>How much is there of a file that was begun and never stopped, in bytes of content from its beginning: whole segments, on the disk when this returns.</summary>
    public long Rescue(BlobName name, WrappedKey key)
    {
        using var disk = _disk.Find(name.Name);
        if (disk is null || disk.Length < BlobFormat.Segment)
        {
            return 0;
        }

        var (whole, buffer) = (0L, new byte[BlobFormat.Segment]);
        try
        {
            using var content = new BlobReader(disk, _keys.Unwrap(key, name), Encoding.UTF8.GetBytes(name.About), owned: false, BlobFormat.StartOf(disk.Length / BlobFormat.Segment));
            while (content.Read(buffer) is var read && read > 0)
            {
                whole += read;
            }
        }
        catch (BlobDamagedException)
        {
            // From here on a power cut took it.
        }

        _durable.File(disk.SafeFileHandle);
        return whole;
    }

    /// <summary>Gives a received file its place for good; returns the key under which it opens, for its row. It outlives the power when this returns.</summary>
    /// <exception cref="BlobAwayException">The bucket does not take it.</exception>
    public async Task<WrappedKey> Keep(ReceivedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var key = file.Wrap(_keys);
        if (_away)
        {
            await _bucket!.Put(file.Name.Name, file.Path);
            return key;
        }

        file.Settle(_clock.Now);
        _disk.Keep(file);
        return key;
    }

    /// <summary>A file that grew where pieces lie goes where documents do, before the row of its document commits.</summary>
    /// <exception cref="BlobAwayException">The bucket does not take it.</exception>
    public async Task Settle(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_away && _disk.Has(name))
        {
            await _bucket!.Put(name, PathOf(name));
            _disk.Delete(name);
        }
    }

    /// <summary>
    /// The content of a kept file, from anywhere in it; null when its bytes are gone. Without <paramref name="key"/>: a file stored before files
    /// were encrypted.
    /// </summary>
    /// <exception cref="BlobDamagedException">The bytes are not those that were stored.</exception>
    /// <exception cref="FileKeyMissingException">The key that wraps its key is missing.</exception>
    /// <exception cref="BlobAwayException">The bucket does not answer.</exception>
    /// <param name="beginning">Of a file that was never stopped: what <see cref="Rescue"/> said is there.</param>
    public async Task<Stream?> Open(BlobName name, WrappedKey? key, long? beginning = null)
    {
        // From the bucket to the disk it may move between the two looks.
        if ((_disk.Find(name.Name) ?? await InBucket(name.Name) ?? _disk.Find(name.Name)) is not { } bytes)
        {
            return null;
        }

        try
        {
            return key is null ? bytes
                : bytes is FileStream ? new BlobReader(bytes, _keys.Unwrap(key, name), Encoding.UTF8.GetBytes(name.About), owned: true, beginning)
                : await BlobReader.From(bytes, _keys.Unwrap(key, name), Encoding.UTF8.GetBytes(name.About));
        }
        catch
        {
            await bytes.DisposeAsync();
            throw;
        }
    }

    /// <summary>From the disk to the bucket; false when it does not lie on the disk.</summary>
    /// <param name="isWhole">Reads the copy from its new place, before the other goes.</param>
    /// <exception cref="BlobDamagedException">The copy is not what was stored; both stay.</exception>
    public async Task<bool> MoveToBucket(BlobName name, WrappedKey key, Func<Stream, Task<bool>> isWhole)
    {
        if (!_disk.Has(name.Name))
        {
            return false;
        }

        await _bucket!.Put(name.Name, PathOf(name.Name));
        await Compare(await InBucket(name.Name), name, key, isWhole);
        _disk.Delete(name.Name);
        return true;
    }

    /// <summary>From the bucket to the disk; false when it does not lie in the bucket.</summary>
    /// <inheritdoc cref="MoveToBucket" path="/param|/exception"/>
    public async Task<bool> MoveToDisk(BlobName name, WrappedKey key, Func<Stream, Task<bool>> isWhole)
    {
        if (!await _bucket!.Has(name.Name))
        {
            return false;
        }

        // In both places it is after a command that was broken off.
        if (!_disk.Has(name.Name))
        {
            await _disk.Fetch(name.Name, await InBucket(name.Name));
        }

        await Compare(_disk.Find(name.Name), name, key, isWhole);
        await _bucket.Delete(name.Name);
        return true;
    }

    /// <summary>Where the bytes of a file that is kept on the disk lie.</summary>
    public string PathOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _disk.PathOf(name);
    }

    /// <summary>Names of kept files last touched before <paramref name="before"/>, those in the bucket by its own clock; one that moves may come twice.</summary>
    public async IAsyncEnumerable<string> KeptBefore(Instant before)
    {
        foreach (var name in _disk.KeptBefore(before))
        {
            yield return name;
        }

        if (_bucket is not null)
        {
            await foreach (var name in _bucket.Before(before))
            {
                yield return name;
            }
        }
    }

    /// <summary>Whether the bucket answers; null: none is configured.</summary>
    public async Task<bool?> BucketAnswers() => _bucket is null ? null : await _bucket.Answers();

    public async Task<bool> Has(string name) => _disk.Has(name) || (_bucket is not null && await _bucket.Has(name));

    public async Task Delete(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        // In both places it is only while it moves: the sweeper finds the other one.
        if (_disk.Has(name) || _bucket is null)
        {
            _disk.Delete(name);
        }
        else
        {
            await _bucket.Delete(name);
        }
    }

    /// <summary>Removes what was never received whole and is older than <paramref name="before"/>; returns how many.</summary>
    public async Task<int> DeleteUnfinished(Instant before) => _disk.DeleteUnfinished(before) + (_bucket is null ? 0 : await _bucket.GiveUp(before));

    private async Task Compare(Stream? copy, BlobName name, WrappedKey key, Func<Stream, Task<bool>> isWhole)
    {
        await using (copy)
        {
            await using var content = copy is null ? null : await BlobReader.From(copy, _keys.Unwrap(key, name), Encoding.UTF8.GetBytes(name.About));
            if (content is null || !await isWhole(content))
            {
                throw new BlobDamagedException("The copy is not what was stored.");
            }
        }
    }

    private async Task<Stream?> InBucket(string name) => _bucket is null ? null : await _bucket.Open(name, () => _disk.Find(name));

    /// <summary>False when the body is longer than the limit; stops reading there.</summary>
    private static async Task<bool> Copy(Stream body, ReceivedFile file, long limit, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancel)) > 0)
            {
                if (file.Length + read > limit)
                {
                    return false;
                }

                hash.AppendData(buffer, 0, read);
                await file.Append(buffer.AsMemory(0, read), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        await file.Finish(hash.GetHashAndReset(), cancel);
        return true;
    }
}
