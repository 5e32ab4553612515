using Telemed.Platform;

namespace Telemed.Documents;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Files} files that no document names were removed.")]
    public static partial void Swept(this ILogger logger, int files);

    [LoggerMessage(Level = LogLevel.Error, Message = "Removing files that no document names failed; the next round tries again.")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bytes of document {Document} are missing from the disk: bring them back from the backup.")]
    public static partial void BytesMissing(this ILogger logger, DocumentId document);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bytes of document {Document} cannot be read: they, or the key, are not those that were stored. Bring them back from the backup.")]
    public static partial void BytesDamaged(this ILogger logger, Exception exception, DocumentId document);

    [LoggerMessage(Level = LogLevel.Error, Message = "The bytes of document {Document} cannot be read: the bucket of files does not answer as it should.")]
    public static partial void BytesAway(this ILogger logger, Exception exception, DocumentId document);

    [LoggerMessage(Level = LogLevel.Error, Message = "A file could not be kept: the bucket of files does not answer as it should.")]
    public static partial void NotKept(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The bucket of files does not answer as it should. Until it does, no file of it can be read, and none is taken.")]
    public static partial void BucketAway(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading what stands in documents failed; the next round goes on.")]
    public static partial void NotRead(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Document {Document} could not be opened to read what stands in it; it is tried again.")]
    public static partial void DocumentNotRead(this ILogger logger, Exception exception, DocumentId document);

    [LoggerMessage(Level = LogLevel.Error, Message = "The words or the small picture of document {Document} do not open: they are not those that were stored, or the key is not.")]
    public static partial void WordsDamaged(this ILogger logger, Exception exception, DocumentId document);

    [LoggerMessage(Level = LogLevel.Error, Message = "The key of the words within documents does not open: they are not found until it does.")]
    public static partial void IndexKeyClosed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for uploads that wait failed; the next round tries again.")]
    public static partial void UploadsNotSeen(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Upload {Upload} has come whole and cannot be filed; the next round tries again.")]
    public static partial void UploadNotFinished(this ILogger logger, Exception exception, UploadId upload);

    [LoggerMessage(Level = LogLevel.Error, Message = "The pieces of upload {Upload} are not on the disk as they were received: its sender is asked to send it again.")]
    public static partial void UploadDamaged(this ILogger logger, Exception exception, UploadId upload);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The virus scanner did not say whether a file is clean; it said: {Words}. Files wait until it does.")]
    public static partial void ScannerAway(this ILogger logger, string? words);
}
