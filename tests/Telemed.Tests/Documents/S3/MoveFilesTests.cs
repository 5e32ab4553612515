using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Audit;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Tests.Documents.S3;

/// <summary>From the disk to the bucket and back, while the server runs.</summary>
public sealed class MoveFilesTests
{
    private const int Files = 12;

    private static readonly byte[] Words = [.. Enumerable.Range(0, 200_000).Select(i => (byte)('a' + (i % 23)))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_file_goes_to_the_bucket_and_back_while_it_is_read_and_others_come()
    {
        // As an operator does: the bucket is configured, and left again.
        await using var app = new S3App { Settings = { ["Telemed:S3:Leaving"] = "true" } };
        await app.InitializeAsync();
        var alice = await app.Browser(app.Cast.Alice);
        var ids = new List<Guid>();
        for (var i = 0; i < Files; i++)
        {
            ids.Add(await (await alice.Upload(app.Cast.Bob, $"{i}.txt", Words)).Id());
        }

        Assert.Empty(app.S3.Objects);
        await Moves(app, alice, ids, "s3");
        foreach (var id in ids)
        {
            Assert.Contains((await Row(app, id)).Blob, app.S3.Objects.Keys);
        }

        // What came meanwhile was seen or not.
        Assert.Equal(Files + 1, app.S3.Objects.Count + OnDisk(app));
        Assert.Equal(0, await app.InScope(s => Command(s).Run(s, ["check"])));
        await Moves(app, alice, ids, "disk");
        Assert.Empty(app.S3.Objects);
        Assert.Equal(Files + 2, OnDisk(app));
        Assert.Equal(0, await app.InScope(s => Command(s).Run(s, ["check"])));
        Assert.Equal(2, await app.InClinic(app.Cast.North, db => db.AuditEvents.CountAsync(a => a.Action == AuditAction.FilesMoved, Cancel)));
    }

    [Fact]
    public async Task A_file_whose_copy_is_not_what_was_stored_stays_and_a_broken_off_command_goes_on_where_it_was()
    {
        await using var app = new S3App { Settings = { ["Telemed:S3:Leaving"] = "true" } };
        await app.InitializeAsync();
        var alice = await app.Browser(app.Cast.Alice);
        var (sound, altered) = (await (await alice.Upload(app.Cast.Bob, "sound.txt", Words)).Id(), await (await alice.Upload(app.Cast.Bob, "altered.txt", Words)).Id());
        var (blobs, row) = (app.Services.GetRequiredService<BlobStore>(), await Row(app, altered));
        var bytes = await File.ReadAllBytesAsync(blobs.PathOf(row.Blob), Cancel);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(blobs.PathOf(row.Blob), bytes, Cancel);
        Assert.Equal(1, await app.InScope(s => Command(s).Run(s, ["move", "s3"])));
        Assert.True(File.Exists(blobs.PathOf(row.Blob)));
        Assert.False(File.Exists(blobs.PathOf((await Row(app, sound)).Blob)));
        // Back from the backup.
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(blobs.PathOf(row.Blob), bytes, Cancel);
        Assert.Equal(0, await app.InScope(s => Command(s).Run(s, ["move", "s3"])));
        Assert.Equal(Words, await (await alice.Ask(HttpMethod.Get, $"/documents/{altered}")).Content.ReadAsByteArrayAsync(Cancel));
        // Broken off between the copy and the end of the other.
        File.Copy(app.S3.Objects[row.Blob], blobs.PathOf(row.Blob));
        Assert.Equal(0, await app.InScope(s => Command(s).Run(s, ["move", "disk"])));
        Assert.Empty(app.S3.Objects);
        Assert.Equal(Words, await (await alice.Ask(HttpMethod.Get, $"/documents/{altered}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    private static async Task Moves(S3App app, HttpClient alice, List<Guid> ids, string where)
    {
        var moving = app.InScope(s => Command(s).Run(s, ["move", where]));
        var coming = alice.Upload(app.Cast.Bob, $"to {where}.txt", Words);
        do
        {
            foreach (var id in ids)
            {
                var answer = await alice.Ask(HttpMethod.Get, $"/documents/{id}");
                Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));
                Assert.Equal(Words, await answer.Content.ReadAsByteArrayAsync(Cancel));
            }
        }
        while (!moving.IsCompleted);
        Assert.Equal(0, await moving);
        await (await coming).Id();
    }

    private static int OnDisk(S3App app) => Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories).Count();

    private static Command Command(IServiceProvider services) => services.GetServices<Command>().Single(c => c.Name == "blobs");

    private static Task<Document> Row(S3App app, Guid id) => app.InClinic(app.Cast.North, db => db.Documents.AsNoTracking().SingleAsync(d => d.Id == new DocumentId(id), Cancel));
}
