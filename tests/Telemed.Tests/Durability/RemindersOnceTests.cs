using NodaTime;
using Telemed.Notifications;

namespace Telemed.Tests.Durability;

/// <summary>Every reminder once, whoever dies: on PostgreSQL two nodes, on SQLite one process.</summary>
public sealed class RemindersOnceTests
{
    private static int Appointments => Trial.Size(40, 1000);

    [Fact]
    [Trait("Trial", "yes")]
    public async Task Reminders_that_are_due_together_leave_within_a_minute_each_once()
    {
        await using var trial = await RemindersInTrial.Start();
        await trial.Book(Appointments);
        await trial.Settle();
        None(await trial.Check());
        var slowest = await trial.Slowest();
        Trial.Report($"{Appointments} reminders due at once, {trial.Nodes} server(s): the last was sent after {slowest.TotalSeconds:0.0} s, none twice");
        Assert.True(slowest <= Duration.FromSeconds(60), $"the last left {slowest} after it was due");
    }

    // Waits for what a killed sender had claimed: in bin/trial alone.
    [Fact(Explicit = true)]
    [Trait("Trial", "yes")]
    public async Task Servers_that_are_killed_while_they_send_lose_no_reminder_and_repeat_only_what_they_were_killed_over()
    {
        // Twice as many as above: two servers that share the work would be done before the last kill.
        var (appointments, kills, seed) = (2 * Appointments, Trial.Size(2, 12), Random.Shared.Next());
        await using var trial = await RemindersInTrial.Start();
        await trial.Book(appointments);
        await trial.Kill(kills, new Random(seed));
        await trial.Settle();
        None(await trial.Check());
        Assert.True(trial.Kills >= Trial.Size(1, 10), $"only {trial.Kills} kills hit a server that was sending");
        Trial.Report($"{appointments} reminders due at once, {trial.Nodes} server(s), {trial.Kills} SIGKILLs while they were sent (seed {seed}): each recorded once, none lost, " +
            $"{trial.Repeats} mails came again, with the same Message-ID; the last was sent {(await trial.Slowest()).TotalSeconds:0} s after it was due (a killed sender's wait {Sending.Lease.TotalMinutes:0} minutes)");
    }

    [Fact(Explicit = true)]
    [Trait("Trial", "yes")]
    public async Task The_same_check_finds_a_sender_that_records_before_it_sends_and_a_claim_that_holds_nobody_off()
    {
        await using (var hasty = await RemindersInTrial.Start(nameof(RecordsBeforeSending)))
        {
            await hasty.Book(20);
            await hasty.Settle();
            Assert.Contains(await hasty.Check(), fault => fault.EndsWith("was lost", StringComparison.Ordinal));
        }

        if (TestDatabase.Server is not null)
        {
            await using var twice = await RemindersInTrial.Start(nameof(ClaimsTwice));
            await twice.Book(200);
            await twice.Settle();
            Assert.Contains(await twice.Check(), fault => fault.Contains("came again", StringComparison.Ordinal));
        }
    }

    private static void None(IReadOnlyList<string> faults) => Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults.Take(20)));
}
