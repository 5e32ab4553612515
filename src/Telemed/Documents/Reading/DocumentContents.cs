using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Documents.Reading;

/// <summary>The words of documents, and their small pictures, as they are kept: under a key that goes with the document's own, so that who erases it has erased them too.</summary>
public sealed class DocumentContents(FileKeys keys, ILogger<DocumentContents> log)
{
    /// <summary>What is sealed: one does not open as the other.</summary>
    internal const string Words = "words";
    internal const string Picture = "picture";

    private const int Nonce = 12;

    /// <summary>The key under which this clinic's index holds words; null: no document was read yet.</summary>
    public async Task<byte[]?> IndexKey(Db db)
    {
        ArgumentNullException.ThrowIfNull(db);
        try
        {
            return await db.ClinicKeys.AsNoTracking().SingleOrDefaultAsync() is { } key ? keys.Unwrap(key.Key, ClinicKey.Name(db.Tenant)) : null;
        }
        catch (Exception exception) when (exception is BlobDamagedException or FileKeyMissingException)
        {
            // All else is found without it.
            log.IndexKeyClosed(exception);
            return null;
        }
    }

    /// <summary>The same, made where there is none; not in a transaction.</summary>
    internal async Task<byte[]> MakeIndexKey(Db db)
    {
        if (await IndexKey(db) is { } known)
        {
            return known;
        }

        var key = RandomNumberGenerator.GetBytes(BlobFormat.Key);
        db.ClinicKeys.Add(new ClinicKey { TenantId = db.Tenant, Id = ClinicKeyId.New(), Key = keys.Wrap(key, ClinicKey.Name(db.Tenant)) });
        await db.SaveChangesAsync(); // another node may have been first: then this document's turn comes again
        return key;
    }

    /// <summary>What each of these says, as far as it is known and opens.</summary>
    public async Task<IReadOnlyDictionary<DocumentId, string>> Of(Db db, IReadOnlyCollection<DocumentId> ids)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = ids.Count == 0 ? [] : await db.DocumentReadings.AsNoTracking().Where(r => ids.Contains(r.DocumentId) && r.Words != null)
            .Join(db.Documents.Where(d => d.Key!.By != null), r => r.DocumentId, d => d.Id, (r, d) => new { d.Id, r.Words, d.TenantId, d.Blob, d.Key }).ToListAsync();
        var found = new Dictionary<DocumentId, string>();
        foreach (var row in rows)
        {
            try
            {
                found[row.Id] = Unpacked(Open(new BlobName(row.TenantId, row.Blob), row.Key!, Words, row.Words!));
            }
            catch (Exception exception) when (exception is BlobDamagedException or FileKeyMissingException)
            {
                log.WordsDamaged(exception, row.Id);
            }
        }

        return found;
    }

    /// <summary>The small picture of a document that somebody may see; null: there is none, or it does not open.</summary>
    internal async Task<byte[]?> PictureOf(Db db, Document document)
    {
        if (document.Key is not { } key || await db.DocumentReadings.Where(r => r.DocumentId == document.Id).Select(r => r.Thumbnail).SingleOrDefaultAsync() is not { } bytes)
        {
            return null;
        }

        try
        {
            return Open(new BlobName(document.TenantId, document.Blob), key, Picture, bytes);
        }
        catch (Exception exception) when (exception is BlobDamagedException or FileKeyMissingException)
        {
            log.WordsDamaged(exception, document.Id);
            return null;
        }
    }

    /// <param name="document">Has a key.</param>
    internal byte[] Seal(Document document, string what, byte[] clear)
    {
        var bytes = new byte[Nonce + clear.Length + BlobFormat.Tag];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, Nonce));
        using var aes = Cipher(new BlobName(document.TenantId, document.Blob), document.Key!, what);
        aes.Encrypt(bytes.AsSpan(0, Nonce), clear, bytes.AsSpan(Nonce, clear.Length), bytes.AsSpan(Nonce + clear.Length));
        return bytes;
    }

    internal static byte[] Pack(string words)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(Encoding.UTF8.GetBytes(words));
        }

        return packed.ToArray();
    }

    private static string Unpacked(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var words = new MemoryStream();
        brotli.CopyTo(words);
        return Encoding.UTF8.GetString(words.GetBuffer(), 0, (int)words.Length);
    }

    private byte[] Open(BlobName name, WrappedKey key, string what, byte[] bytes)
    {
        try
        {
            var clear = new byte[bytes.Length - Nonce - BlobFormat.Tag];
            using var aes = Cipher(name, key, what);
            aes.Decrypt(bytes.AsSpan(0, Nonce), bytes.AsSpan(Nonce, clear.Length), bytes.AsSpan(Nonce + clear.Length), clear);
            return clear;
        }
        catch (CryptographicException exception)
        {
            throw new BlobDamagedException("What is known of a document does not open: it was changed, or belongs to another.", exception);
        }
    }

    private AesGcm Cipher(BlobName name, WrappedKey key, string what) => new(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, keys.Unwrap(key, name), BlobFormat.Key, info: Encoding.UTF8.GetBytes($"telemed {what} 1\n{name.About}")), BlobFormat.Tag);
}
