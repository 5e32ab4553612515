using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telemed.Documents;
using Telemed.Documents.Scanning;
using Telemed.Documents.Uploads;
using Telemed.Platform;
using Telemed.Tests.Documents.Content;
using Telemed.Tests.Documents.Tus;

namespace Telemed.Tests.Documents.Scanning;

/// <summary>With a virus scanner: what it knows never gets out, and what it does not say is clean waits.</summary>
public sealed class ScannerTests
{
    private static readonly byte[] Words = "Pression 12/8\n"u8.ToArray();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_the_scanner_knows_never_gets_in_by_whatever_way_and_in_whatever_packing()
    {
        await using var app = await ScannedApp.Begin();
        await using var clamd = await ClamAv.Start(app.Port);
        var alice = await app.Browser(app.Cast.Alice);
        foreach (var (name, bytes) in ((string, byte[])[])[("eicar.txt", ClamAv.Eicar), ("eicar.docx", Hostile.Docx(("word/media/a.png", ClamAv.Eicar)))])
        {
            var answer = await alice.Upload(app.Cast.Bob, name, bytes);
            Assert.Equal((HttpStatusCode.UnsupportedMediaType, "infected"), (answer.StatusCode, (await answer.Json()).GetProperty("code").GetString()));
            var tus = new TusClient(alice);
            var path = await tus.Begin(app.Cast.Bob, name, bytes.Length);
            await tus.Patch(path, 0, bytes);
            var receipt = await tus.Receipt(path);
            Assert.Equal("refused", receipt.GetProperty("state").GetString());
            Assert.Contains("virus", receipt.GetProperty("reason").GetString(), StringComparison.Ordinal);
            Assert.False(await Filed(app, name));
        }

        var clean = await (await alice.Upload(app.Cast.Bob, "propre.txt", Words)).Json();
        Assert.Equal(Words, await (await alice.Ask(HttpMethod.Get, $"/documents/{clean.GetProperty("id").GetGuid()}")).Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task While_the_scanner_is_away_a_file_waits_and_is_filed_when_it_is_back()
    {
        await using var app = await ScannedApp.Begin();
        var alice = await app.Browser(app.Cast.Alice);
        var tus = new TusClient(alice);
        var path = await tus.Begin(app.Cast.Bob, "attend.txt", Words.Length);
        Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, 0, Words)).StatusCode);
        var receipt = await tus.Receipt(path);
        Assert.Equal(("received", System.Text.Json.JsonValueKind.Null), (receipt.GetProperty("state").GetString(), receipt.GetProperty("document").ValueKind));
        Assert.False(await Filed(app, "attend.txt"));
        var listed = await (await alice.Ask(HttpMethod.Get, $"/api/patients/{app.Cast.Bob.Patient}/uploads")).Json();
        Assert.Contains(listed.EnumerateArray(), u => u.GetProperty("name").GetString() == "attend.txt" && u.GetProperty("state").GetString() == "received");
        var answer = await alice.Upload(app.Cast.Bob, "direct.txt", Words);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unchecked"), (answer.StatusCode, (await answer.Json()).GetProperty("code").GetString()));
        var page = await (await app.Browser(app.Cast.Ada)).Page("/clinic");
        Assert.Contains("Un fichier attend.", page.QuerySelector(".scanner-health")!.TextContent, StringComparison.Ordinal);

        await using var clamd = await ClamAv.Start(app.Port);
        app.Time.Advance((UploadWatch.Patience + Scanner.Rest).ToTimeSpan());
        await app.Services.GetRequiredService<UploadWatch>().Look(Cancel);
        Assert.True(await Filed(app, "attend.txt"));
        Assert.False(await Filed(app, "direct.txt"));
        page = await (await app.Browser(app.Cast.Ada)).Page("/clinic");
        Assert.Contains("L’antivirus répond.", page.QuerySelector(".scanner-health")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Trait("Database", "either")]
    public async Task A_file_too_long_for_the_scanner_is_not_taken_for_clean()
    {
        await using var app = await ScannedApp.Begin();
        await using var clamd = await ClamAv.Start(app.Port, "StreamMaxLength 1M");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await (await app.Browser(app.Cast.Alice)).Upload(app.Cast.Bob, "long.txt", [.. Enumerable.Repeat((byte)'a', 3_000_000)])).StatusCode);
        Assert.False(await Filed(app, "long.txt"));
    }

    [Fact, Trait("Database", "either")]
    public async Task Of_two_hundred_scanners_that_hang_up_or_talk_nonsense_none_lets_a_file_through()
    {
        await using var confused = new ConfusedScanner("", "OK\0", "stream: OK", "stream: OKAY\0", "stream: O", "\0", "stream: ERROR\0", new string('x', 5_000), "UNKNOWN COMMAND\0", "stream: OK\n");
        await using var app = await ScannedApp.Begin(confused.Port);
        var alice = await app.Browser(app.Cast.Alice);
        for (var run = 0; run < 200; run++)
        {
            app.Time.Advance(Scanner.Rest.ToTimeSpan());
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await alice.Upload(app.Cast.Bob, "confus.txt", Words)).StatusCode);
        }

        Assert.Equal(200, confused.Asked);
        Assert.False(await Filed(app, "confus.txt"));
    }

    [Fact, Trait("Database", "either")]
    public async Task A_scanner_that_says_nothing_is_waited_for_and_then_left_alone_for_a_while()
    {
        await using var silent = new ConfusedScanner((string?)null);
        await using var app = await ScannedApp.Begin(silent.Port, TimeSpan.FromMilliseconds(100));
        var alice = await app.Browser(app.Cast.Alice);
        for (var run = 0; run < 3; run++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await alice.Upload(app.Cast.Bob, "muet.txt", Words)).StatusCode);
        }

        Assert.Equal(1, silent.Asked);
        Assert.False(await Filed(app, "muet.txt"));
    }

    private static Task<bool> Filed(TelemedApp app, string name) => app.InClinic(app.Cast.North, db => db.Documents.AnyAsync(d => d.FileName == name, Cancel));

    /// <summary>With a scanner configured, whether or not one runs.</summary>
    private sealed class ScannedApp(int? port = null) : TelemedApp
    {
        public int Port { get; } = port ?? FreePort.Take();

        public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

        public static async Task<ScannedApp> Begin(int? port = null, TimeSpan? patience = null)
        {
            var app = new ScannedApp(port) { Patience = patience ?? TimeSpan.FromMinutes(2) };
            await app.InitializeAsync();
            return app;
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Telemed:ClamAv", $"127.0.0.1:{Port}");
            builder.ConfigureTestServices(services =>
            {
                services.RemoveAll<Scanner>();
                services.AddSingleton(s => new Scanner(s.GetRequiredService<IOptions<TelemedOptions>>(), s.GetRequiredService<Clock>(), s.GetRequiredService<ILogger<Scanner>>()) { ToAnswer = Patience });
            });
        }
    }
}
