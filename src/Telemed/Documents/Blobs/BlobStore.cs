using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Blobs;

/// <summary>
/// Files in the data folder, outside the web root, readable by their owner only, each under 256 random bits and encrypted under a key of its
/// own. A file is received in <c>files/incoming</c> and moved to its place when it is whole and on the disk; the row that names it, and holds
/// its key, commits after that.
/// </summary>
public sealed class BlobStore(IOptions<TelemedOptions> options, FileKeys keys, Durable durable, Clock clock)
{
    private const int BufferSize = 81_920;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.DataFolder), "files");
    private readonly ConcurrentDictionary<string, bool> _receiving = new(StringComparer.Ordinal);

    private string Incoming => Path.Combine(_root, "incoming");

    /// <summary>
    /// Streams a body to a temporary file, hashing and encrypting it on the way; null when it is longer than <paramref name="limit"/> bytes.
    /// Dispose what is returned: unless it was kept, its file goes.
    /// </summary>
    public async Task<ReceivedFile?> Receive(TenantId clinic, Stream body, long limit, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(body);
        MakeFolder(_root);
        MakeFolder(Incoming);
        var name = new BlobName(clinic, Secret.New());
        var file = new ReceivedFile(name, Path.Combine(Incoming, name.Name), Forget);
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

    /// <summary>
    /// Begins a file that lies in its place from the first byte, so that what has come of it outlives the process. The row that names it, and holds
    /// the key, is written before its bytes.
    /// </summary>
    public (ReceivedFile File, WrappedKey Key) Grow(TenantId clinic)
    {
        var name = new BlobName(clinic, Secret.New());
        MakeFolder(_root);
        Folders(name.Name);
        var file = new ReceivedFile(name, PathOf(name.Name), Forget);
        try
        {
            DurableFolders(name.Name);
            return (file, file.Wrap(keys));
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
        file.Settle(durable, clock.Now);
    }

    /// <summary>How much is there of a file that was begun and never stopped, in bytes of content from its beginning: whole segments, on the disk when this returns.</summary>
    public long Rescue(BlobName name, WrappedKey key)
    {
        using var disk = Find(name.Name);
        if (disk is null || disk.Length < BlobFormat.Segment)
        {
            return 0;
        }

        var (whole, buffer) = (0L, new byte[BlobFormat.Segment]);
        try
        {
            using var content = new BlobReader(disk, keys.Unwrap(key, name), Encoding.UTF8.GetBytes(name.About), owned: false, BlobFormat.StartOf(disk.Length / BlobFormat.Segment));
            while (content.Read(buffer) is var read && read > 0)
            {
                whole += read;
            }
        }
        catch (BlobDamagedException)
        {
            // From here on a power cut took it.
        }

        durable.File(disk.SafeFileHandle);
        return whole;
    }

    /// <summary>Gives a received file its place for good; returns the key under which it opens, for its row. Everything is on the disk when this returns.</summary>
    public WrappedKey Keep(ReceivedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var place = PathOf(file.Name.Name);
        Folders(file.Name.Name);
        file.Settle(durable, clock.Now);
        file.MoveTo(place);
        DurableFolders(file.Name.Name);
        return file.Wrap(keys);
    }

    /// <summary>
    /// The content of a kept file, from anywhere in it; null when its bytes are gone. Without <paramref name="key"/>: a file stored before files
    /// were encrypted.
    /// </summary>
    /// <exception cref="BlobDamagedException">The bytes are not those that were stored.</exception>
    /// <exception cref="FileKeyMissingException">The key that wraps its key is missing.</exception>
    /// <param name="beginning">Of a file that was never stopped: what <see cref="Rescue"/> said is there.</param>
    public Stream? Open(BlobName name, WrappedKey? key, long? beginning = null)
    {
        if (Find(name.Name) is not { } disk)
        {
            return null;
        }

        try
        {
            return key is null ? disk : new BlobReader(disk, keys.Unwrap(key, name), Encoding.UTF8.GetBytes(name.About), owned: true, beginning);
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    private FileStream? Find(string name)
    {
        try
        {
            // Whoever reads what was rescued may meet the one who still writes after it.
            return new FileStream(PathOf(name), new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.Asynchronous });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Folders(string name)
    {
        MakeFolder(Path.Combine(_root, name[..2]));
        MakeFolder(Path.Combine(_root, name[..2], name[2..4]));
    }

    private void DurableFolders(string name)
    {
        durable.Folder(Path.Combine(_root, name[..2], name[2..4]));
        durable.Folder(Path.Combine(_root, name[..2]));
        durable.Folder(_root);
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
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        await file.Finish(hash.GetHashAndReset(), cancel);
        return true;
    }

    private void Forget(string path) => _receiving.TryRemove(path, out _);

    // One level at a time: the mode is given to the last folder of a path only.
    internal static void MakeFolder(string path)
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
