using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;
using Telemed.Platform;

namespace Telemed.Documents.Blobs;

/// <summary>
/// Sees at start that nobody without a key is told what lies in the bucket: one that stands open is refused, as a door would be. One that does not
/// answer is waited for.
/// </summary>
internal sealed class ClosedBucket(IOptions<TelemedOptions> options, S3Bucket bucket, ILogger<BlobStore> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var anybody = new AmazonS3Client(new AnonymousAWSCredentials(), S3Bucket.Config(options.Value.S3));
        try
        {
            await anybody.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket.Name, MaxKeys = 1 }, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            return;
        }
        catch (Exception exception) when (S3Bucket.IsAway(exception))
        {
            log.BucketAway(exception);
            return;
        }

        throw new InvalidOperationException($"Anybody may list the bucket {bucket.Name}, without a key. Close it to the public, then start again.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
