using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Telemed.Tests.Durability;

public sealed class NothingAcknowledgedIsLostTests
{
    [Fact]
    [Trait("Trial", "yes")]
    public async Task A_server_killed_in_the_middle_of_writing_loses_nothing_that_it_acknowledged_and_shows_nothing_by_half()
    {
        var (kills, seed) = (Trial.Size(3, 20), Seed());
        await using var clinic = await Kills.Prepare(seed);
        for (var kill = 1; kill <= kills; kill++)
        {
            var lost = await clinic.KillOnce();
            Assert.True(lost.Count == 0, $"seed {seed}, kill {kill}: {string.Join("; ", lost)}");
        }

        Assert.All((string[])["note", "booking", "upload"], kind => Assert.True(clinic.HasBeenHit(kind), $"no {kind} was acknowledged, or none was cut off"));
        Trial.Report($"{kills} SIGKILLs with a booking, a note save and an upload in flight (seed {seed}): acknowledged {clinic.Counts}; 0 lost, 0 by half");
    }

    [Fact]
    [Trait("Trial", "yes")]
    public async Task The_same_check_finds_a_server_that_answers_before_it_commits()
    {
        var seed = Seed();
        await using var clinic = await Kills.Prepare(seed, defect: nameof(AnswerBeforeCommit));
        var kills = 0;
        IReadOnlyList<string> lost = [];
        while (lost.Count == 0 && kills < 10)
        {
            lost = await clinic.KillOnce();
            kills++;
        }

        Assert.Contains(lost, line => line.StartsWith("note save", StringComparison.Ordinal));
        Trial.Report($"seeded defect \"answer before commit\" (seed {seed}): found at kill {kills}");
    }

    private static int Seed() =>
        Environment.GetEnvironmentVariable("TELEMED_SEED") is { Length: > 0 } seed ? int.Parse(seed, CultureInfo.InvariantCulture) : Random.Shared.Next();
}

/// <summary>What a SIGKILL cannot see: the settings that keep a commit through a power cut.</summary>
public sealed class DurableSettingsTests(TelemedApp app) : IClassFixture<TelemedApp>
{
    [Fact]
    public async Task Every_connection_commits_to_the_disk()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var (synchronous, journal) = await app.InClinic(app.Cast.North, async db => db.IsPostgres
                ? (await Ask(db, "SHOW synchronous_commit"), await Ask(db, "SHOW full_page_writes"))
                : (await Ask(db, "PRAGMA synchronous"), await Ask(db, "PRAGMA journal_mode")));
            Assert.Equal(TestDatabase.Server is null ? ("2", "wal") : ("on", "on"), (synchronous, journal));
        }
    }

    private static async Task<string> Ask(Telemed.Platform.Db db, string sql)
    {
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)!;
    }
}
