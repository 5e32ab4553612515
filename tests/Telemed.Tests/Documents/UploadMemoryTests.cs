using Microsoft.EntityFrameworkCore;
using Telemed.Documents;
using Telemed.Platform;
using Telemed.Tests.Scheduling;

namespace Telemed.Tests.Documents;

/// <summary>Alone: what other tests hold meanwhile would count as the upload's.</summary>
[Collection(nameof(Alone))]
public sealed class UploadMemoryTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Theory, Trait("Database", "either")]
    [InlineData(true), InlineData(false)]
    public async Task Fifty_million_bytes_are_taken_without_being_held_in_memory(bool announce)
    {
        var alice = await app.Browser(app.Cast.Alice);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var content = new Bytes(50_000_000, announce);
        var answer = await alice.Upload(app.Cast.Bob.Patient!.Value.Value, "scan-irm.txt", content);
        var document = await Row(await answer.Id());
        Assert.Equal(50_000_000, document.Length);
        Assert.InRange(content.MostMemory - before, long.MinValue, 32_000_000);
        Assert.Equal(content.Sha256, document.Sha256);
    }

    private Task<Document> Row(Guid id) => app.InClinic(app.Cast.North, db => db.Documents.SingleAsync(d => d.Id == new DocumentId(id), TestContext.Current.CancellationToken));
}
