using System.Diagnostics;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Telemed.Platform;
using S3Bucket = Telemed.Documents.Blobs.S3Bucket;

namespace Telemed.Benchmarks.Uploading;

/// <summary>A server of S3 of another make (npm s3rver) in a process of its own, with one bucket that is closed to whoever has no key.</summary>
internal sealed class BucketServer : IDisposable
{
    private const string Object = "bare";

    private readonly Process _process;
    private readonly AmazonS3Client _signs;
    private readonly HttpClient _http = new();

    public BucketServer(Settings settings, string folder)
    {
        _process = Process.Start(new ProcessStartInfo("node", ["tests/s3/server.mjs", folder, "records", "closed"])
        {
            WorkingDirectory = Path.GetDirectoryName(settings.NodeModules), RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var first = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The S3 server did not start.");
        Options = new S3Options
        {
            Endpoint = $"http://127.0.0.1:{JsonDocument.Parse(first).RootElement.GetProperty("port").GetInt32()}", Bucket = "records", AccessKey = "S3RVER", SecretKey = "S3RVER",
        };
        _signs = new AmazonS3Client(new BasicAWSCredentials(Options.AccessKey, Options.SecretKey), S3Bucket.Config(Options));
    }

    public S3Options Options { get; }

    /// <summary>Puts an object in one request, with nobody between.</summary>
    public async Task Put(byte[] content)
    {
        using var body = new ByteArrayContent(content);
        using var answer = await _http.PutAsync(Signed(HttpVerb.PUT), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Takes the same object whole and keeps nothing of it.</summary>
    public async Task Get()
    {
        using var answer = await _http.GetAsync(Signed(HttpVerb.GET), HttpCompletionOption.ResponseHeadersRead);
        await answer.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _signs.Dispose();
        _http.Dispose();
    }

    private Uri Signed(HttpVerb verb) => new(_signs.GetPreSignedURL(new GetPreSignedUrlRequest
    {
        BucketName = Options.Bucket, Key = Object, Verb = verb, Protocol = Protocol.HTTP, Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
    }));
}
