using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Documents.Uploads;
using Telemed.Platform;

namespace Telemed.Tests.Documents.Tus;

/// <summary>Uploads over which a server died, on the disk as it left them; the killed server itself: TunnelTests.</summary>
public sealed class TusAfterDeathTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    private static readonly byte[] Long = TusClient.Long;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_piece_whose_writer_died_counts_as_far_as_it_opens()
    {
        var (browser, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "mort.txt", Long.Length);
        await app.InScope(services => Die(services, Id(path), Long[..250_000]));
        var offset = (int)(await tus.Offset(path))!.Value;
        Assert.InRange(offset, 250_000 - 65_536, 250_000);
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, offset, Long[offset..])).StatusCode);
        var id = (await tus.Receipt(path)).GetProperty("document").GetProperty("id").GetGuid();
        Assert.Equal(Long, await (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_piece_whose_beginning_a_power_cut_took_counts_for_nothing_and_keeps_nobody_from_going_on()
    {
        var (_, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "courant.txt", Long.Length);
        var piece = await app.InScope(services => Die(services, Id(path), Long[..250_000]));
        await using (var disk = File.OpenWrite(app.Services.GetRequiredService<BlobStore>().PathOf(piece)))
        {
            await disk.WriteAsync(new byte[4096], Cancel);
        }

        Assert.Equal(0, await tus.Offset(path));
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, 0, Long)).StatusCode);
        Assert.Equal("filed", (await tus.Receipt(path)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_keys_are_turned_while_a_file_is_on_its_way_and_no_piece_of_it_is_taken_for_one_too_many()
    {
        var (browser, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "cles.txt", Long.Length);
        await tus.Patch(path, 0, Long[..100_000]);
        var before = (await Keys(path)).Single();
        Assert.Equal(0, await app.InScope(s => s.GetServices<Command>().Single(c => c.Name == "keys").Run(s, ["rotate"])));
        Assert.NotEqual(before, (await Keys(path)).Single());
        File.Delete(Path.Combine(app.DataFolder, "keys", "files", before + ".key"));
        Assert.Equal(0, (await app.InScope(CheckFiles.Check)).Extra);
        await tus.Patch(path, 100_000, Long[100_000..]);
        var id = (await tus.Receipt(path)).GetProperty("document").GetProperty("id").GetGuid();
        Assert.Equal(Long, await (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task A_file_whose_server_died_before_it_was_looked_into_is_filed_all_the_same()
    {
        var (_, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "attente.txt", 1000);
        await app.InScope(services => Receive(services, Id(path), Long[..1000]));
        await Look(Id(path)); // younger ones are in somebody's hands
        Assert.False(await app.InClinic(app.Cast.North, db => db.Documents.AnyAsync(d => d.FileName == "attente.txt")));
        // However long the server was down: what has come whole is not forgotten before it is looked into.
        app.Time.Advance((UploadDesk.Kept + Duration.FromHours(1)).ToTimeSpan());
        await app.Services.GetRequiredService<Sweeper>().Sweep(Cancel);
        await Look(Id(path));
        Assert.True(await app.InClinic(app.Cast.North, db => db.Documents.AnyAsync(d => d.FileName == "attente.txt" && d.AddedBy == app.Cast.Alice.Account)));
    }

    private static UploadId Id(string path) => new(Guid.Parse(path.Split('/')[^1]));

    private Task<List<string>> Keys(string path) => app.InClinic(app.Cast.North, db => db.UploadParts.Where(p => p.UploadId == Id(path)).Select(p => p.Key.By).ToListAsync());

    [Fact]
    public async Task A_look_at_a_file_that_has_come_whole_does_not_wait_for_whoever_looks_into_it()
    {
        var (_, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "long.txt", 1000);
        await app.InScope(services => Receive(services, Id(path), Long[..1000]));
        using (app.Services.GetRequiredService<Pens>().TryTake(Id(path)))
        {
            Assert.Equal(1000, await tus.Offset(path));
            Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, 1000, [])).StatusCode);
        }

        Assert.Equal("filed", (await tus.Receipt(path)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_file_whose_piece_was_altered_on_the_disk_is_not_filed_and_its_sender_is_told_to_send_it_again()
    {
        var (_, tus) = await Alice();
        foreach (var cut in (int[])[1000, 400])
        {
            var path = await tus.Begin(app.Cast.Bob, "abime.txt", 1000);
            await app.InScope(services => Receive(services, Id(path), Long[..1000]));
            var piece = await app.InClinic(app.Cast.North, db => db.UploadParts.Where(p => p.UploadId == Id(path)).Select(p => p.Blob).SingleAsync());
            await using (var disk = File.Open(app.Services.GetRequiredService<BlobStore>().PathOf(piece), FileMode.Open))
            {
                disk.Position = cut;
                var was = disk.ReadByte();
                disk.Position = cut;
                disk.WriteByte((byte)(was ^ 1));
            }

            var receipt = await tus.Receipt(path);
            Assert.Equal("refused", receipt.GetProperty("state").GetString());
            Assert.Contains("de nouveau", receipt.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        Assert.False(await app.InClinic(app.Cast.North, db => db.Documents.AnyAsync(d => d.FileName == "abime.txt")));
    }

    [Fact]
    public async Task A_writer_that_another_node_took_for_dead_takes_nothing_away_when_its_checksum_fails()
    {
        var (browser, tus) = await Alice();
        var path = await tus.Begin(app.Cast.Bob, "deux.txt", Long.Length);
        using var half = new UnfinishedContent(Long[..150_000]);
        using var line = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sending = tus.Patch(path, 0, half, line.Token, ("Upload-Checksum", $"sha256 {Convert.ToBase64String(new byte[32])}"));
        var rescued = 0L;
        while (rescued == 0)
        {
            rescued = await app.InScope(services => Rescue(services, Id(path)));
        }

        await line.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(rescued, await tus.Offset(path));
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, rescued, Long[(int)rescued..])).StatusCode);
        var id = (await tus.Receipt(path)).GetProperty("document").GetProperty("id").GetGuid();
        Assert.Equal(Long, await (await browser.Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    /// <summary>One round; whoever was at it first, in the server's own round, is done when this returns.</summary>
    private async Task Look(UploadId id)
    {
        await app.Services.GetRequiredService<UploadWatch>().Look(Cancel);
        await app.Services.GetRequiredService<Pens>().Rest(id, TimeSpan.FromSeconds(30));
    }

    private async Task<(HttpClient Browser, TusClient Tus)> Alice()
    {
        var browser = await app.Browser(app.Cast.Alice);
        return (browser, new TusClient(browser));
    }

    /// <summary>As a process leaves it that is killed while it writes: the row without a length, the last segment not sealed.</summary>
    private async Task<string> Die(IServiceProvider services, UploadId upload, byte[] bytes)
    {
        var (db, blobs) = (services.GetRequiredService<Db>(), services.GetRequiredService<BlobStore>());
        db.Enter(app.Cast.North);
        var (file, key) = blobs.Grow(app.Cast.North);
        db.UploadParts.Add(new UploadPart { TenantId = app.Cast.North, Id = UploadPartId.New(), UploadId = upload, Start = 0, Blob = file.Name.Name, Key = key });
        await db.SaveChangesAsync(Cancel);
        await file.Append(bytes, Cancel);
        file.Stay();
        file.Dispose();
        return file.Name.Name;
    }

    /// <summary>As another node does that finds a piece without a length; 0: nothing of it lies there yet.</summary>
    private async Task<long> Rescue(IServiceProvider services, UploadId upload)
    {
        var (db, blobs) = (services.GetRequiredService<Db>(), services.GetRequiredService<BlobStore>());
        db.Enter(app.Cast.North);
        var part = await db.UploadParts.SingleOrDefaultAsync(p => p.UploadId == upload, Cancel);
        if (part is null || blobs.Rescue(new BlobName(part.TenantId, part.Blob), part.Key) is not (> 0 and var length))
        {
            return 0;
        }

        part.Length = length;
        await db.SaveChangesAsync(Cancel);
        return length;
    }

    /// <summary>As a process leaves it that is killed when the last byte is on the disk.</summary>
    private async Task<bool> Receive(IServiceProvider services, UploadId upload, byte[] bytes)
    {
        var (db, blobs) = (services.GetRequiredService<Db>(), services.GetRequiredService<BlobStore>());
        db.Enter(app.Cast.North);
        var (file, key) = blobs.Grow(app.Cast.North);
        using (file)
        {
            await file.Append(bytes, Cancel);
            await blobs.Stop(file, SHA256.HashData(bytes));
            file.Stay();
            db.UploadParts.Add(new UploadPart { TenantId = app.Cast.North, Id = UploadPartId.New(), UploadId = upload, Start = 0, Length = bytes.Length, Blob = file.Name.Name, Key = key, Sha256 = file.Sha256 });
            var row = await db.Uploads.SingleAsync(u => u.Id == upload, Cancel);
            (row.State, row.ReceivedAt) = (UploadState.Received, app.Now);
            await db.SaveChangesAsync(Cancel);
            return true;
        }
    }
}
