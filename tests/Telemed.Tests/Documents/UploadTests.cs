using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Telemed.Audit;
using Telemed.Consultations;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Tests.Documents;

public sealed class UploadTests(UploadTests.App app) : IClassFixture<UploadTests.App>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_comes_back_with_its_name_and_its_exact_bytes()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var answer = await alice.Upload(app.Cast.Bob, "Bilan été 🙂 2026.pdf", Samples.Pdf, "&kind=labResult");
        var added = await answer.Json();
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("Bilan été 🙂 2026.pdf", added.GetProperty("fileName").GetString());
        Assert.Equal("labResult", added.GetProperty("kind").GetString());
        Assert.Equal("Dr Alice Martin", added.GetProperty("by").GetString());
        Assert.False(added.GetProperty("shared").GetBoolean());
        Assert.True(added.GetProperty("mayShare").GetBoolean());

        var file = await alice.Ask(HttpMethod.Get, $"/documents/{added.GetProperty("id").GetGuid()}");
        Assert.Equal(Samples.Pdf, await file.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("application/pdf", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("Bilan été 🙂 2026.pdf", file.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(file.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task The_bytes_lie_outside_the_web_root_under_an_unguessable_name_for_the_owner_only()
    {
        var document = await Row(await (await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "../../scan.png", Samples.Png)).Id());
        Assert.Equal("scan.png", document.FileName);
        Assert.Equal(SHA256.HashData(Samples.Png), document.Sha256);
        Assert.Equal(43, document.Blob.Length);
        var path = Path.Combine(app.DataFolder, "files", document.Blob[..2], document.Blob[2..4], document.Blob);
        Assert.True(File.Exists(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(app.DataFolder, "files")));
    }

    [Fact]
    public async Task File_and_folder_are_on_the_disk_before_the_row_commits()
    {
        var calls = new List<string>();
        app.Durability = new Durable(
            _ => calls.Add("file"),
            folder => calls.Add(Path.GetFileName(folder) + Directory.EnumerateFiles(folder).Count()));
        var document = await Row(await (await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "durable.txt", Samples.Text)).Id());
        app.Durability = Durable.Disk;
        // The folder's own call comes after the rename: it holds the file by then.
        Assert.Equal(["file", document.Blob[2..4] + "1", document.Blob[..2] + "0", "files0"], calls);
    }

    [Fact]
    public async Task A_disk_that_fails_acknowledges_nothing()
    {
        app.Durability = new Durable(_ => throw new IOException("disk"), _ => { });
        var answer = await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "lost.txt", Samples.Text);
        app.Durability = Durable.Disk;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await Named("lost.txt"));
    }

    [Fact]
    public async Task A_part_that_failed_to_reach_the_disk_while_more_came_is_not_forgotten_at_the_end()
    {
        var calls = 0;
        // The system tells a lost write to the first fsync after it, and to no other.
        app.Durability = new Durable(_ => Assert.NotEqual(1, Interlocked.Increment(ref calls)), _ => { });
        var answer = await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob.Patient!.Value.Value, "parts.txt", new Bytes(20_000_000, announce: true));
        app.Durability = Durable.Disk;
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await Named("parts.txt"));
    }

    [Theory]
    [InlineData("virus.exe", "type-not-taken", 415), InlineData("page.html", "type-not-taken", 415), InlineData("none", "type-not-taken", 415)]
    [InlineData("script.pdf", "content-mismatch", 415), InlineData("..", "name-missing", 400), InlineData("", "name-missing", 400)]
    public async Task What_is_not_taken_is_refused_readably_and_leaves_no_trace_but_the_audit(string name, string code, int status)
    {
        var before = await Refused();
        var alice = await app.Browser(app.Cast.Alice);
        alice.DefaultRequestHeaders.AcceptLanguage.ParseAdd("fr");
        var answer = await alice.Upload(app.Cast.Bob, name, Samples.Script);
        var problem = await answer.Json();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal("Le fichier n’a pas été ajouté", problem.GetProperty("title").GetString());
        Assert.DoesNotContain("refused-", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(await Named(name));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files", "incoming")));
        Assert.Equal(before + 1, await Refused());
    }

    [Fact]
    public async Task An_empty_file_is_refused_announced_or_not()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var announced = await alice.Upload(app.Cast.Bob, "empty.txt", []);
        var streamed = await alice.Upload(app.Cast.Bob.Patient!.Value.Value, "empty.txt", new Bytes(0, announce: false));
        Assert.Equal("empty", (await announced.Json()).GetProperty("code").GetString());
        Assert.Equal("empty", (await streamed.Json()).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task One_byte_more_is_refused_readably(bool announce)
    {
        var answer = await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob.Patient!.Value.Value, "large.txt", new Bytes(50_000_001, announce));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("too-large", (await answer.Json()).GetProperty("code").GetString());
        Assert.Empty(await Named("large.txt"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files", "incoming")));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_no_document_and_no_file()
    {
        var alice = await app.Browser(app.Cast.Alice);
        using var line = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var content = new Bytes(40_000_000, announce: true) { AfterHalf = line.CancelAsync };
        // The sender may or may not still read that the upload broke off.
        Assert.True(await Record.ExceptionAsync(() => alice.Upload(app.Cast.Bob.Patient!.Value.Value, "half.txt", content, cancel: line.Token)) is null or OperationCanceledException);
        while (Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files", "incoming")).Any())
        {
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Empty(await Named("half.txt"));
    }

    [Fact]
    public async Task Two_uploads_of_one_file_are_two_documents()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await (await alice.Upload(app.Cast.Bob, "twice.pdf", Samples.Pdf)).Id()));
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(4, (await Named("twice.pdf")).Select(d => d.Blob).Distinct().Count());
    }

    [Fact]
    public async Task A_document_names_a_visit_of_its_own_patient_or_none()
    {
        var (own, other) = (await app.Visit(app.Cast.Bob.Patient!.Value), await app.Visit(app.Cast.Eva));
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "visit.pdf", Samples.Pdf, $"&encounter={own}")).Id();
        Assert.Equal([id], await alice.Listed(app.Cast.Bob, $"?encounter={own}"));
        foreach (var wrong in (string[])[other.ToString(), Guid.CreateVersion7().ToString(), "x"])
        {
            var answer = await alice.Upload(app.Cast.Bob, "stray.pdf", Samples.Pdf, $"&encounter={wrong}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("encounter-unknown", (await answer.Json()).GetProperty("code").GetString());
        }

        Assert.Empty(await Named("stray.pdf"));
    }

    [Fact]
    public async Task The_sweeper_takes_what_no_document_names_within_the_hour()
    {
        var kept = await Row(await (await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "kept.pdf", Samples.Pdf)).Id());
        var blobs = app.Services.GetRequiredService<BlobStore>();
        using var file = (await blobs.Receive(app.Cast.North, new MemoryStream(Samples.Pdf), 1000, Cancel))!;
        await blobs.Keep(file);
        var orphan = blobs.PathOf(file.Name.Name);
        var unfinished = Path.Combine(app.DataFolder, "files", "incoming", "broken-off");
        await File.WriteAllTextAsync(unfinished, "x", Cancel);
        File.SetLastWriteTimeUtc(unfinished, app.Now.ToDateTimeUtc());
        var sweeper = app.Services.GetRequiredService<Sweeper>();
        app.Time.Advance(TimeSpan.FromMinutes(44));
        await sweeper.Sweep(Cancel);
        Assert.True(File.Exists(orphan) && File.Exists(unfinished));
        app.Time.Advance(TimeSpan.FromMinutes(2));
        await sweeper.Sweep(Cancel);
        Assert.False(File.Exists(orphan) || File.Exists(unfinished));
        Assert.True(File.Exists(blobs.PathOf(kept.Blob)));
    }

    [Fact]
    public async Task A_document_whose_bytes_were_lost_is_not_there_and_was_not_read()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "lost-later.pdf", Samples.Pdf)).Id();
        File.Delete(app.Services.GetRequiredService<BlobStore>().PathOf((await Row(id)).Blob));
        Assert.Equal(HttpStatusCode.NotFound, (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).StatusCode);
        Assert.Equal("Cette page n’existe pas", (await (await alice.Visit($"/documents/{id}")).Html()).QuerySelector("h1")?.TextContent);
        Assert.False(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.DocumentRead && a.EntityId == id, Cancel)));
    }

    [Fact]
    public async Task An_unknown_kind_is_refused()
    {
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var kind in (string[])["nonsense", "3", "-1"])
        {
            Assert.Equal("kind-unknown", (await (await alice.Upload(app.Cast.Bob, "a.pdf", Samples.Pdf, $"&kind={kind}")).Json()).GetProperty("code").GetString());
        }
    }

    private Task<Document> Row(Guid id) => app.InClinic(app.Cast.North, db => db.Documents.SingleAsync(d => d.Id == new DocumentId(id), Cancel));

    private Task<List<Document>> Named(string name) => app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.FileName == name).ToListAsync(Cancel));

    private Task<int> Refused() => app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(a => a.Action == AuditAction.DocumentRefused, Cancel));

    public sealed class App : TelemedApp
    {
        public Durable Durability { get; set; } = Durable.Disk;

        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<Durable>();
                services.AddSingleton(new Durable(file => Durability.File(file), folder => Durability.Folder(folder)));
            });
        }
    }
}
