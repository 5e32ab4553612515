using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using NodaTime;
using Telemed.Platform;

namespace Telemed.Documents.Blobs;

/// <summary>The bucket, or the way to it, does not answer, or refuses: what is there is not lost, and what was to go there is not kept.</summary>
public sealed class BlobAwayException : IOException
{
    public BlobAwayException()
    {
    }

    public BlobAwayException(string message)
        : base(message)
    {
    }

    public BlobAwayException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal BlobAwayException(Exception inner)
        : base("The bucket of files does not answer as it should.", inner)
    {
    }
}

/// <summary>
/// Files in a bucket of S3 (https://docs.aws.amazon.com/AmazonS3/latest/API), each an object under the name that it would have on the disk. What
/// it gets is encrypted already. An object is there whole or not at all: one that was not finished is seen by nobody.
/// </summary>
internal sealed class S3Bucket : IDisposable
{
    /// <summary>Before every name, so that nothing else in the bucket is taken for a file of ours, and swept away.</summary>
    internal const string Folder = "telemed/files/";

    /// <summary>Larger files go in parts of so many bytes.</summary>
    internal const int Part = 16 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly AmazonS3Client _s3;

    public S3Bucket(S3Options options)
    {
        Name = options.Bucket!;
        _s3 = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), Config(options));
    }

    public string Name { get; }

    /// <summary>Stores a file; it is there for good when this returns.</summary>
    public Task Put(string name, string path) => Asked(async () =>
    {
        if (new FileInfo(path).Length > Part)
        {
            await PutInParts(name, path);
        }
        else
        {
            await _s3.PutObjectAsync(new PutObjectRequest { BucketName = Name, Key = Folder + name, FilePath = path, UseChunkEncoding = false, ContentType = "application/octet-stream" });
        }

        return true;
    });

    /// <summary>Null when there is none.</summary>
    /// <param name="elsewhere">Where the same bytes lie when they are moved from here while they are read.</param>
    public Task<Stream?> Open(string name, Func<Stream?> elsewhere) => Asked(async () => await Get(name, 0) is { } first ? (Stream?)new S3Stream(this, name, first, elsewhere) : null);

    /// <summary>A stretch of an object from <paramref name="start"/> on, not to its end as a rule; null when there is no object.</summary>
    internal async Task<GetObjectResponse?> Get(string name, long start)
    {
        try
        {
            return await _s3.GetObjectAsync(new GetObjectRequest { BucketName = Name, Key = Folder + name, ByteRange = new ByteRange(start, start + S3Stream.Stretch - 1) });
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task<bool> Has(string name) => Asked(async () =>
    {
        try
        {
            await _s3.GetObjectMetadataAsync(Name, Folder + name);
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
    });

    /// <summary>Whether it answers while somebody waits for a page that says so.</summary>
    public async Task<bool> Answers()
    {
        try
        {
            await Has("nothing of that name").WaitAsync(Patience);
            return true;
        }
        catch (Exception away) when (away is BlobAwayException or TimeoutException)
        {
            return false;
        }
    }

    public Task Delete(string name) => Asked(() => _s3.DeleteObjectAsync(Name, Folder + name));

    /// <summary>Names of files that were stored before then, by the bucket's clock.</summary>
    public async IAsyncEnumerable<string> Before(Instant before)
    {
        var wanted = new ListObjectsV2Request { BucketName = Name, Prefix = Folder };
        do
        {
            var page = await Asked(() => _s3.ListObjectsV2Async(wanted));
            foreach (var found in page.S3Objects ?? [])
            {
                if (found.LastModified is { } at && at.ToUniversalTime() < before.ToDateTimeUtc() && found.Key.Length > Folder.Length + 4)
                {
                    yield return found.Key[Folder.Length..];
                }
            }

            wanted.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (wanted.ContinuationToken is not null);
    }

    /// <summary>Takes away the parts of files that were not finished by then; returns of how many. A server that does not tell of them keeps them.</summary>
    public async Task<int> GiveUp(Instant before)
    {
        try
        {
            var page = await _s3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Name, Prefix = Folder });
            List<MultipartUpload> old = [.. (page.MultipartUploads ?? []).Where(u => u.Initiated?.ToUniversalTime() < before.ToDateTimeUtc())];
            foreach (var upload in old)
            {
                await _s3.AbortMultipartUploadAsync(Name, upload.Key, upload.UploadId);
            }

            return old.Count;
        }
        catch (Exception exception) when (IsAway(exception))
        {
            return 0;
        }
    }

    public void Dispose() => _s3.Dispose();

    internal static AmazonS3Config Config(S3Options options)
    {
        var config = new AmazonS3Config
        {
            // What other makes do not know is left out: sums beyond the signed one of the body.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            Timeout = TimeSpan.FromMinutes(1),
            MaxErrorRetry = 3,
        };
        if (options.Endpoint is { Length: > 0 } endpoint)
        {
            (config.ServiceURL, config.AuthenticationRegion, config.ForcePathStyle) = (endpoint, options.Region, options.PathStyle);
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        return config;
    }

    internal static async Task<T> Asked<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (IsAway(exception))
        {
            throw new BlobAwayException(exception);
        }
    }

    internal static bool IsAway(Exception exception) => exception is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException
        || (exception is IOException and not BlobDamagedException and not BlobAwayException and not FileNotFoundException and not DirectoryNotFoundException);

    private async Task PutInParts(string name, string path)
    {
        var (key, length) = (Folder + name, new FileInfo(path).Length);
        var begun = await _s3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = Name, Key = key, ContentType = "application/octet-stream" });
        try
        {
            var parts = new List<PartETag>();
            for (var at = 0L; at < length; at += Part)
            {
                var sent = await _s3.UploadPartAsync(new UploadPartRequest
                {
                    BucketName = Name, Key = key, UploadId = begun.UploadId, PartNumber = parts.Count + 1, FilePath = path, FilePosition = at,
                    PartSize = Math.Min(Part, length - at), UseChunkEncoding = false,
                });
                parts.Add(new PartETag(parts.Count + 1, sent.ETag));
            }

            await _s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = Name, Key = key, UploadId = begun.UploadId, PartETags = parts });
        }
        catch
        {
            await GiveUp(key, begun.UploadId);
            throw;
        }
    }

    private async Task GiveUp(string key, string upload)
    {
        try
        {
            await _s3.AbortMultipartUploadAsync(Name, key, upload);
        }
        catch (Exception exception) when (IsAway(exception))
        {
            // The sweeper tries again.
        }
    }
}
