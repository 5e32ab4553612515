using System.Buffers;

namespace Telemed.Documents.Blobs;

/// <summary>Encrypts a file on its way to the disk, segment by segment: no clear byte is written.</summary>
internal sealed class BlobWriter : IDisposable
{
    private readonly Stream _disk;
    private readonly BlobCipher _cipher;
    private readonly byte[] _segment = ArrayPool<byte>.Shared.Rent(BlobFormat.Segment);
    private int _filled = BlobFormat.Header;
    private uint _number;

    public BlobWriter(Stream disk, ReadOnlySpan<byte> key, ReadOnlySpan<byte> about)
    {
        _disk = disk;
        _cipher = BlobCipher.New(key, about, _segment.AsSpan(0, BlobFormat.Header));
    }

    /// <summary>Of what was appended, in bytes.</summary>
    public long Length { get; private set; }

    private int ContentStart => _number == 0 ? BlobFormat.Header : 0;

    public async ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            // Only now is it known that the full segment is not the last one.
            if (_filled == BlobFormat.Content)
            {
                await Write(last: false, cancel);
            }

            var taken = Math.Min(bytes.Length, BlobFormat.Content - _filled);
            bytes[..taken].CopyTo(_segment.AsMemory(_filled));
            _filled += taken;
            bytes = bytes[taken..];
        }
    }

    /// <summary>The file is whole.</summary>
    public async ValueTask Finish(CancellationToken cancel) => await Write(last: true, cancel);

    public void Dispose()
    {
        _cipher.Dispose();
        ArrayPool<byte>.Shared.Return(_segment, clearArray: true);
    }

    private async ValueTask Write(bool last, CancellationToken cancel)
    {
        _cipher.Seal(_number, last, _segment.AsSpan(ContentStart, _filled - ContentStart), _segment.AsSpan(_filled, BlobFormat.Tag));
        await _disk.WriteAsync(_segment.AsMemory(0, _filled + BlobFormat.Tag), cancel);
        (_filled, _number) = (0, checked(_number + 1));
    }
}
