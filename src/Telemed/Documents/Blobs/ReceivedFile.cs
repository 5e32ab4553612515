using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Telemed.Documents.Blobs;

/// <summary>A file that arrives, encrypted, and is not yet kept: unless it is, disposing of it takes it away.</summary>
public sealed class ReceivedFile : IDisposable
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(BlobFormat.Key);
    private readonly FileStream _disk;
    private readonly BlobWriter _writer;
    private readonly Durable _durable;
    private readonly EarlyFlush? _early;
    private readonly Action<string> _forget;
    private bool _kept;

    /// <param name="stays">On the disk, where it goes early then.</param>
    internal ReceivedFile(BlobName name, string path, Durable durable, bool stays, Action<string> forget)
    {
        (Name, Path, _durable, _forget) = (name, path, durable, forget);
        _disk = BlobDisk.Create(path);
        _early = stays ? new EarlyFlush(() => durable.File(_disk.SafeFileHandle)) : null;
        _writer = new BlobWriter(_disk, _key, About);
    }

    public BlobName Name { get; }

    /// <summary>Of the content, in bytes.</summary>
    public long Length => _writer.Length;

    /// <summary>SHA-256 of the content.</summary>
    public byte[] Sha256 { get; private set; } = [];

    internal string Path { get; }

    private byte[] About => Encoding.UTF8.GetBytes(Name.About);

    /// <summary>The content, to look into. Dispose it first.</summary>
    public Stream Read() => new BlobReader(_disk, _key, About, owned: false);

    internal async ValueTask Append(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await _writer.Append(bytes, cancel);
        _early?.Written(Length);
    }

    internal async ValueTask Finish(byte[] sha256, CancellationToken cancel)
    {
        await _writer.Finish(cancel);
        Sha256 = sha256;
    }

    internal WrappedKey Wrap(FileKeys keys) => keys.Wrap(_key, Name);

    /// <summary>Onto the disk, with the time that the sweeper reads: its clock is ours, not the disk's.</summary>
    internal void Settle(Instant now)
    {
        _early?.Settle();
        _durable.File(_disk.SafeFileHandle);
        File.SetLastWriteTimeUtc(_disk.SafeFileHandle, now.ToDateTimeUtc());
    }

    internal void MoveTo(string place)
    {
        File.Move(Path, place, overwrite: false);
        _kept = true;
    }

    /// <summary>It lies where it belongs, and is not this object's to take away; or is again.</summary>
    internal void Stay(bool stays = true) => _kept = stays;

    public void Dispose()
    {
        _writer.Dispose();
        _disk.Dispose();
        CryptographicOperations.ZeroMemory(_key);
        if (!_kept)
        {
            File.Delete(Path);
        }

        _forget(Path);
    }
}
