using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Tests.Documents.Blobs;

/// <summary>Files on a disk that falls into somebody's hands, or fails.</summary>
public sealed class EncryptedFilesTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly byte[] Long = [.. Enumerable.Range(0, 9_000).SelectMany(i => Encoding.ASCII.GetBytes($"Ligne {i:0000} du compte rendu\n"))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_clear_byte_of_a_document_is_in_the_data_folder_its_name_in_the_database_apart()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var words = "Syndrome néphrotique impur, biopsie rénale du 3 mars"u8.ToArray();
        await (await alice.Upload(app.Cast.Bob, "neph.txt", [.. words, .. Long])).Id();
        await alice.Upload(app.Cast.Bob, "refused.pdf", words);
        foreach (var file in Directory.EnumerateFiles(app.DataFolder, "*", SearchOption.AllDirectories))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[open.Length];
            await open.ReadExactlyAsync(bytes, Cancel);
            Assert.True(bytes.AsSpan().IndexOf("impur, biopsie"u8) < 0, file);
        }
    }

    [Fact]
    public async Task A_part_is_given_out_alone_when_it_is_asked_for()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "long.txt", Long)).Id();
        foreach (var (from, to) in ((int, int)[])[(0, 0), (65_440, 65_460), (130_000, 200_000), (Long.Length - 1, Long.Length - 1)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/documents/{id}") { Headers = { Range = new RangeHeaderValue(from, to) } };
            var part = await alice.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(Long[from..(to + 1)], await part.Content.ReadAsByteArrayAsync(Cancel));
        }

        using var beyond = new HttpRequestMessage(HttpMethod.Get, $"/documents/{id}") { Headers = { Range = new RangeHeaderValue(Long.Length, null) } };
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await alice.SendAsync(beyond, Cancel)).StatusCode);
    }

    [Theory]
    [InlineData(0.0), InlineData(0.001), InlineData(0.5), InlineData(1.0)]
    public async Task A_byte_that_turned_over_on_the_disk_gives_an_error_and_never_wrong_content(double where)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "turned.txt", Long)).Id();
        var path = await Path(id);
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        bytes[(int)((bytes.Length - 1) * where)] ^= 4;
        await File.WriteAllBytesAsync(path, bytes, Cancel);
        await Fails(alice, id);
    }

    [Fact]
    public async Task A_file_that_was_cut_or_exchanged_for_another_gives_an_error()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var (one, other) = (await (await alice.Upload(app.Cast.Bob, "one.txt", Long)).Id(), await (await alice.Upload(app.Cast.Bob, "other.txt", Long)).Id());
        File.Copy(await Path(other), await Path(one), overwrite: true);
        await Fails(alice, one);
        await File.WriteAllBytesAsync(await Path(other), (await File.ReadAllBytesAsync(await Path(other), Cancel))[..BlobFormat.Segment], Cancel);
        await Fails(alice, other);
    }

    [Fact]
    public async Task Keys_are_turned_while_files_come_and_go_and_the_old_key_can_be_taken_away()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var before = await (await alice.Upload(app.Cast.Bob, "before.txt", Long)).Id();
        var deleted = await (await alice.Upload(app.Cast.Bob, "deleted.txt", Long)).Id();
        await alice.Ask(HttpMethod.Delete, $"/api/documents/{deleted}");
        var keys = app.Services.GetRequiredService<FileKeys>();
        var old = keys.Ids;
        var coming = Enumerable.Range(0, 12).Select(async i => await (await alice.Upload(app.Cast.Bob, $"{i}.txt", Long)).Id()).ToArray();
        var (turned, read) = (Run("keys", "rotate"), Reads(alice, before, 10));
        Assert.Equal(0, await turned);
        await read;
        var all = await Task.WhenAll(coming);
        // Whatever was wrapped while the key was made is turned by a second call.
        Assert.Equal(0, await Run("keys", "rotate"));
        foreach (var id in old)
        {
            File.Delete(System.IO.Path.Combine(keys.Folder, id + ".key"));
        }

        foreach (var id in all.Append(before))
        {
            Assert.Equal(Long, await (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        }

        Assert.Equal(keys.Ids[^1], (await Row(deleted)).Key!.By);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.FileKeysRotated, Cancel)));
    }

    [Fact]
    public async Task The_checker_finds_what_is_lost_and_what_was_altered_and_nothing_else()
    {
        await using var alone = new TelemedApp();
        await alone.InitializeAsync();
        var (alice, blobs) = (await alone.Browser(alone.Cast.Alice), alone.Services.GetRequiredService<BlobStore>());
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await (await alice.Upload(alone.Cast.Bob, $"{i}.txt", Long)).Id());
        }

        await alice.Ask(HttpMethod.Delete, $"/api/documents/{ids[0]}");
        Assert.Equal((0, 3, 0, 0), await Check());
        var paths = await alone.InClinic(alone.Cast.North, db => db.Documents.OrderBy(d => d.Id).Select(d => d.Blob).ToListAsync(Cancel));
        File.Delete(blobs.PathOf(paths[0]));
        var bytes = await File.ReadAllBytesAsync(blobs.PathOf(paths[1]), Cancel);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(blobs.PathOf(paths[1]), bytes, Cancel);
        using var orphan = (await blobs.Receive(alone.Cast.North, new MemoryStream(Long), 1_000_000, Cancel))!;
        await blobs.Keep(orphan);
        alone.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 1, 2, 1), await Check());

        async Task<(int, int, int, int)> Check()
        {
            var (whole, faults, extra) = await alone.InScope(CheckFiles.Check);
            return (await alone.InScope(s => s.GetServices<Command>().Single(c => c.Name == "blobs").Run(s, ["check"])), whole, faults.Count, extra);
        }
    }

    [Fact]
    public async Task Files_stored_before_files_were_encrypted_are_encrypted_while_they_are_read()
    {
        var alice = await app.Browser(app.Cast.Alice);
        var ids = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await Clear(await (await alice.Upload(app.Cast.Bob, $"old {i}.txt", Long)).Id(), Long));
        }

        var (altered, lost) = (ids[4], ids[5]);
        await File.WriteAllTextAsync(await Path(altered), "something else", Cancel);
        File.Delete(await Path(lost));
        var old = await Path(ids[0]);
        Assert.Equal(Long, await File.ReadAllBytesAsync(old, Cancel));
        var reads = Reads(alice, ids[0], 30);
        // Two at once: one of them does it.
        Assert.All(await Task.WhenAll(Run("blobs", "encrypt"), Run("blobs", "encrypt")), code => Assert.Equal(1, code));
        await reads;
        Assert.False(File.Exists(old));
        foreach (var id in ids.Take(4))
        {
            Assert.Equal(Long, await (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
            Assert.NotNull((await Row(id)).Key);
            Assert.True((await File.ReadAllBytesAsync(await Path(id), Cancel)).AsSpan().IndexOf("compte rendu"u8) < 0);
        }

        Assert.Null((await Row(altered)).Key);
        // What could not be done then is done once it is back.
        await File.WriteAllBytesAsync(await Path(altered), Long, Cancel);
        await File.WriteAllBytesAsync(await Path(lost), Long, Cancel);
        Assert.Equal(0, await Run("blobs", "encrypt"));
        Assert.NotNull((await Row(lost)).Key);
        Assert.True(await app.InClinic(app.Cast.North, db => db.AuditEvents.AnyAsync(a => a.Action == AuditAction.FilesEncrypted, Cancel)));
    }

    /// <summary>Nothing, or the beginning of it, and never the end.</summary>
    private static async Task Fails(HttpClient reader, Guid id)
    {
        var seen = new MemoryStream();
        try
        {
            var answer = await reader.Ask(HttpMethod.Get, $"/documents/{id}");
            if (answer.StatusCode is HttpStatusCode.InternalServerError)
            {
                Assert.Equal("damaged", (await answer.Json()).GetProperty("code").GetString());
                return;
            }

            await (await answer.Content.ReadAsStreamAsync(Cancel)).CopyToAsync(seen, Cancel);
            Assert.Fail("It was given out whole.");
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            Assert.True(seen.Length < Long.Length);
            Assert.Equal(Long.Take((int)seen.Length), seen.ToArray());
        }
    }

    private static async Task Reads(HttpClient reader, Guid id, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(Long, await (await reader.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
        }
    }

    /// <summary>As it was stored before files were encrypted.</summary>
    private async Task<Guid> Clear(Guid id, byte[] bytes)
    {
        await File.WriteAllBytesAsync(await Path(id), bytes, Cancel);
        Assert.Equal(SHA256.HashData(bytes), (await Row(id)).Sha256);
        await app.InClinic(app.Cast.North, async db =>
        {
            (await db.Documents.SingleAsync(d => d.Id == new DocumentId(id), Cancel)).Key = null;
            return await db.SaveChangesAsync(Cancel);
        });
        return id;
    }

    private Task<int> Run(string command, params string[] args) => app.InScope(s => s.GetServices<Command>().Single(c => c.Name == command).Run(s, args));

    private async Task<string> Path(Guid id) => app.Services.GetRequiredService<BlobStore>().PathOf((await Row(id)).Blob);

    private Task<Document> Row(Guid id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == new DocumentId(id), Cancel));
}
