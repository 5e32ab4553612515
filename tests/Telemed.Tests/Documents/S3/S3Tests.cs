using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Tests.Documents.S3;

/// <summary>Files that lie in a bucket, at a server of another make, over a way on which things go wrong.</summary>
public sealed class S3Tests(S3App app) : IClassFixture<S3App>
{
    internal static readonly byte[] Words = [.. "Syndrome néphrotique impur, biopsie rénale du 3 mars\n"u8, .. Enumerable.Range(0, 9_000).SelectMany(i => Encoding.ASCII.GetBytes($"Ligne {i:0000} du compte rendu\n"))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_lies_in_the_bucket_alone_without_a_clear_byte_and_is_given_out_exactly_and_in_parts()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "neph.txt", Words)).Id();
        var blob = (await Row(id)).Blob;
        Assert.True((await File.ReadAllBytesAsync(app.S3.Objects[blob], Cancel)).AsSpan().IndexOf("impur, biopsie"u8) < 0);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories));
        Assert.Equal(Words, await Bytes(alice, id));
        Assert.Equal(Words[65_440..200_000], await Part(alice, id, 65_440, 199_999));
        Assert.Equal(Words[^1..], await Part(alice, id, Words.Length - 1, Words.Length - 1));
    }

    [Fact]
    public async Task A_large_document_goes_in_parts_and_comes_back_whole_and_from_anywhere_in_it()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var large = Large(40_000_000);
        var id = await (await alice.Upload(app.Cast.Bob, "large.txt", large)).Id();
        Assert.Equal(SHA256.HashData(large), SHA256.HashData(await Bytes(alice, id)));
        foreach (var from in (int[])[0, S3Stream.Stretch - 10, S3Bucket.Part - 10, 39_999_000])
        {
            Assert.Equal(large[from..Math.Min(large.Length, from + 100_000)], await Part(alice, id, from, Math.Min(large.Length, from + 100_000) - 1));
        }
    }

    [Theory]
    [InlineData("500"), InlineData("503"), InlineData("cut"), InlineData("slow")]
    public async Task What_goes_wrong_a_few_times_is_tried_again_and_nobody_notices(string what)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var large = Large(20_000_000);
        try
        {
            app.S3.Faults = First(2, what);
            var id = await (await alice.Upload(app.Cast.Bob, $"{what}.txt", large)).Id();
            app.S3.Faults = First(3, what);
            Assert.Equal(SHA256.HashData(large), SHA256.HashData(await Bytes(alice, id)));
        }
        finally
        {
            app.S3.Faults = null;
        }
    }

    [Fact]
    public async Task What_is_altered_or_lost_in_the_bucket_is_an_error_and_the_checker_says_so()
    {
        await using var alone = new S3App();
        await alone.InitializeAsync();
        var alice = await alone.Browser(alone.Cast.Alice);
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await (await alice.Upload(alone.Cast.Bob, $"{i}.txt", Words)).Id());
        }

        var blobs = await alone.InClinic(alone.Cast.North, db => db.Documents.OrderBy(d => d.Id).Select(d => d.Blob).ToListAsync(Cancel));
        Assert.Equal((0, 3, 0, 0), await Check(alone));
        var bytes = await File.ReadAllBytesAsync(alone.S3.Objects[blobs[0]], Cancel);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(alone.S3.Objects[blobs[0]], bytes, Cancel);
        await Bucket(alone).Delete(blobs[1]);
        await Bucket(alone).Put("a-file-that-nobody-names", alone.S3.Objects[blobs[2]]);
        Later(alone, TimeSpan.FromMinutes(1));
        Assert.Equal((1, 1, 2, 1), await Check(alone));
        alice = await alone.Browser(alone.Cast.Alice);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Get, $"/documents/{ids[1]}")).StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => Bytes(alice, ids[0]));
    }

    [Fact]
    public async Task What_no_row_names_goes_from_the_bucket_after_an_hour_and_an_erased_document_at_once_and_nothing_of_others()
    {
        await using var alone = new S3App();
        await alone.InitializeAsync();
        var alice = await alone.Browser(alone.Cast.Alice);
        var (kept, erased) = (await (await alice.Upload(alone.Cast.Bob, "kept.txt", Words)).Id(), await (await alice.Upload(alone.Cast.Bob, "erased.txt", Words)).Id());
        await alice.Ask(HttpMethod.Delete, $"/api/documents/{erased}");
        await alone.DeletedFor(new DocumentId(erased), Duration.FromDays(31));
        await Bucket(alone).Put("a-file-that-nobody-names", alone.S3.Objects[(await Row(alone, kept)).Blob]);
        await alone.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
        Assert.Equal([(await Row(alone, kept)).Blob, "a-file-that-nobody-names"], alone.S3.Objects.Keys.Order(StringComparer.Ordinal).OrderBy(k => k.StartsWith("a-file", StringComparison.Ordinal)));
        Later(alone, TimeSpan.FromHours(1));
        await alone.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
        Assert.Equal([(await Row(alone, kept)).Blob], alone.S3.Objects.Keys);
    }

    [Fact]
    public async Task A_bucket_that_anybody_may_list_is_refused_at_start()
    {
        await using var open = new S3App();
        open.S3.StandsOpen = true;
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () => await open.InitializeAsync());
        Assert.Contains("Anybody may list the bucket", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>The bucket's clock is the world's.</summary>
    private static void Later(S3App app, TimeSpan than) => app.Time.Advance(TimeProvider.System.GetUtcNow() - app.Time.GetUtcNow() + than);

    private static S3Bucket Bucket(S3App app) => app.Services.GetRequiredService<S3Bucket>();

    internal static Func<HttpRequest, Fault?> First(int times, string what)
    {
        var left = times;
        return _ => Interlocked.Decrement(ref left) < 0 ? null
            : what switch { "cut" => new Fault.Cut(70_000), "slow" => new Fault.Slow(TimeSpan.FromSeconds(1)), _ => new Fault.Answers(int.Parse(what, System.Globalization.CultureInfo.InvariantCulture)) };
    }

    private static byte[] Large(int length) => [.. Enumerable.Range(0, (length / 8) + 1).SelectMany(i => Encoding.ASCII.GetBytes($"{i:0000000}\n")).Take(length)];

    internal static async Task<byte[]> Bytes(HttpClient reader, Guid id)
    {
        var answer = await reader.Ask(HttpMethod.Get, $"/documents/{id}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(Cancel);
    }

    private static async Task<byte[]> Part(HttpClient reader, Guid id, long from, long to)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/documents/{id}") { Headers = { Range = new RangeHeaderValue(from, to) } };
        var part = await reader.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        return await part.Content.ReadAsByteArrayAsync(Cancel);
    }

    private static async Task<(int, int, int, int)> Check(S3App app)
    {
        var (whole, faults, extra) = await app.InScope(CheckFiles.Check);
        return (await app.InScope(s => s.GetServices<Command>().Single(c => c.Name == "blobs").Run(s, ["check"])), whole, faults.Count, extra);
    }

    private Task<Document> Row(Guid id) => Row(app, id);

    private static Task<Document> Row(S3App app, Guid id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == new DocumentId(id), Cancel));
}
