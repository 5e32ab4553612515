using Telemed.Documents.Blobs;

namespace Telemed.Documents.Content.Bare;

/// <summary>A file without some of its bytes, and with others in place of some: read forwards from the file itself, nothing is copied.</summary>
internal sealed class Pieces(Stream file) : ReadOnlyStream
{
    private readonly List<(long Start, long Length, byte[]? Instead)> _pieces = [];
    private int _piece;
    private long _at;

    /// <summary>Something is taken away or put in: else the file is fine as it is.</summary>
    public bool Changed { get; private set; }

    public override bool CanSeek => false;
    public override long Length => _pieces.Sum(p => p.Length);
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>These bytes of the file come next.</summary>
    public void Keep(long start, long length)
    {
        if (length <= 0)
        {
            return;
        }

        if (_pieces is [.., { Instead: null, Start: >= 0 } last] && last.Start + last.Length == start)
        {
            _pieces[^1] = last with { Length = last.Length + length };
            return;
        }

        _pieces.Add((start, length, null));
    }

    /// <summary>The next bytes of the file do not come.</summary>
    public void Leave() => Changed = true;

    /// <summary>So many zeros come in place of the file's bytes.</summary>
    public void Zero(long length)
    {
        _pieces.Add((-1, length, null));
        Changed = true;
    }

    /// <summary>These come in place of some of the file's.</summary>
    public void Put(byte[] instead)
    {
        _pieces.Add((0, instead.Length, instead));
        Changed = true;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_piece < _pieces.Count)
        {
            var (start, length, instead) = _pieces[_piece];
            var most = (int)Math.Min(buffer.Length, length - _at);
            if (most > 0 && await Read(start, instead, buffer[..most], cancellationToken) is var read && read > 0)
            {
                _at += read;
                return read;
            }

            (_piece, _at) = (_piece + 1, 0);
        }

        return 0;
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    private ValueTask<int> Read(long start, byte[]? instead, Memory<byte> buffer, CancellationToken cancel)
    {
        if (instead is not null)
        {
            instead.AsMemory((int)_at, buffer.Length).CopyTo(buffer);
            return new(buffer.Length);
        }

        if (start < 0)
        {
            buffer.Span.Clear();
            return new(buffer.Length);
        }

        file.Position = start + _at;
        return file.ReadAsync(buffer, cancel);
    }
}
