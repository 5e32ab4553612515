using Telemed.Documents.Blobs;

namespace Telemed.Documents.Uploads;

/// <summary>The pieces of an upload as one stream, forwards; one of them is open at a time.</summary>
internal sealed class JoinedParts(BlobStore blobs, IReadOnlyList<UploadPart> parts) : ReadOnlyStream
{
    private int _next;
    private Stream? _open;

    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_open is not null && await _open.ReadAsync(buffer, cancellationToken) is var read && read > 0)
            {
                return read;
            }

            if (_next == parts.Count)
            {
                return 0;
            }

            await Leave();
            var part = parts[_next++];
            _open = await blobs.Open(new BlobName(part.TenantId, part.Blob), part.Key, part.Sha256 is null ? part.Length : null)
                ?? throw new FileNotFoundException("A piece of an upload is missing from the disk.");
        }
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await Leave();
        await base.DisposeAsync();
    }

    private async Task Leave()
    {
        if (_open is { } open)
        {
            _open = null;
            await open.DisposeAsync();
        }
    }
}
