namespace Telemed.Tests.Durability;

/// <summary>Several nodes, one PostgreSQL: pages talk in their rooms while nodes are restarted, killed and put to sleep.</summary>
[Collection(nameof(Alone))]
public sealed class ThreeNodesTests
{
    /// <summary>A page's worst wait while the nodes are restarted one after the other.</summary>
    private static readonly TimeSpan WorstGap = TimeSpan.FromSeconds(1);

    /// <summary>After a node was killed: 99 of 100 pages, and the last one.</summary>
    private static readonly TimeSpan AlmostAll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(10);

    private static int Rooms => Trial.Size(4, 50);

    [Fact]
    [Trait("Trial", "yes")]
    public async Task Nodes_that_restart_one_after_the_other_are_killed_or_sleep_lose_nothing_and_do_nothing_twice()
    {
        if (TestDatabase.Server is null)
        {
            await SqliteIsRefused();
            return;
        }

        await using var trial = await NodesInTrial.Start(Trial.Size(2, 3), Rooms);
        await trial.Talk();
        var (gap, story) = await RestartEach(trial);
        var (almostAll, last) = await KillOne(trial);
        await StopAndWakeOne(trial);
        var faults = await trial.Check();
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults.Take(20)));
        var lines = trial.Pages.Sum(p => p.Said.Count);
        Trial.Report($"{trial.Count} nodes, {Rooms} rooms, a line from each page every {Talker.Breath.TotalSeconds:0} s, {lines} in all: 0 lost, 0 twice; worst wait in a rolling restart {gap.TotalMilliseconds:0} ms; " +
            $"after a SIGKILL every page answered again within {last.TotalMilliseconds:0} ms (p99 {almostAll.TotalMilliseconds:0} ms); " +
            $"a node asleep for {Sleep.TotalSeconds:0} s found out that it was dead and ended; {trial.Fallen} fell by themselves");
        if (Trial.IsFull)
        {
            Assert.True(gap <= WorstGap, $"worst wait in a rolling restart: {gap}: {story}");
            Assert.True(almostAll <= AlmostAll && last <= Last, $"after a SIGKILL: p99 {almostAll}, worst {last}");
        }
    }

    // In bin/trial alone: it costs as much as what it checks.
    [Fact(Explicit = true)]
    [Trait("Trial", "yes")]
    public async Task The_same_check_finds_a_node_that_forgets_what_a_room_elsewhere_says()
    {
        if (TestDatabase.Server is null)
        {
            await SqliteIsRefused();
            return;
        }

        await using var trial = await NodesInTrial.Start(2, 2, nameof(ForgetfulNode));
        await trial.Talk();
        await trial.Until(() => trial.Pages.All(p => p.Said.Count > 4), "a page fell silent");
        Assert.Contains(await trial.Check(), fault => fault.EndsWith("was not heard", StringComparison.Ordinal));
    }

    private static TimeSpan Sleep => TimeSpan.FromSeconds(Trial.Size(5, 20));

    private static async Task<(TimeSpan Gap, string Story)> RestartEach(NodesInTrial trial)
    {
        var began = trial.Now;
        for (var node = Trial.Size(1, 0); node < trial.Count; node++)
        {
            await trial.Take(node).Stop();
            await trial.StartNode(node);
        }

        await Settle(trial);
        return trial.Pages.Max(p => p.SlowestSince(began));
    }

    private static async Task<(TimeSpan AlmostAll, TimeSpan Last)> KillOne(NodesInTrial trial)
    {
        await trial.Parted.Leaves.Come();
        await trial.Parted.Stays.Come();
        var killed = trial.Now;
        await trial.Take(0).Kill();
        await trial.Until(() => trial.Parted.Stays.IsAlone, "nobody was told that a page went with its node");
        await trial.Until(() => trial.Pages.All(p => p.AnsweredAfter(killed) is not null), "a page was not answered after a node was killed");
        await Settle(trial);
        var waits = trial.Pages.Select(p => p.AnsweredAfter(killed)!.Value).Order().ToList();
        await trial.StartNode(0);
        return (waits[(int)Math.Ceiling(waits.Count * 0.99) - 1], waits[^1]);
    }

    private static async Task StopAndWakeOne(NodesInTrial trial)
    {
        var node = trial.Take(trial.Count - 1);
        await node.Signal("STOP");
        await Task.Delay(Sleep);
        await Settle(trial);
        await node.Signal("CONT");
        await node.Ended();
        if (Trial.IsFull)
        {
            await trial.StartNode(trial.Count - 1);
            await Settle(trial);
        }
    }

    /// <summary>Every page has been answered twice more.</summary>
    private static Task Settle(NodesInTrial trial)
    {
        var said = trial.Pages.ToDictionary(p => p, p => p.Said.Count);
        return trial.Until(() => said.All(s => s.Key.Said.Count > s.Value + 1), "a page fell silent");
    }

    private static async Task SqliteIsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("telemed-one-").FullName;
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var server = await ServerProcess.Start(folder, null, settings: new Dictionary<string, string> { ["Telemed__Cluster__Address"] = "127.0.0.1" });
        });
        Assert.Contains("Several nodes need one PostgreSQL", refused.Message, StringComparison.Ordinal);
    }
}
