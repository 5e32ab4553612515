using System.Net;
using Telemed.Tests.Documents.Tus;

namespace Telemed.Tests.Documents.S3;

/// <summary>A bucket that does not answer as it should.</summary>
public sealed class S3AwayTests(S3App app) : IClassFixture<S3App>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("500"), InlineData("403"), InlineData("cut")]
    public async Task While_the_bucket_is_away_nothing_is_filed_and_nothing_is_called_damaged(string what)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var id = await (await alice.Upload(app.Cast.Bob, "here.txt", S3Tests.Words)).Id();
        var before = await alice.Listed(app.Cast.Bob);
        Assert.DoesNotContain("(S3) ne répond pas", await Overview(), StringComparison.Ordinal);
        try
        {
            app.S3.Faults = what == "cut" ? _ => new Fault.Cut(100) : S3Tests.First(int.MaxValue, what);
            var refused = await alice.Upload(app.Cast.Bob, "away.txt", S3Tests.Words);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "unkept"), (refused.StatusCode, (await refused.Json()).GetProperty("code").GetString()));
            var unread = await alice.Ask(HttpMethod.Get, $"/documents/{id}");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "away"), (unread.StatusCode, (await unread.Json()).GetProperty("code").GetString()));
            Assert.Contains("Rien n’est perdu", WebUtility.HtmlDecode(await (await alice.Ask(HttpMethod.Get, $"/documents/{id}/view")).Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
            // The short answer to "are you there" may come whole through a line that cuts files off.
            Assert.True(what == "cut" || (await Overview()).Contains("(S3) ne répond pas", StringComparison.Ordinal));
        }
        finally
        {
            app.S3.Faults = null;
        }

        Assert.Equal(before, await alice.Listed(app.Cast.Bob));
        Assert.Equal(S3Tests.Words, await S3Tests.Bytes(alice, id));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files", "incoming")));
    }

    /// <summary>What the administrator reads of how the program is.</summary>
    private async Task<string> Overview() => (await (await app.Browser(app.Cast.Ada)).Page("/clinic")).Body!.TextContent;

    [Theory]
    [InlineData(1), InlineData(3)]
    public async Task An_upload_that_has_come_whole_waits_for_the_bucket_and_is_filed_when_it_is_back(int pieces)
    {
        var alice = await app.Browser(app.Cast.Alice);
        var tus = new TusClient(alice);
        var path = await tus.Begin(app.Cast.Bob, $"waits {pieces}.txt", TusClient.Long.Length);
        try
        {
            app.S3.Faults = S3Tests.First(int.MaxValue, "503");
            for (var (piece, size) = (0, TusClient.Long.Length / pieces); piece < pieces; piece++)
            {
                Assert.Equal(HttpStatusCode.NoContent, (await tus.Patch(path, piece * size, TusClient.Long[(piece * size)..((piece + 1) * size)])).StatusCode);
            }

            Assert.Equal("received", (await tus.Receipt(path)).GetProperty("state").GetString());
        }
        finally
        {
            app.S3.Faults = null;
        }

        app.Time.Advance(TimeSpan.FromMinutes(1));
        var receipt = await tus.Receipt(path);
        Assert.Equal("filed", receipt.GetProperty("state").GetString());
        Assert.Equal(TusClient.Long, await S3Tests.Bytes(alice, receipt.GetProperty("document").GetProperty("id").GetGuid()));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "files"), "*", SearchOption.AllDirectories));
    }
}
