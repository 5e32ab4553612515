using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemed.Tests.Architecture;

namespace Telemed.Tests.Documents.S3;

/// <summary>What goes wrong with one request on its way to the bucket.</summary>
internal abstract record Fault
{
    /// <summary>The server answers so, and does nothing.</summary>
    public sealed record Answers(int Status) : Fault;

    /// <summary>The line is cut after so many bytes: of the body that goes there, or else of the one that comes back.</summary>
    public sealed record Cut(int After) : Fault;

    /// <summary>The answer takes its time.</summary>
    public sealed record Slow(TimeSpan By) : Fault;
}

/// <summary>
/// A server of S3 of another make (npm s3rver) in a process of its own, behind a small proxy that shuts out whoever has no key, as a closed bucket
/// does, and lets things go wrong on demand.
/// </summary>
internal sealed class S3Server : IDisposable
{
    public const string Bucket = "records";

    private readonly Process _process;
    private readonly WebApplication _proxy;
    private readonly HttpClient _behind;

    public S3Server()
    {
        var root = Sources.Root;
        Assert.True(Directory.Exists(Path.Combine(root, "node_modules", "s3rver")), "node_modules/s3rver is missing: run `npm ci` in the repository's root.");
        _process = Process.Start(new ProcessStartInfo("node", ["tests/s3/server.mjs", Folder, Bucket])
        {
            WorkingDirectory = root, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var first = _process.StandardOutput.ReadLine();
        Assert.True(first is not null, "The S3 server did not start: is Node 20 installed?");
        _behind = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{JsonDocument.Parse(first).RootElement.GetProperty("port").GetInt32()}") };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null).UseUrls("http://127.0.0.1:0");
        _proxy = builder.Build();
        _proxy.Run(Pass);
        _proxy.StartAsync().GetAwaiter().GetResult();
    }

    public Uri Address => new(_proxy.Urls.Single());

    /// <summary>Where its objects lie.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("telemed-s3-").FullName;

    /// <summary>Asked at each request; null: it is passed on as it is.</summary>
    public Func<HttpRequest, Fault?>? Faults { get; set; }

    /// <summary>Anybody may list and read.</summary>
    public bool StandsOpen { get; set; }

    /// <summary>Files of the stored objects' bytes, by the objects' names.</summary>
    public IReadOnlyDictionary<string, string> Objects => Directory.EnumerateFiles(Folder, "*._S3rver_object", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetFileName(path)[..^"._S3rver_object".Length], StringComparer.Ordinal);

    public void Dispose()
    {
        _proxy.StopAsync().GetAwaiter().GetResult();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _behind.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task Pass(HttpContext context)
    {
        if (!StandsOpen && !context.Request.Headers.ContainsKey("Authorization"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        switch (Faults?.Invoke(context.Request))
        {
            case Fault.Answers fault:
                context.Response.StatusCode = fault.Status;
                return;
            case Fault.Cut fault when context.Request.ContentLength > 0:
                await context.Request.Body.ReadAtLeastAsync(new byte[fault.After], fault.After, throwOnEndOfStream: false);
                context.Abort();
                return;
            case Fault.Cut fault:
                await PassOn(context, fault.After);
                return;
            case Fault.Slow fault:
                await Task.Delay(fault.By);
                break;
        }

        await PassOn(context, null);
    }

    private async Task PassOn(HttpContext context, int? cutAfter)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"{context.Request.Path}{context.Request.QueryString}");
        if (context.Request.ContentLength is not null)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, value) in context.Request.Headers.Where(h => h.Key is not ("Host" or "Expect" or "Connection")))
        {
            _ = request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value) || request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value) == true;
        }

        using var answer = await _behind.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, value) in answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Transfer-Encoding" or "Connection")))
        {
            context.Response.Headers[name] = value.ToArray();
        }

        await using var body = await answer.Content.ReadAsStreamAsync();
        if (cutAfter is { } after)
        {
            var some = new byte[after];
            var read = await body.ReadAtLeastAsync(some, after, throwOnEndOfStream: false);
            await context.Response.Body.WriteAsync(some.AsMemory(0, read));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await body.CopyToAsync(context.Response.Body);
    }
}

/// <summary>An app whose files lie in a bucket.</summary>
public sealed class S3App : TelemedApp
{
    internal S3Server S3 { get; } = new();

    /// <summary>Settings besides, by name.</summary>
    internal Dictionary<string, string> Settings { get; } = [];

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.ConfigureWebHost(builder);
        foreach (var (name, value) in SettingsOf(S3).Concat(Settings))
        {
            builder.UseSetting(name, value);
        }
    }

    internal static Dictionary<string, string> SettingsOf(S3Server server) => new()
    {
        ["Telemed:S3:Endpoint"] = server.Address.ToString(), ["Telemed:S3:Bucket"] = S3Server.Bucket, ["Telemed:S3:AccessKey"] = "S3RVER", ["Telemed:S3:SecretKey"] = "S3RVER",
    };

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            S3.Dispose();
        }
    }
}
