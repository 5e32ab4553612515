using Telemed.Tests.Documents.S3;

namespace Telemed.Tests.Durability;

/// <summary>Files that come and go at a server that dies at any moment, on its disk and in a bucket.</summary>
[Trait("Trial", "yes"), Trait("Database", "either")]
public sealed class FilesUnderKillsTests
{
    private static readonly int Acts = Trial.Size(6, 200);

    [Theory]
    [InlineData("disk"), InlineData("s3")]
    public async Task Every_acknowledged_file_is_there_and_exact_no_half_one_is_seen_and_the_checker_finds_nothing(string where)
    {
        var seed = Random.Shared.Next();
        using var s3 = where == "s3" ? new S3Server() : null;
        var settings = s3 is null ? [] : S3App.SettingsOf(s3).ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value);
        await using var clinic = await Kills.Prepare(seed, settings: settings, writers: async (kills, now) =>
        [
            (new Filer(kills.Cast.Bob.Patient!.Value, seed), await kills.Session(kills.Cast.Alice, now)),
            (new Filer(kills.Cast.Bob.Patient!.Value, seed + 1), await kills.Session(kills.Cast.Alice, now)),
            (new Filer(kills.Cast.Bob.Patient!.Value, seed + 2), await kills.Session(kills.Cast.Alice, now)),
        ]);
        var killed = 0;
        while (clinic.Acknowledged < Acts)
        {
            var lost = await clinic.KillOnce();
            killed++;
            Assert.True(lost.Count == 0, $"seed {seed}, kill {killed}: {string.Join("; ", lost)}");
        }

        var (code, said) = await clinic.Command("blobs", "check");
        Assert.True(code == 0, said);
        Assert.True(s3 is null || s3.Objects.Count > 0);
        Trial.Report($"files on the {where}, {killed} SIGKILLs (seed {seed}): acknowledged {clinic.Counts}; 0 lost, 0 by half; {said.Trim().Split('\n')[^1].Trim()}");
    }
}
