using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Blobs;

/// <summary>Files in the data folder, outside the web root, readable by their owner only, each under its name.</summary>
internal sealed class BlobDisk(TelemedOptions options, Durable durable)
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly string _root = Path.Combine(Path.GetFullPath(options.DataFolder), "files");
    private readonly ConcurrentDictionary<string, bool> _receiving = new(StringComparer.Ordinal);

    private string Incoming => Path.Combine(_root, "incoming");

    /// <summary>A file that is written and has no place yet.</summary>
    /// <param name="stays">Here, once it is whole.</param>
    public ReceivedFile Receive(BlobName name, bool stays)
    {
        MakeFolder(_root);
        MakeFolder(Incoming);
        var file = new ReceivedFile(name, Path.Combine(Incoming, name.Name), durable, stays, Forget);
        _receiving[file.Path] = true;
        return file;
    }

    /// <summary>A file that is written in its place.</summary>
    public ReceivedFile Grow(BlobName name)
    {
        Folders(name.Name);
        return new ReceivedFile(name, PathOf(name.Name), durable, stays: true, Forget);
    }

    /// <summary>Gives a received file its place; it is on the disk when this returns.</summary>
    public void Keep(ReceivedFile file)
    {
        Folders(file.Name.Name);
        file.MoveTo(PathOf(file.Name.Name));
        DurableFolders(file.Name.Name);
    }

    /// <summary>Stores what comes from elsewhere, encrypted as it is; false when nothing comes.</summary>
    public async Task<bool> Fetch(string name, Stream? bytes)
    {
        if (bytes is null)
        {
            return false;
        }

        await using (bytes)
        {
            MakeFolder(_root);
            MakeFolder(Incoming);
            var path = Path.Combine(Incoming, Secret.New());
            await using (var file = Create(path))
            {
                await bytes.CopyToAsync(file);
                durable.File(file.SafeFileHandle);
            }

            Folders(name);
            File.Move(path, PathOf(name), overwrite: false);
            DurableFolders(name);
            return true;
        }
    }

    /// <summary>Null when there is none.</summary>
    public FileStream? Find(string name)
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

    public bool Has(string name) => File.Exists(PathOf(name));

    /// <summary>Where the bytes of a kept file lie.</summary>
    public string PathOf(string name) => Path.Combine(_root, name[..2], name[2..4], name);

    /// <summary>Names of kept files last touched before <paramref name="before"/>.</summary>
    public IEnumerable<string> KeptBefore(Instant before) => FilesBefore(_root, before)
        .Where(path => Path.GetDirectoryName(path) != Incoming).Select(path => Path.GetFileName(path)!);

    public void Delete(string name)
    {
        if (Has(name)) // its folder may never have been
        {
            File.Delete(PathOf(name));
        }
    }

    /// <summary>Removes what was never received whole and is older than <paramref name="before"/>; returns how many.</summary>
    public int DeleteUnfinished(Instant before)
    {
        var old = FilesBefore(Incoming, before).Where(path => !_receiving.ContainsKey(path)).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }

    public void DurableFolders(string name)
    {
        durable.Folder(Path.Combine(_root, name[..2], name[2..4]));
        durable.Folder(Path.Combine(_root, name[..2]));
        durable.Folder(_root);
    }

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

    private static IEnumerable<string> FilesBefore(string folder, Instant before) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => File.GetLastWriteTimeUtc(path) < before.ToDateTimeUtc())
        : [];

    private void Folders(string name)
    {
        MakeFolder(_root);
        MakeFolder(Path.Combine(_root, name[..2]));
        MakeFolder(Path.Combine(_root, name[..2], name[2..4]));
    }

    private void Forget(string path) => _receiving.TryRemove(path, out _);
}
