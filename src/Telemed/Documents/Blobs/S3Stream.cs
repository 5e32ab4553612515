using Amazon.S3.Model;

namespace Telemed.Documents.Blobs;

/// <summary>
/// An object of a bucket, from anywhere in it: asked for in stretches, so that whoever reads a little in the middle does not let the rest come. A
/// stretch that breaks off, or comes no further, is asked for again from there.
/// </summary>
internal sealed class S3Stream : ReadOnlyStream
{
    /// <summary>In bytes.</summary>
    public const int Stretch = 8 * 1024 * 1024;

    private const int Tries = 4;

    /// <summary>How long nothing may come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly S3Bucket _bucket;
    private readonly string _name;
    private readonly Func<Stream?> _elsewhere;
    private GetObjectResponse? _open;
    private Stream? _moved;
    private long _at;

    /// <param name="first">Its beginning.</param>
    /// <param name="elsewhere">Where the same bytes lie when the object went while it was read.</param>
    public S3Stream(S3Bucket bucket, string name, GetObjectResponse first, Func<Stream?> elsewhere)
    {
        (_bucket, _name, _open, _elsewhere) = (bucket, name, first, elsewhere);
        // "bytes 0-9/1234" (RFC 9110, 14.4); a server that knows no ranges sends the whole.
        Length = first.ContentRange?.Split('/')[^1] is { } total && long.TryParse(total, out var length) ? length : first.ContentLength;
    }

    public override long Length { get; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                if (await Some(buffer, cancellationToken) is var read and > 0)
                {
                    Position = _at += read;
                    return read;
                }
            }
            catch (Exception exception) when (S3Bucket.IsAway(exception) && !cancellationToken.IsCancellationRequested)
            {
                Leave();
                if (tries == Tries)
                {
                    throw new BlobAwayException(exception);
                }

                await Task.Delay(Between * tries, cancellationToken);
            }

            // The stretch is over, or ended before it should have.
            Leave();
            if (tries == Tries)
            {
                throw new BlobAwayException(new EndOfStreamException());
            }
        }
    }

    /// <summary>For what looks into an upload that a crash left half filed: all others read without waiting.</summary>
    public override int Read(Span<byte> buffer)
    {
        var bytes = new byte[Math.Min(buffer.Length, BlobFormat.Segment)];
        var read = ReadAsync(bytes.AsMemory()).AsTask().GetAwaiter().GetResult();
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Leave();
            _moved?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> Some(Memory<byte> buffer, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        if (_moved is null && (_open is null || _at != Position))
        {
            Leave();
            _open = await _bucket.Get(_name, Position);
            _moved = _open is null ? _elsewhere() ?? throw new FileNotFoundException("An object of the bucket went while it was read.") : null;
        }

        _at = Position;
        if (_moved is not null)
        {
            _moved.Position = _at;
            return await _moved.ReadAsync(buffer, cancel);
        }

        if (_at > 0 && _open!.ContentRange is null)
        {
            throw new IOException("The bucket's server gives no parts of an object.");
        }

        return await _open!.ResponseStream.ReadAsync(buffer, patience.Token);
    }

    private void Leave()
    {
        _open?.Dispose();
        _open = null;
    }
}
