using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Telemed.Platform;
using NodaTime;

namespace Telemed.Documents;

/// <summary>
/// Files in the data folder, outside the web root, readable by their owner only, each under 256 random bits. A file is received in
/// <c>files/incoming</c> and moved to its place when it is whole and on the disk; the row that names it commits after that.
/// </summary>
public sealed class BlobStore(IOptions<TelemedOptions> options, Durable durable, Clock clock)
{
    private const int BufferSize = 81_920;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.DataFolder), "files");
    private readonly ConcurrentDictionary<string, bool> _receiving = new(StringComparer.Ordinal);

    private string Incoming => Path.Combine(_root, "incoming");

    /// <summary>
    /// Streams a body to a temporary file, hashing it on the way; null when it is longer than <paramref name="limit"/> bytes. Dispose
    /// what is returned: unless it was kept, its file goes.
    /// </summary>
    public async Task<ReceivedFile?> Receive(Stream body, long limit, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(body);
        MakeFolder(_root);
        MakeFolder(Incoming);
        var file = new ReceivedFile(Path.Combine(Incoming, Secret.New()), Forget);
        _receiving[file.Path] = true;
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

    /// <summary>Gives a received file its place for good; returns its name. Everything is on the disk when this returns.</summary>
    public string Keep(ReceivedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var name = Secret.New();
        var place = PathOf(name);
        var (inner, outer) = (Path.GetDirectoryName(place)!, Path.GetDirectoryName(Path.GetDirectoryName(place)!)!);
        MakeFolder(outer);
        MakeFolder(inner);
        durable.File(file.Stream.SafeFileHandle);
        // The sweeper's clock is ours, not the disk's.
        File.SetLastWriteTimeUtc(file.Stream.SafeFileHandle, clock.Now.ToDateTimeUtc());
        file.MoveTo(place);
        durable.Folder(inner);
        durable.Folder(outer);
        durable.Folder(_root);
        return name;
    }

    /// <summary>Where the bytes of a kept file lie.</summary>
    public string PathOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Path.Combine(_root, name[..2], name[2..4], name);
    }

    /// <summary>Names of kept files last touched before <paramref name="before"/>.</summary>
    public IEnumerable<string> KeptBefore(Instant before) => FilesBefore(_root, before)
        .Where(path => Path.GetDirectoryName(path) != Incoming).Select(path => Path.GetFileName(path)!);

    public void Delete(string name) => File.Delete(PathOf(name));

    /// <summary>Removes what was never received whole and is older than <paramref name="before"/>; returns how many.</summary>
    public int DeleteUnfinished(Instant before)
    {
        var old = FilesBefore(Incoming, before).Where(path => !_receiving.ContainsKey(path)).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }

    private static IEnumerable<string> FilesBefore(string folder, Instant before) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => File.GetLastWriteTimeUtc(path) < before.ToDateTimeUtc())
        : [];

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
            ArrayPool<byte>.Shared.Return(buffer);
        }

        file.Sha256 = hash.GetHashAndReset();
        return true;
    }

    private void Forget(string path) => _receiving.TryRemove(path, out _);

    // One level at a time: the mode is given to the last folder of a path only.
    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerFolder);
    }

    internal static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }
}

/// <summary>A whole file that has arrived and is not yet kept.</summary>
public sealed class ReceivedFile(string path, Action<string> forget) : IDisposable
{
    private bool _moved;

    internal string Path => path;

    /// <summary>The bytes, to look into; seek before reading.</summary>
    public FileStream Stream { get; } = BlobStore.Create(path);

    /// <summary>In bytes.</summary>
    public long Length { get; private set; }

    /// <summary>SHA-256 of the bytes.</summary>
    public byte[] Sha256 { get; internal set; } = [];

    internal async Task Append(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await Stream.WriteAsync(bytes, cancel);
        Length += bytes.Length;
    }

    internal void MoveTo(string place)
    {
        File.Move(path, place, overwrite: false);
        _moved = true;
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_moved)
        {
            File.Delete(path);
        }

        forget(path);
    }
}
