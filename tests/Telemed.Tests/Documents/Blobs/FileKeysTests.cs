using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Documents;
using Telemed.Documents.Blobs;
using Telemed.Platform;

namespace Telemed.Tests.Documents.Blobs;

/// <summary>A server whose keys are not those it had.</summary>
public sealed class FileKeysTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_does_not_start_without_the_keys_of_files_that_are_encrypted_and_does_once_they_are_back()
    {
        await using var app = new TelemedApp();
        await app.InitializeAsync();
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "locked.txt", Samples.Text)).Id();
        var (folder, away) = (Path.Combine(app.DataFolder, "keys", "files"), Path.Combine(app.DataFolder, "away"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.EnumerateFiles(folder).Single()));
        Directory.Move(folder, away);

        // While it runs: this file cannot be read and says so, and no new one is locked with a key that a mount would hide.
        Assert.Equal("damaged", (await (await alice.Ask(HttpMethod.Get, $"/documents/{id}")).Json()).GetProperty("code").GetString());
        Assert.False((await alice.Upload(app.Cast.Bob, "new.txt", Samples.Text)).IsSuccessStatusCode);
        await using (var without = app.Again())
        {
            var refused = Assert.Throws<FileKeyMissingException>(() => without.Server);
            Assert.Contains(folder, refused.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any());
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder);
        }

        Directory.Move(away, folder);
        await using var again = app.Again();
        Assert.Equal(Samples.Text, await (await (await again.Browser(app.Cast.Alice)).Ask(HttpMethod.Get, $"/documents/{id}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Whoever_puts_the_key_of_one_file_to_another_opens_neither_and_keeps_no_other_from_being_turned()
    {
        await using var app = new TelemedApp();
        await app.InitializeAsync();
        var alice = await app.Browser(app.Cast.Alice);
        var (one, other) = (await (await alice.Upload(app.Cast.Bob, "one.txt", Samples.Text)).Id(), await (await alice.Upload(app.Cast.Bob, "other.txt", Samples.Text)).Id());
        var key = (await KeyOf(app, other))!;
        await app.InClinic(app.Cast.North, db => db.Documents.Where(d => d.Id == new DocumentId(one)).ExecuteUpdateAsync(d => d.SetProperty(x => x.Key!.Bytes, key.Bytes), Cancel));
        Assert.Equal("damaged", (await (await alice.Ask(HttpMethod.Get, $"/documents/{one}")).Json()).GetProperty("code").GetString());
        Assert.Equal(1, await app.InScope(s => s.GetServices<Command>().Single(c => c.Name == "keys").Run(s, ["rotate"])));
        Assert.Equal(key.Bytes, (await KeyOf(app, one))!.Bytes);
        Assert.NotEqual(key.By, (await KeyOf(app, other))!.By);
        Assert.Equal(Samples.Text, await (await alice.Ask(HttpMethod.Get, $"/documents/{other}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    private static Task<WrappedKey?> KeyOf(TelemedApp app, Guid id) =>
        app.InClinic(app.Cast.North, async db => (await db.Documents.AsNoTracking().SingleAsync(d => d.Id == new DocumentId(id), Cancel)).Key);
}
