using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Telemed.Platform;

namespace Telemed.Documents.Blobs;

/// <summary>
/// The keys that wrap the keys of files: one file each in a folder that only its owner may open, the newest of which wraps. Read anew whenever it
/// is asked for one that it does not know, so that a running server follows <c>telemed keys rotate</c>; several nodes share the folder.
/// </summary>
public sealed class FileKeys(IOptions<TelemedOptions> options, Durable durable)
{
    private const string Extension = ".key";

    private readonly string _folder = Path.GetFullPath(options.Value.KeyFolder ?? Path.Combine(options.Value.DataFolder, "keys", "files"));

    /// <summary>Where they lie: the backup of the data is worth nothing without it.</summary>
    public string Folder => _folder;

    /// <summary>Their ids, the oldest first.</summary>
    public IReadOnlyList<string> Ids => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder, "*" + Extension).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)] : [];

    /// <summary>Makes a key that wraps from now on; returns its id. It is on the disk when this returns.</summary>
    public string Add()
    {
        // Numbered, because clocks go back: the last in the order of names is the newest.
        var number = Ids is [.., var newest] ? int.Parse(newest[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture) + 1 : 1;
        var id = $"{number:x8}{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        BlobDisk.MakeFolder(_folder);
        var (half, whole) = (Path.Combine(_folder, id + ".new"), PathOf(id));
        using (var file = BlobDisk.Create(half))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(BlobFormat.Key))));
            durable.File(file.SafeFileHandle);
        }

        File.Move(half, whole, overwrite: false);
        durable.Folder(_folder);
        return id;
    }

    /// <summary>Encrypts the key of a file under the newest key.</summary>
    /// <exception cref="FileKeyMissingException">There is none: the folder is not the one that this server started with.</exception>
    public WrappedKey Wrap(ReadOnlySpan<byte> key, BlobName name)
    {
        var by = Ids is [.., var newest] ? newest : throw new FileKeyMissingException("of new files", _folder);
        var bytes = new byte[WrappedKey.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, 12));
        using var aes = Aes(by);
        aes.Encrypt(bytes.AsSpan(0, 12), key, bytes.AsSpan(12, BlobFormat.Key), bytes.AsSpan(12 + BlobFormat.Key), About(by, name));
        return new WrappedKey(by, bytes);
    }

    /// <summary>The key of a file.</summary>
    /// <exception cref="FileKeyMissingException">The folder does not hold the key that wraps it.</exception>
    /// <exception cref="BlobDamagedException">It was wrapped for another file, or changed.</exception>
    public byte[] Unwrap(WrappedKey wrapped, BlobName name)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        var key = new byte[BlobFormat.Key];
        try
        {
            using var aes = Aes(wrapped.By);
            aes.Decrypt(wrapped.Bytes.AsSpan(0, 12), wrapped.Bytes.AsSpan(12, BlobFormat.Key), wrapped.Bytes.AsSpan(12 + BlobFormat.Key), key, About(wrapped.By, name));
            return key;
        }
        catch (CryptographicException exception)
        {
            throw new BlobDamagedException("The key of a stored file does not open: it was changed, or belongs to another.", exception);
        }
    }

    private static byte[] About(string by, BlobName name) => Encoding.UTF8.GetBytes($"telemed file key 1\n{by}\n{name.About}");

    private AesGcm Aes(string id)
    {
        if (id.Length != 32 || !id.All(char.IsAsciiLetterOrDigit) || !File.Exists(PathOf(id)))
        {
            throw new FileKeyMissingException(id, _folder);
        }

        var key = Convert.FromBase64String(File.ReadAllText(PathOf(id)));
        try
        {
            return new AesGcm(key, BlobFormat.Tag);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private string PathOf(string id) => Path.Combine(_folder, id + Extension);
}

/// <summary>A file cannot be read because the key that wraps its key is not in the folder of keys.</summary>
public sealed class FileKeyMissingException : IOException
{
    public FileKeyMissingException()
    {
    }

    public FileKeyMissingException(string message)
        : base(message)
    {
    }

    public FileKeyMissingException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal FileKeyMissingException(string id, string folder)
        : base($"The key {id} of stored files is not in {folder}: bring it back from where the keys are kept.")
    {
    }
}
