using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Documents.Uploads;
using Telemed.Platform;
using Telemed.Tests.People;

namespace Telemed.Tests.Documents.Tus;

/// <summary>Files that come in pieces.</summary>
public sealed class TusTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly byte[] Long = TusClient.Long;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_sent_in_pieces_is_filed_once_with_its_exact_bytes_and_its_receipt_says_where_it_lies()
    {
        var (browser, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "Bilan été 🙂.txt", Long.Length, ("kind", "labResult"));
        Assert.Equal(0, await tus.Offset(path));
        Assert.Equal("receiving", (await tus.Receipt(path)).GetProperty("state").GetString());
        foreach (var (from, until) in ((int, int)[])[(0, 1), (1, 200_000), (200_000, Long.Length)])
        {
            Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, from, Long[from..until])).StatusCode);
            Assert.Equal(until, await tus.Offset(path));
        }

        var receipt = await tus.Receipt(path);
        Assert.Equal("filed", receipt.GetProperty("state").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Long)), receipt.GetProperty("sha256").GetString());
        Assert.Equal("Bob Durand", receipt.GetProperty("patient").GetString());
        Assert.Equal("labResult", receipt.GetProperty("document").GetProperty("kind").GetString());
        Assert.Equal("Bilan été 🙂.txt", receipt.GetProperty("document").GetProperty("fileName").GetString());
        var id = receipt.GetProperty("document").GetProperty("id").GetGuid();
        Assert.Equal(Long, await (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, Long.Length, [])).StatusCode); // said again: the answer was lost
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Send(HttpMethod.Delete, path)).StatusCode); // what is filed is a document, and no upload to give up
        Assert.Equal(Long, await (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.Documents.CountAsync(d => d.FileName == "Bilan été 🙂.txt")));
        Assert.Equal(1, await app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(e => e.Action == AuditAction.DocumentAdded && e.EntityId == id)));
        Assert.Single(Blobs(), await Blob(id));
    }

    [Fact]
    public async Task A_small_file_is_there_with_its_first_request_and_is_not_written_twice()
    {
        var (_, tus) = await Alice();
        var answer = await tus.Create(app.Cast.Bob.Patient!.Value.Value, "un.txt", Long.Length, Long);
        Assert.Equal((HttpStatusCode.Created, $"{Long.Length}"), (answer.StatusCode, answer.Headers.GetValues("Upload-Offset").Single()));
        var document = (await tus.Receipt(answer.Headers.Location!.PathAndQuery())).GetProperty("document").GetProperty("id").GetGuid();
        Assert.Contains(await Blob(document), Blobs());
    }

    [Fact]
    public async Task The_server_says_what_it_speaks_and_refuses_what_it_does_not()
    {
        var (_, tus) = await Alice();
        var options = await tus.Send(HttpMethod.Options, TusClient.Uploads, null, null, ("Tus-Resumable", ""));
        Assert.Equal("1.0.0", options.Headers.GetValues("Tus-Version").Single());
        Assert.Equal("creation,creation-with-upload,termination,checksum,expiration", options.Headers.GetValues("Tus-Extension").Single());
        Assert.Equal("50000000", options.Headers.GetValues("Tus-Max-Size").Single());
        var path = await tus.Begin(app.Cast.Bob, "a.txt", 10);
        var spoken = await tus.Send(HttpMethod.Head, path, null, null, ("Tus-Resumable", "0.2.2"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "1.0.0"), (spoken.StatusCode, spoken.Headers.GetValues("Tus-Version").Single()));

        Assert.Equal(HttpStatusCode.Conflict, (await tus.Patch(path, 5, new byte[5])).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await tus.Patch(path, 0, new byte[11])).StatusCode);
        using var plain = new StringContent("0123456789");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await tus.Patch(path, 0, plain, null)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await tus.Patch(path, 0, new byte[5], ("Upload-Checksum", "md5 abc"))).StatusCode);
        Assert.Equal(0, await tus.Offset(path));
        var head = await tus.Send(HttpMethod.Head, path);
        Assert.Equal("10", head.Headers.GetValues("Upload-Length").Single());
        Assert.StartsWith("filename ", head.Headers.GetValues("Upload-Metadata").Single(), StringComparison.Ordinal);
        Assert.True(head.Headers.CacheControl?.NoStore);
        Assert.True(DateTimeOffset.TryParse(head.Headers.GetValues("Upload-Expires").Single(), out var expires) && expires > app.Now.ToDateTimeOffset());
    }

    [Theory]
    [InlineData("virus.exe", 10, "type-not-taken", 415), InlineData("vide.txt", 0, "empty", 400), InlineData("..", 10, "name-missing", 400), InlineData("film.txt", 50_000_001, "too-large", 413)]
    public async Task What_will_not_be_taken_is_said_before_a_byte_is_sent(string name, long length, string code, int status)
    {
        var (_, tus) = await Alice();
        var answer = await tus.Create(app.Cast.Bob.Patient!.Value.Value, name, length);
        Assert.Equal((status, code), ((int)answer.StatusCode, (await answer.Json()).GetProperty("code").GetString()));
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task A_file_in_more_pieces_than_one_may_gets_no_other_and_what_came_stays()
    {
        var (_, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "miettes.txt", UploadDesk.MostPieces + 10);
        await tus.Patch(path, 0, "x"u8.ToArray());
        var upload = new UploadId(Guid.Parse(path.Split('/')[^1]));
        await app.InClinic(app.Cast.North, async db =>
        {
            var first = await db.UploadParts.AsNoTracking().SingleAsync(p => p.UploadId == upload, Cancel);
            db.UploadParts.AddRange(Enumerable.Range(1, UploadDesk.MostPieces - 1).Select(at => new UploadPart
            {
                TenantId = db.Tenant, Id = UploadPartId.New(), UploadId = upload, Start = at, Length = 1, Blob = $"{Guid.CreateVersion7():N}", Key = first.Key,
            }));
            return await db.SaveChangesAsync(Cancel);
        });
        var answer = await tus.Patch(path, UploadDesk.MostPieces, "x"u8.ToArray());
        Assert.Equal((HttpStatusCode.TooManyRequests, "too-many"), (answer.StatusCode, (await answer.Json()).GetProperty("code").GetString()));
        Assert.Equal(UploadDesk.MostPieces, await tus.Offset(path));
    }

    [Fact]
    public async Task A_visit_that_does_not_exist_and_words_that_cannot_be_read_are_refused()
    {
        var (_, tus) = await Alice();
        var bob = app.Cast.Bob.Patient!.Value.Value;
        Assert.Equal("encounter-unknown", (await (await tus.Create(bob, "a.txt", 10, null, ("encounter", $"{Guid.CreateVersion7()}"))).Json()).GetProperty("code").GetString());
        foreach (var metadata in (string[])["filename #", "filename YQ==,filename YQ==", new string('a', 2_100)])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await tus.Send(HttpMethod.Post, TusClient.Uploads, null, null, ("Upload-Length", "10"), ("Upload-Metadata", metadata))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await tus.Send(HttpMethod.Post, TusClient.Uploads, null, null, ("Upload-Length", "-1"), ("Upload-Metadata", "filename YQ=="))).StatusCode);
    }

    [Theory, InlineData("sha1"), InlineData("sha256")]
    public async Task Bytes_that_do_not_add_up_are_thrown_away_and_those_that_do_are_kept(string algorithm)
    {
        var (_, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "somme.txt", 1000);
        var bytes = Long[..600];
#pragma warning disable CA5350 // the protocol asks for it
        var sum = Convert.ToBase64String(algorithm == "sha1" ? SHA1.HashData(bytes) : SHA256.HashData(bytes));
#pragma warning restore CA5350
        Assert.Equal(460, (int)(await tus.Patch(path, 0, [.. bytes[..599], 0], ("Upload-Checksum", $"{algorithm} {sum}"))).StatusCode);
        Assert.Equal(0, await tus.Offset(path));
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, 0, bytes, ("Upload-Checksum", $"{algorithm} {sum}"))).StatusCode);
        Assert.Equal(600, await tus.Offset(path));
    }

    [Fact]
    public async Task What_came_before_the_line_broke_is_kept_and_the_file_goes_on_from_there()
    {
        var (browser, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "tunnel.txt", Long.Length);
        var before = Blobs();
        using var half = new UnfinishedContent(Long[..150_000]);
        using var line = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sending = tus.Patch(path, 0, half, line.Token);
        await Grows(before);
        await line.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        var offset = (await tus.Offset(path))!.Value;
        Assert.InRange(offset, 60_000, 150_000);
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, offset, Long[(int)offset..])).StatusCode);
        var id = (await tus.Receipt(path)).GetProperty("document").GetProperty("id").GetGuid();
        Assert.Equal(Long, await (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Who_comes_back_before_the_server_knows_that_the_old_line_is_dead_goes_on_at_once()
    {
        var (browser, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "sourd.txt", Long.Length);
        var before = Blobs();
        using var silent = new UnfinishedContent(Long[..100_000]);
        using var old = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var first = tus.Patch(path, 0, silent, old.Token);
        await Grows(before);
        // Another page of hers does not offer to go on with what this one is just sending.
        Assert.DoesNotContain("sourd.txt", await (await browser.Ask(HttpMethod.Get, $"/api/patients/{app.Cast.Bob.Patient}/uploads")).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var offset = (await tus.Offset(path))!.Value;
        Assert.InRange(offset, 60_000, 100_000);
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, offset, Long[(int)offset..])).StatusCode);
        Assert.Equal("filed", (await tus.Receipt(path)).GetProperty("state").GetString());
        Assert.Equal($"{offset}", (await first).Headers.GetValues("Upload-Offset").Single());
        await old.CancelAsync();
    }

    [Fact]
    public async Task A_hostile_file_is_refused_when_it_is_whole_with_its_reason_and_nothing_of_it_stays()
    {
        var (_, tus) = await Alice();
        var (before, bytes) = (Blobs(), Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"));
        foreach (var cut in (int[])[bytes.Length, 20])
        {
            var path = await tus.Begin(app.Cast.Bob, "facture.pdf", bytes.Length);
            await tus.Patch(path, 0, bytes[..cut]);
            await tus.Patch(path, cut, bytes[cut..]);
            var receipt = await tus.Receipt(path);
            Assert.Equal("refused", receipt.GetProperty("state").GetString());
            Assert.True(receipt.GetProperty("reason").GetString()!.Length > 40);
            Assert.Equal(before, Blobs());
        }

        Assert.False(await app.InClinic(app.Cast.North, db => db.Documents.AnyAsync(d => d.FileName == "facture.pdf")));
    }

    [Fact]
    public async Task What_is_given_up_and_what_is_forgotten_leaves_nothing()
    {
        var (browser, tus) = await Alice();
        var before = Blobs();
        var path = await tus.Begin(app.Cast.Bob, "abandon.txt", 1000);
        await tus.Patch(path, 0, Long[..500]);
        var piece = Blobs().Except(before).Single();
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Send(HttpMethod.Post, path, null, null, ("X-HTTP-Method-Override", "DELETE"))).StatusCode);
        Assert.Null(await tus.Offset(path));
        Assert.DoesNotContain(piece, Blobs());

        await tus.Begin(app.Cast.Bob, "rien.txt", 1000); // nothing came: there is nothing to go on with
        var forgotten = await tus.Begin(app.Cast.Bob, "oubli.txt", 1000);
        await tus.Patch(forgotten, 0, Long[..500]);
        piece = Blobs().Except(before).Single();
        var listed = await (await browser.Ask(HttpMethod.Get, $"/api/patients/{app.Cast.Bob.Patient}/uploads")).Json();
        Assert.DoesNotContain(listed.EnumerateArray(), u => u.GetProperty("name").GetString() == "rien.txt");
        Assert.Equal(500, listed.EnumerateArray().Single(u => u.GetProperty("name").GetString() == "oubli.txt").GetProperty("arrived").GetInt64());
        app.Time.Advance((UploadDesk.Kept - Duration.FromMinutes(1)).ToTimeSpan());
        await app.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
        Assert.Equal(500, await (await Alice()).Tus.Offset(forgotten));
        app.Time.Advance((Duration.FromMinutes(2)).ToTimeSpan());
        await app.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
        Assert.Null(await (await Alice()).Tus.Offset(forgotten));
        Assert.DoesNotContain(piece, Blobs());
    }

    [Fact]
    public async Task An_upload_is_its_senders_alone()
    {
        var (_, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "mien.txt", 1000);
        foreach (var other in (Person[])[app.Cast.Bob, app.Cast.Nora, app.Cast.Ada, app.Cast.Dan, app.Cast.Charlie])
        {
            var stranger = new TusClient(await app.Browser(other));
            foreach (var method in (HttpMethod[])[HttpMethod.Head, HttpMethod.Patch, HttpMethod.Delete, HttpMethod.Get])
            {
                var answer = await stranger.Send(method, path, method == HttpMethod.Patch ? TusClient.Bytes([1]) : null, null, ("Upload-Offset", "0"));
                Assert.Equal((other.ToString(), method, HttpStatusCode.NotFound), (other.ToString(), method, answer.StatusCode));
            }

            // Nora files for everybody of the clinic, Bob into his own record.
            if (other != app.Cast.Nora && other != app.Cast.Bob)
            {
                Assert.Equal(HttpStatusCode.NotFound, (await stranger.Create(app.Cast.Bob.Patient!.Value.Value, "a.txt", 10)).StatusCode);
            }
        }

        Assert.Equal(0, await tus.Offset(path));
        Assert.Equal(HttpStatusCode.Unauthorized, (await new TusClient(app.Anonymous()).Send(HttpMethod.Head, path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await tus.Create(Guid.CreateVersion7(), "a.txt", 10)).StatusCode);
    }

    private async Task<(HttpClient Browser, TusClient Tus)> Alice()
    {
        var browser = await app.Browser(app.Cast.Alice);
        return (browser, new TusClient(browser));
    }

    private async Task<string> Blob(Guid document) => await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.Id == new DocumentId(document)).Select(d => d.Blob).SingleAsync());

    /// <summary>Returns when a piece more lies on the disk, and a segment of it: there is no other way to know than to look again.</summary>
    private async Task Grows(List<string> before)
    {
        var store = app.Services.GetRequiredService<BlobStore>();
        while (!Blobs().Except(before).Any(name => new FileInfo(store.PathOf(name)).Length > 0))
        {
            await Task.Delay(10, Cancel);
        }
    }

    private List<string> Blobs() => Directory.Exists(Path.Combine(app.DataFolder, "files"))
        ? [.. Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : [];
}
