using Telemed.Platform;

namespace Telemed.Benchmarks.Running;

/// <summary>How a server is started.</summary>
/// <param name="DataFolder">Of its own; made when it is not there.</param>
internal sealed record Launch(string Published, string DataFolder)
{
    public string Environment { get; init; } = "Production";

    /// <summary>A connection string; empty: SQLite in the data folder.</summary>
    public string Postgres { get; init; } = "";

    /// <summary>Where it sends mail; null: it keeps them.</summary>
    public int? SmtpPort { get; init; }

    /// <summary>The bucket where its files lie; null: they lie in the data folder.</summary>
    public S3Options? S3 { get; init; }

    public IEnumerable<KeyValuePair<string, string>> Variables()
    {
        yield return new("ASPNETCORE_ENVIRONMENT", Environment);
        yield return new("Telemed__DataFolder", DataFolder);
        yield return new("Telemed__Postgres", Postgres);
        // As behind a proxy on this machine, so that a load can come from many addresses as a real one does.
        yield return new("Telemed__Proxies__0", "127.0.0.1");
        yield return new("Telemed__Proxies__1", "::1");
        if (SmtpPort is { } port)
        {
            yield return new("Telemed__Smtp__Host", "127.0.0.1");
            yield return new("Telemed__Smtp__Port", $"{port}");
            yield return new("Telemed__Smtp__Security", "none");
        }

        if (S3 is { } s3)
        {
            yield return new("Telemed__S3__Bucket", s3.Bucket!);
            yield return new("Telemed__S3__Endpoint", s3.Endpoint!);
            yield return new("Telemed__S3__AccessKey", s3.AccessKey!);
            yield return new("Telemed__S3__SecretKey", s3.SecretKey!);
        }
    }
}
