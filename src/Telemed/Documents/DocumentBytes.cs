using Telemed.Documents.Blobs;
using Telemed.Platform;
using Telemed.Tenancy;

namespace Telemed.Documents;

/// <summary>The bytes of a document for its reader, or why there are none.</summary>
internal abstract record DocumentBytes
{
    /// <param name="Content">Decrypted as it is read, from anywhere in it; dispose it.</param>
    public sealed record There(Document Document, Stream Content) : DocumentBytes;

    /// <summary>Not there, not theirs, or its bytes were lost: the same for the reader.</summary>
    public sealed record None : DocumentBytes;

    /// <summary>What lies there is not what was stored. Nothing of it is shown.</summary>
    public sealed record Damaged : DocumentBytes;

    /// <summary>The place of files does not answer: nothing is said to be lost.</summary>
    public sealed record Away : DocumentBytes;
}

internal static class ReadingBytes
{
    /// <summary>Its content; null: its bytes are missing.</summary>
    /// <exception cref="BlobDamagedException">They are not those that were stored.</exception>
    /// <exception cref="BlobAwayException">The place of files does not answer.</exception>
    public static async Task<Stream?> Open(this Document document, BlobStore blobs)
    {
        var content = await blobs.Open(new BlobName(document.TenantId, document.Blob), document.Key);
        if (content is null)
        {
            return null;
        }

        try
        {
            // The first segment: a file that is damaged there gives an answer, not half a download.
            _ = content.Length == document.Length ? await content.ReadAsync(new byte[1]) : throw new BlobDamagedException();
            content.Position = 0;
            return content;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    extension(Db db)
    {
        /// <summary>Opens a document for <paramref name="actor"/> and writes the reading down; the operator is told of bytes that are missing or damaged.</summary>
        public async Task<DocumentBytes> ReadBytes(AccountActor actor, DocumentId id, BlobStore blobs, Clock clock, ILogger log)
        {
            Stream? content = null;
            try
            {
                // Twice: between the row and its file, the file may have been encrypted under another name.
                var readable = db.ReadableFor(actor);
                var document = await db.Read(actor, readable, id, Open, clock.Now) ?? await db.Read(actor, readable, id, OpenOrTell, clock.Now);
                return document is null ? new DocumentBytes.None() : new DocumentBytes.There(document, content!);
            }
            catch (Exception exception) when (exception is BlobDamagedException or FileKeyMissingException)
            {
                content?.Dispose();
                log.BytesDamaged(exception, id);
                return new DocumentBytes.Damaged();
            }
            catch (BlobAwayException exception)
            {
                log.BytesAway(exception, id);
                return new DocumentBytes.Away();
            }

            async Task<bool> Open(Document document)
            {
                content = await document.Open(blobs);
                return content is not null;
            }

            async Task<bool> OpenOrTell(Document document)
            {
                var there = await Open(document);
                if (!there)
                {
                    log.BytesMissing(document.Id);
                }

                return there;
            }
        }
    }
}
