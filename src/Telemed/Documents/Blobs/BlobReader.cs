using System.Buffers;

namespace Telemed.Documents.Blobs;

/// <summary>
/// The content of an encrypted file, from anywhere in it. No byte is given out before the segment in which it lies was authenticated.
/// </summary>
internal sealed class BlobReader : ReadOnlyStream
{
    private const long NoSegment = -1;

    private readonly Stream _disk;
    private readonly BlobCipher _cipher;
    private readonly byte[] _segment = ArrayPool<byte>.Shared.Rent(BlobFormat.Segment);
    private readonly long _length;
    private readonly long _last;
    private readonly bool _owned;
    private long _open = NoSegment;
    private bool _gone;

    /// <param name="owned">Whether <paramref name="disk"/> is closed with this.</param>
    /// <param name="beginning">Content of the whole segments to be read of a file that was never finished, in bytes; null: it was.</param>
    /// <exception cref="BlobDamagedException">It is no whole file under this key.</exception>
    public BlobReader(Stream disk, ReadOnlySpan<byte> key, ReadOnlySpan<byte> about, bool owned, long? beginning = null)
        : this(disk, HeaderOf(disk), key, about, owned, beginning)
    {
    }

    private BlobReader(Stream disk, byte[] header, ReadOnlySpan<byte> key, ReadOnlySpan<byte> about, bool owned, long? beginning)
    {
        (_disk, _owned) = (disk, owned);
        try
        {
            _length = beginning ?? BlobFormat.ContentOf(disk.Length) ?? throw new BlobDamagedException();
            _last = beginning is null ? Math.Max(0, BlobFormat.SegmentAt(_length - 1)) : NoSegment;
            _cipher = BlobCipher.Of(key, about, header);
            if (_length == 0 && beginning is null)
            {
                // Nothing will be read, and it has to be known that nothing was stored.
                disk.Position = 0;
                Opened(0, disk.ReadAtLeast(_segment.AsSpan(0, StoredLength(0)), StoredLength(0), throwOnEndOfStream: false));
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(_segment);
            throw;
        }
    }

    /// <summary>The same, of bytes that come from afar: with the header comes the first segment, which is opened here.</summary>
    public static async Task<BlobReader> From(Stream away, byte[] key, byte[] about)
    {
        var first = new byte[(int)Math.Min(away.Length, BlobFormat.Segment)];
        var read = await away.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false);
        if (read != first.Length || read < BlobFormat.Header)
        {
            throw new BlobDamagedException();
        }

        var reader = new BlobReader(away, first[..BlobFormat.Header], key, about, owned: true, beginning: null);
        try
        {
            first.CopyTo(reader._segment, 0);
            reader.Opened(0, read);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public override long Length => _length;

    private ReadOnlyMemory<byte> Left => _segment.AsMemory(StartInBuffer, ContentLength(_open))[(int)(Position - BlobFormat.StartOf(_open))..];

    private int StartInBuffer => _open == 0 ? BlobFormat.Header : 0;

    public override int Read(Span<byte> buffer)
    {
        if (!Ahead(buffer.Length))
        {
            return 0;
        }

        if (Wanted() is { } segment)
        {
            _disk.Position = segment * BlobFormat.Segment;
            Opened(segment, _disk.ReadAtLeast(_segment.AsSpan(0, StoredLength(segment)), StoredLength(segment), throwOnEndOfStream: false));
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!Ahead(buffer.Length))
        {
            return 0;
        }

        if (Wanted() is { } segment)
        {
            _disk.Position = segment * BlobFormat.Segment;
            Opened(segment, await _disk.ReadAtLeastAsync(_segment.AsMemory(0, StoredLength(segment)), StoredLength(segment), throwOnEndOfStream: false, cancellationToken));
        }

        return Take(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_gone)
        {
            _gone = true;
            _cipher.Dispose();
            ArrayPool<byte>.Shared.Return(_segment, clearArray: true);
            if (_owned)
            {
                _disk.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private static byte[] HeaderOf(Stream disk)
    {
        var header = new byte[BlobFormat.Header];
        disk.Position = 0;
        return disk.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length ? header : throw new BlobDamagedException();
    }

    private bool Ahead(int wanted)
    {
        ObjectDisposedException.ThrowIf(_gone, this);
        return wanted > 0 && Position < _length;
    }

    /// <summary>The segment to be read from the disk; null when it is open already.</summary>
    private long? Wanted() => BlobFormat.SegmentAt(Position) is var segment && segment != _open ? segment : null;

    private void Opened(long segment, int read)
    {
        // Until it has opened there is none: who asks again after a fault gets the fault again.
        _open = NoSegment;
        if (read != StoredLength(segment))
        {
            throw new BlobDamagedException();
        }

        var start = segment == 0 ? BlobFormat.Header : 0;
        _cipher.Open((uint)segment, segment == _last, _segment.AsSpan(start, ContentLength(segment)), _segment.AsSpan(start + ContentLength(segment), BlobFormat.Tag));
        _open = segment;
    }

    private int Take(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, Left.Length);
        Left.Span[..taken].CopyTo(buffer);
        Position += taken;
        return taken;
    }

    private int ContentLength(long segment) => (int)(Math.Min(_length, BlobFormat.StartOf(segment + 1)) - BlobFormat.StartOf(segment));

    private int StoredLength(long segment) => (segment == 0 ? BlobFormat.Header : 0) + ContentLength(segment) + BlobFormat.Tag;
}
